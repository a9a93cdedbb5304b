"""Real shapes of files, damaged at random, and how many rows they hold where that is known."""

import csv
import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple

FOLDER = Path(__file__).parent
FILES = (*sorted((FOLDER / "systems").glob("*.csv")), FOLDER / "shapes" / "demo.csv")
HEADER_LINES = {"paladin_report.csv": 4, "orgill_order.csv": 15}
COPIES = 8
"""How often the few rows of a system's file are repeated."""
ENDLESS = tuple(
    (bit * 200_000)[:200_000]
    for bit in ("x", "avls", "aB", "e", "1", "1.", "1/", "-1", "(", "$", " ", "1e", "\u00e9", "q/")
)
"""Cells that never end, of what headers, numbers and dates are made of."""
HOSTILE = (
    *ENDLESS,
    "=cmd|' /C calc'!A0", "=1+1", "+44", "-", "@SUM(A1)", "1E+999", "9" * 400, "-1e308", "NaN",
    "1.23E+11", "\x07bell", "\x1b[31m", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u202e",
    "inf", "\ufeff", "\ufffd", "\U0001f600", "\u0663", "'", "''", "`", "\\", "\\n", "#N/A", "Total",
    "SKU", "1.200,50", "1,200", "(3)", "12 EA", "31/12/2026", "99999999", "00000000", "0000-00-00",
    " ", "", "two\nlines", 'an inch"', '"', '""', "a;b", "a,b", "a\tb", "a|b", "{",
    "<b>", "null",
)  # fmt: skip
BLANKS = " \t\n\r\x0b\x0c\x85\xa0\u2028\ufeff"
"""What may stand in a blank cell."""
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
ENDS = ("\n", "\r\n", "\r")
MARKS = (",", ";", "\t", "|")
Rows = list[list[str]]


class Mutated(NamedTuple):
    """A damaged file.

    Attributes:
        data: Its bytes.
        rows: Rows below its header, blank ones apart; None where the damage leaves that open.
        done: What was done to it.
    """

    data: bytes
    rows: int | None
    done: tuple[str, ...]


@cache
def _shape(path: Path) -> tuple[tuple[str, ...], ...]:
    text = path.read_text("utf-8")
    mark = "\t" if "\t" in text.split("\n", 1)[0] else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=mark))[HEADER_LINES.get(path.name, 1) - 1 :]
    return tuple(map(tuple, [rows[0], *rows[1:] * (COPIES if len(rows) < COPIES else 1)]))


def mutated(random: Random) -> Mutated:
    """A real shape after a few mutations of its rows and, perhaps, of its bytes."""
    path = random.choice(FILES)
    return damaged(path.name, _shape(path), random)


def damaged(name: str, shape: Sequence[Sequence[str]], random: Random) -> Mutated:
    """A header and the rows below it after a few mutations."""
    rows: Rows = [list(row) for row in shape]
    chosen = random.choices(ROW_MUTATIONS, k=random.randint(0, 4))
    for mutation in chosen:
        rows = mutation(rows, random)
    data, count = _written(rows, random)
    broken = random.choices(BYTE_MUTATIONS, k=random.choice((0, 0, 1, 2)))
    for damage in broken:
        data = damage(data, random)
    done = (name, *(each.__name__ for each in (*chosen, *broken)))
    return Mutated(data, None if broken else count, done)


def _written(rows: Rows, random: Random) -> tuple[bytes, int]:
    """The rows as a file, and how many of them are not blank below the header."""
    mark, encoding, end = random.choice(MARKS), random.choice(ENCODINGS), random.choice(ENDS)
    out, every, plain = io.StringIO(), random.randint(0, 1), random.randint(0, 1)
    quoting: Literal[0, 1] = csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL
    if plain:
        rows, quoting = _without_quotes(rows, mark), csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=mark, quoting=quoting, lineterminator="\n").writerows(rows)
    text = out.getvalue().replace("\n", end)
    filled = [row for row in rows[1:] if _is_filled(row[: len(rows[0])], encoding)]
    return text.encode(encoding, errors="replace"), len(filled)


def _without_quotes(rows: Rows, mark: str) -> Rows:
    """The rows without what needs quotes, so that every line of the file is a row."""
    drop = str.maketrans("", "", f'"\r\n{mark}')
    return [[cell.translate(drop) for cell in row] for row in rows]


