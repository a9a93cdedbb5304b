import pytest

from profit_sentinel.ingest.dialect import delimiter_of, head_records


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_content(mark: str) -> None:
    lines = [mark.join(("SKU", "Name, long", "Qty")), mark.join(("1", '"a, b"', "2"))]
    assert delimiter_of(lines) == mark


def test_decimal_commas_do_not_hide_a_semicolon() -> None:
    assert delimiter_of(["SKU;Qty;Cost", "1;2,50;3,25", "2;1,00;4,50"]) == ";"


def test_a_text_of_one_column_has_no_delimiter() -> None:
    assert delimiter_of(["hello", "world"]) is None


def test_a_quoted_line_feed_stays_in_its_cell() -> None:
    records = head_records(b'SKU,"Qty\nOn Hand"\n1,2\n', ",")
    assert records[0].cells == ("SKU", "Qty\nOn Hand")
    assert (records[1].first_line, records[1].cells) == (3, ("1", "2"))


def test_an_inch_mark_that_opens_no_quote_stays() -> None:
    records = head_records(b'1,3/4" pipe,2\n', ",")
    assert records[0].cells == ("1", '3/4" pipe', "2")


def test_a_quote_that_never_closes_takes_one_line_only() -> None:
    records = head_records(b'1,"pipe,2\n3,elbow,4\n', ",")
    assert [record.cells[0] for record in records[:2]] == ["1", "3"]
