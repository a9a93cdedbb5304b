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
