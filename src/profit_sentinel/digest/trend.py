"""Whether an issue grows or shrinks between two snapshots of a store."""

NOTABLE = 0.1
"""Share by which dollars must change to be called a change."""


def trend(dollars: float, before: float) -> str:
    """What became of an issue: `new`, `worsening`, `stable` or `improving`.

    Args:
        dollars: Its dollars in this snapshot.
        before: Its dollars in the one before; 0 when it was not there.
    """
    if not before:
        return "new"
    change = (dollars - before) / before
    if abs(change) <= NOTABLE:
        return "stable"
    return "worsening" if change > 0 else "improving"
