"""Errors a person can mend."""


class WrongUsageError(ValueError):
    """Something asked for that cannot be: the message names it and what would do."""
