from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import Intake, UnusableFileError

Take = Callable[..., Intake]

LETTER = "Dear Sir,\nas promised, and late, the list.\nIt is long.\nYours, Bob\n"


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        ("<html><body><table><tr><td>SKU</td></tr></table>", "a.xls", "a web page, not a table"),
        ("\n<!DOCTYPE html>\n<html>", "a.csv", "a web page, not a table"),
        ('<?xml version="1.0"?>\n<Workbook>', "a.xls", "XML, not a table"),
        ('[{"sku": "A", "on_hand": 1}]', "a.csv", "JSON, not a table"),
        ('{"sku": "A", "on_hand": 1}\n{"sku": "B", "on_hand": 2}', "a.csv", "JSON, not a table"),
        (LETTER, "a.txt", "text without columns"),
        ("hello\nworld\n", "a.csv", "text without columns"),
        (bytes(range(256)) * 40, "a.csv", "this is not text"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(
    content: str | bytes, name: str, found: str, take: Take
) -> None:
    with pytest.raises(UnusableFileError) as refused:
        take(content, name)
    assert refused.value.found.startswith(found)
    assert "SKU" in refused.value.needed or "stock list" in refused.value.needed


def test_blanks_after_commas_make_no_letter(take: Take) -> None:
    columns = {"sku": "Foo", "on_hand": "Bar"}
    assert take("Foo, Bar, Baz\nA, 1, x\nB, 2, y\n", columns=columns).frame.height == 2


def test_a_header_in_brackets_is_no_json(take: Take) -> None:
    assert take("[SKU],[QOH]\nA,1\n").frame.height == 1
