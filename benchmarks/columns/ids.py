"""Item numbers and barcodes: unique, with leading zeros and right check digits."""

from __future__ import annotations

from random import Random

DIGIT, LETTER = "#", "@"
LETTERS = "ABCDEFGHJKLMNPRSTVWX"
PREFIX = {"de": "40", "fr": "30", "es": "84", "nl": "87", "it": "80", "pt": "56"}


def code(pattern: str, number: int) -> str:
    """A pattern with digits for `#` and letters for `@`, other than those of other numbers.

    Numbers stay apart while they are fewer than the pattern has digits for.
    """
    places = pattern.count(DIGIT)
    start = Random(pattern).randrange(10**places)
    digits = iter(str(spread(start + number, 10**places)).zfill(places))
    rng = Random(f"{pattern}/{number}")
    return "".join(
        next(digits) if sign == DIGIT else rng.choice(LETTERS) if sign == LETTER else sign
        for sign in pattern
    )


def spread(number: int, size: int) -> int:
    """Numbers 0, 1, 2, ... spread over a range without meeting; the step shares no factor."""
    step = max(size * 618 // 1000, 1)
    while step % 2 == 0 or step % 3 == 0 or step % 5 == 0:
        step += 1
    return (number * step + size // 7) % size


def barcode(length: int, trade: str, number: int) -> str:
    """A UPC of 12 digits or an EAN of 13 with the prefix of the trade's country."""
    prefix = PREFIX.get(trade.partition("-")[2], "50") if length == 13 else f"0{number % 9}"
    body = prefix + code(DIGIT * (length - 1 - len(prefix)), number)
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The last digit of a barcode, by the rule of GS1."""
    weighted = (int(digit) * (3, 1)[index % 2] for index, digit in enumerate(reversed(body)))
    return str(-sum(weighted) % 10)


def short_code(name: str, length: int) -> str:
    """The first letters of a name, in capitals."""
    return "".join(sign for sign in name.upper() if sign.isalpha())[:length]
