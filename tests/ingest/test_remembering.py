from profit_sentinel.ingest.remembering import LONGEST, remembered


def test_a_text_is_worked_out_once_and_by_its_first_letters() -> None:
    seen: list[tuple[str, int]] = []

    @remembered
    def told(text: str, number: int) -> int:
        seen.append((text, number))
        return len(text) + number

    endless = "x" * 200_000
    assert [told(endless, 1), told(endless[:LONGEST], 1), told(endless, 2)] == [201, 201, 202]
    assert seen == [("x" * LONGEST, 1), ("x" * LONGEST, 2)]
