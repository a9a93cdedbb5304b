"""A decision: what a person says of a finding, and for how long it holds."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a person says of a finding."""

    DISMISSED = "dismissed"
    """It is normal here; it stays quiet."""
    SNOOZED = "snoozed"
    """Not now; it comes back by itself."""
    CONFIRMED = "confirmed"
    """It is real."""


QUIET = frozenset({Verdict.DISMISSED, Verdict.SNOOZED})
"""Those that keep a finding off the list."""
