import codecs

import pytest

from profit_sentinel.ingest.encoding import NotTextError, decode


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("a,é\n".encode(), "utf-8"),
        ("a,é\n".encode("utf-8-sig"), "utf-8"),
        ("a,é\n".encode("cp1252"), "windows-1252"),
        (b"\xff\xfe" + "a,é\n".encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + "a,é\n".encode("utf-16-be"), "utf-16-be"),
        ("a,é\n".encode("utf-16-le"), "utf-16-le"),
        ("a,é\n".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_every_encoding_reads_the_same(data: bytes, encoding: str) -> None:
    text = decode(data)
    assert (text.data, text.encoding) == ("a,é\n".encode(), encoding)


def test_a_late_windows_1252_byte_is_found_on_the_whole_file() -> None:
    text = decode(b"a\n" * 200_000 + b"caf\xe9\n")
    assert text.encoding == "windows-1252"
    assert text.data.endswith("café\n".encode())


def test_mixed_encodings_name_the_odd_lines() -> None:
    text = decode("é\né\né\n".encode() + b"\xe9\n")
    assert text.data == "é\né\né\né\n".encode()
    assert text.odd_lines == (4,)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_endings_become_line_feeds(ending: str) -> None:
    assert decode(f"a{ending}b{ending}".encode()).data == b"a\nb\n"


def test_binary_is_no_text() -> None:
    with pytest.raises(NotTextError):
        decode(bytes(range(256)) * 10)


@pytest.mark.parametrize(
    "words", ["Café table, rosé", "CAFÉ ROSÉ", "men\u2019s cœur \u2013 \u201cx\u201d", "Übergröße"]
)
def test_windows_1252_is_never_taken_for_mac_roman(words: str) -> None:
    text = decode(f"{words}\n".encode("cp1252"))
    assert (text.data.decode(), text.encoding) == (f"{words}\n", "windows-1252")


@pytest.mark.parametrize("words", ["Café table, rosé", "CAFÉ ROSÉ", "Crème brûlée"])
def test_mac_roman_is_told_by_letters_inside_words(words: str) -> None:
    text = decode(f"{words}\n".encode("mac-roman"))
    assert (text.data.decode(), text.encoding) == (f"{words}\n", "mac-roman")


def test_bytes_that_are_no_character_name_their_lines() -> None:
    text = decode(b"caf\xe9\nx\x81y\n")
    assert (text.data.decode(), text.lost_lines) == ("café\nx\ufffdy\n", (2,))


def test_zero_bytes_are_counted() -> None:
    assert decode(b"a hammer\0 of steel\0\n") == (b"a hammer of steel\n", "utf-8", (), (), 2)


def test_a_control_character_or_two_make_no_short_text_binary() -> None:
    assert decode(b"a\x07,b\x1c\n").data == b"a\x07,b\x1c\n"


def test_marks_of_files_put_together_are_left_out() -> None:
    one = codecs.BOM_UTF8 + "SKU,Qty\nÄ1,2\n".encode()
    assert decode(one + one).data.decode() == "SKU,Qty\nÄ1,2\nSKU,Qty\nÄ1,2\n"
    assert decode("\ufeffa\n\ufeffb\n".encode("utf-16-le")).data == b"a\nb\n"
