"""The rules of answering, told twice: here in plain Python, and by the actions. They walk side by side."""