def _is_filled(row: list[str], encoding: str) -> bool:
    """Whether a row is not blank once characters its encoding lacks are question marks."""
    known = "".join(row).encode(encoding, errors="replace").decode(encoding)
    return known.strip(BLANKS) != ""


def hostile_cells(rows: Rows, random: Random) -> Rows:
    for _ in range(random.randint(1, 8)):
        row = random.choice([row for row in rows[1:] if row] or [[""]])
        row[random.randrange(len(row))] = random.choice(HOSTILE)
    return rows


def hostile_column(rows: Rows, random: Random) -> Rows:
    place, value = random.randrange(len(rows[0])), random.choice(HOSTILE)
    return [rows[0], *([*row[:place], value, *row[place + 1 :]] for row in rows[1:])]


def doubled_rows(rows: Rows, random: Random) -> Rows:
    return [*rows, *(list(random.choice(rows[1:])) for _ in range(random.randint(1, 9)))]


def header_again(rows: Rows, random: Random) -> Rows:
    place = random.randint(1, len(rows))
    return [*rows[:place], list(rows[0]), *rows[place:]]


def blank_rows(rows: Rows, random: Random) -> Rows:
    width = len(rows[0])
    for _ in range(random.randint(1, 30)):
        place = random.randint(1, len(rows))
        rows = [*rows[:place], [random.choice(("", " "))] * width, *rows[place:]]
    return rows


def shuffled_columns(rows: Rows, random: Random) -> Rows:
    order = list(range(len(rows[0])))
    random.shuffle(order)
    return [[row[place] if place < len(row) else "" for place in order] for row in rows]


def dropped_column(rows: Rows, random: Random) -> Rows:
    place = random.randrange(len(rows[0]))
    return [[*row[:place], *row[place + 1 :]] for row in rows] if len(rows[0]) > 2 else rows


def doubled_column(rows: Rows, random: Random) -> Rows:
    place = random.randrange(len(rows[0]))
    return [[*row, *row[place : place + 1]] for row in rows]


def short_rows(rows: Rows, random: Random) -> Rows:
    return [rows[0], *(row[: random.randint(1, max(1, len(row)))] for row in rows[1:])]


def long_rows(rows: Rows, random: Random) -> Rows:
    return [rows[0], *([*row, *["", "more"] * random.randint(0, 3)] for row in rows[1:])]


def cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def dropped_bytes(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + data[place + random.randint(1, 40) :]


def inserted_bytes(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.randbytes(random.randint(1, 8)) + data[place:]


def zeros(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + bytes(random.randint(1, 50)) + data[place:]


def stray_quotes(data: bytes, random: Random) -> bytes:
    for _ in range(random.randint(1, 5)):
        place = random.randrange(len(data) + 1)
        data = data[:place] + b'"' + data[place:]
    return data


def another_end(data: bytes, random: Random) -> bytes:
    return data.replace(b"\n", random.choice((b"\r", b"\r\n")), random.randint(1, 5))


def another_mark(data: bytes, random: Random) -> bytes:
    return data.replace(random.choice((b",", b";", b"\t")), random.choice((b"|", b";", b"\t")))


def two_files(data: bytes, random: Random) -> bytes:
    return data + random.choice((b"", b"\n")) + "É;è\n".encode("cp1252") + data[:400]


def late_header(data: bytes, random: Random) -> bytes:
    """The header some rows further down, as a page that repeats a damaged one has it."""
    first, *lines = data.split(b"\n")
    place = random.randint(1, 20)
    return b"\n".join([*lines[:place], first, *lines[place:]])


RowMutation = Callable[[Rows, Random], Rows]
ByteMutation = Callable[[bytes, Random], bytes]
ROW_MUTATIONS: tuple[RowMutation, ...] = (
    hostile_cells, hostile_cells, hostile_column, doubled_rows, header_again, blank_rows,
    shuffled_columns, dropped_column, doubled_column, short_rows, long_rows,
)  # fmt: skip
BYTE_MUTATIONS: tuple[ByteMutation, ...] = (
    cut, dropped_bytes, inserted_bytes, zeros, stray_quotes, another_end, another_mark, two_files,
    late_header,
)  # fmt: skip
