"""Starters: a system file for an export, written from how its columns were understood."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from profit_sentinel.domain.columns import BY_NAME, INDISPENSABLE
from profit_sentinel.domain.intake import ColumnUse, FileKind, Recognition
from profit_sentinel.ingest.systems import System, fold

_LEFT = "not used: "
_FINGERPRINT = 5
"""Headers that tell an export: more would miss one that lacks a column."""


def starter(name: str, found: Recognition, known: Sequence[System]) -> str:
    """A system file to look over, change and keep.

    Args:
        name: What people call the system.
        found: How the export was understood.
        known: The known systems, whose headers tell little.
    """
    lines = ["# Look over the lines marked `check`; then every export of this kind is known."]
    lines += [f"name = {_text(name)}", 'export = ""']
    if found.kind not in (FileKind.INVENTORY, FileKind.UNKNOWN):
        lines.append(f"kind = {_text(found.kind.value)}")
    fingerprint = ", ".join(map(_text, _fingerprint(found.columns, known)))
    lines += [f"fingerprint = [{fingerprint}]", "", "[columns]", *_columns(found.columns)]
    unused = list(_unused(found.columns))
    lines += ["", "[unused]", *unused] if unused else []
    for canonical, pattern in _families(found.columns).items():
        lines += ["", "[[wide]]", f"canonical = {_text(canonical)}", f"pattern = {pattern}"]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """A TOML text; JSON writes the same but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _fingerprint(uses: Sequence[ColumnUse], known: Sequence[System]) -> list[str]:
    """SKU and stock, then the used headers that the fewest known systems have, in order."""
    often = Counter(
        header
        for system in known
        for header in {*system.fingerprint, *(h for hs in system.columns.values() for h in hs)}
    )
    single = [use for use in uses if use.canonical and not use.store]
    ranked = sorted(
        single, key=lambda use: (use.canonical not in INDISPENSABLE, often[fold(use.header)])
    )
    chosen = {use.header for use in ranked[:_FINGERPRINT]}
    return [use.header for use in uses if use.header in chosen]


def _columns(uses: Sequence[ColumnUse]) -> Iterator[str]:
    held = {use.canonical: use for use in uses if use.canonical and not use.store}
    for canonical in BY_NAME:
        if use := held.get(canonical):
            check = f"  # check: {use.reason}" if use.doubtful else ""
            yield f"{canonical} = [{_text(use.header)}]{check}"


def _unused(uses: Sequence[ColumnUse]) -> Iterator[str]:
    """Headers that are left for a reason; one nobody understands is left to words and values."""
    for use in uses:
        if use.canonical is None and use.reason.startswith(_LEFT):
            check = f"  # check: it may be {use.suggestion}" if use.suggestion else ""
            yield f"{_text(use.header)} = {_text(use.reason.removeprefix(_LEFT))}{check}"


def _families(uses: Sequence[ColumnUse]) -> dict[str, str]:
    """Canonical column to the pattern of its headers, where each store has one."""
    found: dict[str, str] = {}
    for use in uses:
        if use.canonical and use.store and use.canonical not in found:
            before, _, after = use.header.partition(use.store)
            pattern = f"{re.escape(before)}(?P<store>.+){re.escape(after)}"
            found[use.canonical] = f"'{pattern}'" if "'" not in pattern else _text(pattern)
    return found
