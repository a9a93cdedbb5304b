"""How the columns of files are understood."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from profit_sentinel.digest.columns import columns_text
from profit_sentinel.digest.serialise import recognition_json
from profit_sentinel.ingest.papers import recognised as recognise
from profit_sentinel.services.inputs import arrive

if TYPE_CHECKING:
    from collections.abc import Mapping


def recognised(source: str | Path, columns: Mapping[str, str], form: str) -> str:
    """The recognition of a file, or of every file it holds, as `table`, `markdown` or `json`.

    Raises:
        UnusableFileError: A file holds no table.
        WrongUsageError: `columns` names a column or header that does not exist.
    """
    with TemporaryDirectory(prefix="profit-sentinel-") as folder:
        arrived = arrive([source], Path(folder))
        found = recognise(arrived.uploads, columns=columns)
    if form == "json":
        each = [{"name": name, **recognition_json(one)} for name, one in found]
        whole = each if len(each) > 1 else recognition_json(found[0][1])
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    texts = [columns_text(name, one, markdown=form == "markdown") for name, one in found]
    return "\n".join([*texts, *(f"{note}\n" for note in arrived.notes)])
