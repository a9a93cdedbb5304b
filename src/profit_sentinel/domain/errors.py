"""Errors a person can mend."""


class WrongUsageError(ValueError):
    """Something asked for that cannot be: the message names it and what would do."""


class NotFoundError(LookupError):
    """A thing that is not there, or not in this organisation."""

    def __init__(self, noun: str, name: str) -> None:
        self.noun, self.name = noun, name
        super().__init__(f"there is no {noun} {name!r}")


class ForbiddenError(PermissionError):
    """Something this person may not see or do."""


class ConflictError(ValueError):
    """Something that cannot be done in the present state."""


class UnavailableError(RuntimeError):
    """Something this program leans on that does not answer; what was asked may be tried again."""

    def __init__(self, what: str, reason: str) -> None:
        self.what, self.reason = what, reason
        super().__init__(f"{what} is not available: {reason}")
