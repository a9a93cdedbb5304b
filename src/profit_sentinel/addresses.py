"""Addresses of hosts and of people, as somebody wrote them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

MAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f]{1,64}@[^\s@<>,;:\"()\[\]\\\x00-\x1f]{1,190}")
"""One mail address, and no second one."""


def apart(address: str) -> SplitResult | None:
    """The parts of an address of a host; None when nobody can read it."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - read only when it is asked for
    except ValueError:
        return None
    return parts
