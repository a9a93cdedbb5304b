"""Profit Sentinel finds the money a retailer is losing, explains it, and ranks what to do.

The public menu is loaded on first use, so that importing the package costs nothing:

    >>> import profit_sentinel
    >>> digest = profit_sentinel.analyze("export.csv")  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.digest.digest import Digest
    from profit_sentinel.domain.finding import Finding
    from profit_sentinel.domain.intake import UnusableFileError
    from profit_sentinel.domain.issue import Issue
    from profit_sentinel.services.analysis import analyze
    from profit_sentinel.settings import Settings

__version__ = "0.13.0"
__all__ = ["Digest", "Finding", "Issue", "Leak", "Settings", "UnusableFileError", "analyze"]

MENU = {
    "Digest": "profit_sentinel.digest.digest",
    "Finding": "profit_sentinel.domain.finding",
    "Issue": "profit_sentinel.domain.issue",
    "Leak": "profit_sentinel.declaration.leak",
    "Settings": "profit_sentinel.settings",
    "UnusableFileError": "profit_sentinel.domain.intake",
    "analyze": "profit_sentinel.services.analysis",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the menu names
    if name not in MENU:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(MENU[name]), name)
