"""Likeness: names that look alike, which suggests a column and never decides one."""

from profit_sentinel.domain.columns import COLUMNS

_LEAST = 88.0


def suggestion(header: str) -> str | None:
    """The canonical column whose name is most like a header; None when none is near."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - most files do without it

    names = {column.name: column.name.replace("_", " ") for column in COLUMNS}
    found = process.extractOne(
        header, names, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_LEAST
    )
    return None if found is None else str(found[2])
