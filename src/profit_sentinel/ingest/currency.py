"""Currencies: how amounts say what they are in, before the number or behind it.

The patterns are for text in lower case, or for patterns that ignore case.
"""

import re

SIGNS = "$€£¥₹₱₦฿₩₪₺₽₫₴₡₲₵₸₮₾"
_TOUCHING = ("sfr.", "fr.", "kr.", "kr", "rs.", "rp.", "bs.", "tk.", "s/.", "s/")
_APART = (
    "usd", "cad", "aud", "nzd", "eur", "gbp", "chf", "mxn", "brl", "ars", "cop", "clp", "pen",
    "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "try", "ils", "zar", "inr", "php", "thb",
    "idr", "myr", "sgd", "hkd", "jpy", "cny", "krw", "aed", "sar", "egp", "kes", "ngn", "ghs",
    "ugx", "tzs", "pkr", "rs", "rm", "rp", "bs", "tk", "zł", "kč", "ft", "lei", "tl", "ksh", "dh",
)  # fmt: skip
"""Words before a space or an amount with cents: `RM12` may be a code, `RM12.50` is none."""
_LETTERS = "rqlp"
"""Letters that are a currency only before an amount with cents, as in `R249.99`."""


def _either(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


CURRENCY = rf"(?:[a-z]{{0,3}}[{SIGNS}]|{_either(_TOUCHING)}|(?:{_either(_APART)})\b)"
"""A currency that stands before a number, or behind it."""
BEFORE_CENTS = rf"(?:{_either(_APART)}|[{_LETTERS}])"
"""A currency that touches an amount with cents."""
