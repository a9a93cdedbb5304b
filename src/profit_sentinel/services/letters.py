"""The words of mails."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from profit_sentinel.services.home import Home


@cache
def _letters() -> dict[str, dict[str, str]]:
    text = files("profit_sentinel.services").joinpath("letters.toml").read_text("utf-8")
    return tomllib.loads(text)


def post(home: Home, to: str, kind: str, **values: Any) -> None:  # noqa: ANN401 - as the text has
    """Send one of the letters.

    Args:
        home: Whose mail it goes by.
        to: An address.
        kind: Which letter.
        values: What its text names.

    Raises:
        UnavailableError: The mail server does not take it.
    """
    letter = _letters()[kind]
    home.mail.send(to, letter["subject"], letter["text"].lstrip().format(**values))
