"""Errors a person can mend."""


class WrongUsageError(ValueError):
    """Something asked for that cannot be: the message names it and what would do."""


class RefusedError(Exception):
    """Something that was understood and is not done: the message says why."""


class NotFoundError(RefusedError):
    """A thing that is not there, or not in this organisation."""

    def __init__(self, noun: str, name: str) -> None:
        self.noun, self.name = noun, name
        super().__init__(f"there is no {noun} {name!r}")


class ForbiddenError(RefusedError):
    """Something this person may not see or do."""


class ConflictError(RefusedError):
    """Something that cannot be done in the present state."""


class UnavailableError(RefusedError):
    """Something this program leans on that does not answer; what was asked may be tried again."""

    def __init__(self, what: str, reason: str) -> None:
        self.what, self.reason = what, reason
        super().__init__(f"the {what} is not available: {reason}")


class ClashError(RefusedError):
    """Somebody else kept the same thing at the same moment; what was asked may be tried again."""
