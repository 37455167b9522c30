"""What every door of the API shares: strict shapes, cursor pages, entity tags and the description."""
