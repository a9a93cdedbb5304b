"""Whether an issue grows or shrinks between two snapshots of a store."""

NOTABLE = 0.1
"""Share by which dollars must change to be called a change."""


def trend(dollars: float, before: float | None) -> str:
    """What became of an issue: `new`, `worsening`, `stable` or `improving`.

    Args:
        dollars: Its dollars in this snapshot.
        before: Dollars in the one before of the SKUs that are still in the file; None when it was
            not there.
    """
    if before is None:
        return "new"
    if not before:
        return "worsening" if dollars else "stable"
    change = (dollars - before) / before
    if abs(change) <= NOTABLE:
        return "stable"
    return "worsening" if change > 0 else "improving"
