"""Currencies: how amounts say what they are in, before the number or behind it.

The patterns are for text in lower case, or for patterns that ignore case.
"""

import re

SIGNS = "$€£¥₹₱₦฿₩₪₺₽₫₴₡₲₵₸₮₾"
_DOTTED = ("sfr.", "fr.", "kr.", "rs.", "rp.", "bs.", "tk.", "s/.")
_WORDS = (
    "usd", "cad", "aud", "nzd", "eur", "gbp", "chf", "mxn", "brl", "ars", "cop", "clp", "pen",
    "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "try", "ils", "zar", "inr", "php", "thb",
    "idr", "vnd", "myr", "sgd", "hkd", "jpy", "cny", "krw", "aed", "sar", "egp", "kes", "ngn",
    "ghs", "ugx", "tzs", "pkr", "crc", "pyg", "rs", "rm", "rp", "bs", "tk", "kr", "zł", "kč", "ft",
    "lei", "tl", "ksh", "dh", "s/",
)  # fmt: skip
"""Words that stand apart from the number: `RM12` and `RM-12` may be codes."""
_LETTERS = "rqlp"
"""Letters that are a currency only where they touch an amount with cents, as in `R249.99`."""
_WHOLE = ("rp", "idr", "₫", "vnd", "clp", "cop", "₲", "pyg", "₡", "crc")
"""Currencies in which `12.500` is twelve thousand five hundred."""


def _either(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


_TOUCHING = rf"[a-z]{{0,3}}[{SIGNS}]|{_either(_DOTTED)}"
BEFORE = rf"(?:(?:{_TOUCHING})\s*|(?:{_either(_WORDS)})\s+)"
BEHIND = rf"(?:{_TOUCHING}|{_either(_WORDS)})"
BEFORE_CENTS = rf"(?:{_either(_WORDS)}|[{_LETTERS}])"
"""A currency that touches an amount with cents; others in its column may have none."""
CENTS = r"(?:\d{1,3}(?:[.,' ]\d{3})+|\d+)[.,]\d\d"
"""An amount with cents."""
WITHOUT_CENTS = rf"(?:{_either(_WHOLE)})"
