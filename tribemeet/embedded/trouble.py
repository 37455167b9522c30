class Trouble(Exception):
    """What stands in the way, in one sentence, and what to do about it; ends a command with status 1."""
