"""Promises made inside a transaction, kept after it."""
