"""How the columns of a file are understood."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from profit_sentinel.digest.columns import columns_text
from profit_sentinel.digest.serialise import recognition_json
from profit_sentinel.ingest.recognise import recognise
from profit_sentinel.services.analysis import upload

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def recognised(file: Path, columns: Mapping[str, str], form: str) -> str:
    """The recognition of one file as `table`, `markdown` or `json`.

    Raises:
        UnusableFileError: The file holds no table.
        WrongUsageError: `columns` names a column or header that does not exist.
    """
    found = recognise(upload(file), columns=columns)
    if form == "json":
        return json.dumps(recognition_json(found), indent=2, ensure_ascii=False) + "\n"
    return columns_text(file.name, found, markdown=form == "markdown")
