"""How the columns of files are understood."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from profit_sentinel.digest.aliases import alias_lines, aliases_json
from profit_sentinel.digest.columns import columns_text
from profit_sentinel.digest.serialise import recognition_json
from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.ingest.long import is_long
from profit_sentinel.ingest.papers import recognised as recognise
from profit_sentinel.ingest.take_in import take_in
from profit_sentinel.services.inputs import arrive
from profit_sentinel.services.systems import known_systems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from profit_sentinel.domain.aliases import Alias
    from profit_sentinel.domain.intake import Upload
    from profit_sentinel.ingest.systems import System


def recognised(
    source: str | Path,
    columns: Mapping[str, str],
    form: str,
    systems: Iterable[str | Path] = (),
) -> str:
    """The recognition of a file, or of every file it holds, as `table`, `markdown` or `json`.

    Raises:
        UnusableFileError: A file holds no table.
        WrongUsageError: `columns` names a column or header that does not exist.
    """
    with TemporaryDirectory(prefix="profit-sentinel-") as folder:
        arrived = arrive([source], Path(folder))
        known = known_systems(systems)
        found = recognise(arrived.uploads, columns=columns, systems=known)
        aliases = _aliases(arrived.uploads, columns, known)
    if form == "json":
        told = {"aliases": aliases_json(aliases)}
        each = [{"name": name, **recognition_json(one), **told} for name, one in found]
        whole = each if len(each) > 1 else {**recognition_json(found[0][1]), **told}
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    texts = [columns_text(name, one, markdown=form == "markdown") for name, one in found]
    notes = [*arrived.notes, *alias_lines(aliases)]
    return "\n".join([*texts, *(f"{note}\n" for note in notes)])


def _aliases(
    uploads: Sequence[Upload], columns: Mapping[str, str], known: Sequence[System]
) -> tuple[Alias, ...]:
    """Names the data propose; none for files that are no stock list or too long to read twice."""
    if any(map(is_long, uploads)):
        return ()
    try:
        return take_in(uploads, columns=columns, systems=known).aliases
    except UnusableFileError:
        return ()
