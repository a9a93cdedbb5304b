import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from builders import LAMPS_BACK
from profit_sentinel import Digest, Issue
from profit_sentinel.digest.digest import ProblemCount
from profit_sentinel.digest.render import PROBLEMS_SHOWN, render
from profit_sentinel.digest.style import WIDTH, Markdown, Text, escape
from profit_sentinel.domain.money import Money

Rows = list[tuple[str | None, ...]]


def text(digest: Digest, top: int = 5) -> str:
    return render(digest, Text(), top)


BACK = f"${LAMPS_BACK:.2f}"


def flat(digest: Digest, top: int = 5) -> str:
    """The text with its lines joined, as a sentence is read."""
    return " ".join(text(digest, top).split())


@pytest.fixture
def said(morning: Digest) -> str:
    """What is said of the morning."""
    return flat(morning)


def test_the_digest_begins_with_what_was_read_and_how_old_it_is(said: str) -> None:
    assert "Stock of March 1, 2024: 2 stores, 5 SKUs, 6 of 6 rows used." in said


def test_the_headline_is_dollars_first(said: str) -> None:
    assert f"{BACK} recoverable within 12 months: {BACK} once and $0 a year, in 3 issues." in said


def test_facts_and_doubts_are_told_apart(said: str) -> None:
    assert "4 findings, 3 of them facts that the file itself states; about" in said


def test_an_issue_says_dollars_kind_doubt_evidence_and_what_to_do(said: str) -> None:
    for part in (
        f"{BACK} once expected back",
        "capital $63",
        "likely",
        "evidence: snapshot",
        "Do:",
    ):
        assert part in said


def test_wrong_books_promise_nothing(said: str) -> None:
    assert "nothing to recover, but figures to trust again" in said


def test_sections_stand_in_order(morning: Digest) -> None:
    said = text(morning)
    assert said.index("CAPITAL STANDING") < said.index("RECORDS TO CORRECT")
    assert said.index("RECORDS TO CORRECT") < said.index("DATA QUALITY")


def test_a_section_without_issues_is_left_out(morning: Digest) -> None:
    assert "THINGS TO DO" not in text(morning)


def test_a_section_is_as_long_as_asked_and_says_what_is_left(morning: Digest) -> None:
    assert "... and 1 more (--top 2 shows all)." in text(morning, top=1)
    assert "shows all)" not in text(morning, top=2)


def test_the_headline_does_not_depend_on_the_length(morning: Digest) -> None:
    assert text(morning, top=1).splitlines()[:4] == text(morning, top=9).splitlines()[:4]


def test_lines_fit_a_terminal(morning: Digest) -> None:
    assert max(map(len, text(morning).splitlines())) <= WIDTH


def test_text_and_markdown_say_the_same(morning: Digest, said: str) -> None:
    marked = render(morning, Markdown(), 5).replace("\\", "").replace("**", "")
    words = re.sub(r"[#\-]+ ", "", " ".join(marked.split())).lower()
    assert words == re.sub(r"[#\-]+ ", "", said).lower()


def test_markdown_of_a_file_is_not_markup(morning: Digest) -> None:
    marked = render(morning, Markdown(), 5)
    named = replace(morning.issues[0], title="SAW *20IN* | RIP")
    told = render(replace(morning, issues=(named,)), Markdown(), 5)
    assert r"SAW \*20IN\* \| RIP" in told
    assert "*20IN*" not in marked.replace("\\*", "")


@pytest.mark.parametrize("mark", ["\\", "`", "*", "_", "[", "]", "<", ">", "|"])
def test_a_mark_is_escaped_once(mark: str) -> None:
    assert escape(f"a{mark}b") == f"a\\{mark}b"


def test_a_link_in_a_file_is_no_link() -> None:
    assert escape("[x](y) <b>") == r"\[x\](y) \<b\>"


def test_a_leak_that_was_not_checked_is_named_with_the_reason(said: str) -> None:
    assert re.search(r"not checked: [a-z_, ]*surplus_order[a-z_, ]* \(needs on_order", said)


def test_leaks_with_one_reason_share_a_line(morning: Digest) -> None:
    off = {"overstock": "needs x", "stockout": "needs y", "zero_cost": "needs x"}
    quiet = replace(morning, summary=replace(morning.summary, leaks_switched_off=off))
    assert "not checked: overstock, zero_cost (needs x)" in flat(quiet)
    assert "not checked: stockout (needs y)" in flat(quiet)


def test_facts_alone_need_no_word_of_false_alarms(of: Callable[[Rows], Digest], rows: Rows) -> None:
    told = flat(of(rows[:2]))
    assert "2 findings, all of them facts that the file itself states" in told
    assert "false alarm" not in told


def test_wrong_books_alone_are_no_headline(of: Callable[[Rows], Digest], rows: Rows) -> None:
    assert "No money to recover, but 1 issue to know about." in flat(of(rows[:2]))


def test_no_finding_is_called_certain(morning: Digest) -> None:
    sure = replace(morning, issues=(replace(morning.issues[0], probability=1.0),))
    assert "100% likely" not in flat(sure)


def test_nothing_found_is_said_in_words(of: Callable[[Rows], Digest], rows: Rows) -> None:
    fine = of(rows[3:5])
    assert "No money found leaking by the leaks that could be checked." in flat(fine)


def test_problems_are_counted_with_an_example(morning: Digest) -> None:
    problem = ProblemCount("a.csv", "Qty", "not a number; left unknown", 3, "n/a", 17)
    told = flat(replace(morning, problems=(problem,)))
    assert "a.csv: 3 times in Qty: not a number; left unknown, for instance 'n/a' (row 17)" in told


def test_many_problems_are_not_all_listed(morning: Digest) -> None:
    problems = tuple(ProblemCount("a.csv", f"c{n}", "odd", 1, None, n) for n in range(11))
    told = flat(replace(morning, problems=problems))
    assert f"and {11 - PROBLEMS_SHOWN} other problems" in told


def ids(issues: Sequence[Issue]) -> list[str]:
    return [issue.id for issue in issues]


def test_every_kind_of_money_has_its_section(morning: Digest) -> None:
    kinds = {money for issue in morning.issues for money in [issue.money]}
    assert kinds == {Money.CAPITAL, Money.RECORD}
    assert ids(morning.section(*Money)) == ids(morning.issues)


def test_a_digest_ends_with_one_line_break(morning: Digest) -> None:
    assert text(morning).endswith("used\n") or text(morning).rstrip("\n") + "\n" == text(morning)
    assert not text(morning).startswith("\n")


def test_a_line_break_in_a_name_breaks_no_markdown() -> None:
    assert escape("x\n# Pay *here*") == r"x # Pay \*here\*"


def test_a_digest_without_findings_claims_no_facts(morning: Digest) -> None:
    quiet = replace(morning.summary, findings_kept=0, stated_facts=0, findings_cut=3)
    said = flat(replace(morning, summary=quiet, issues=()))
    assert "No finding is sure enough to list; 3 more were too doubtful to list." in said


def test_issues_that_bring_nothing_have_no_empty_words(morning: Digest) -> None:
    known = [replace(issue, dollars=0.0, recoverable=0.0) for issue in morning.issues]
    said = flat(replace(morning, issues=tuple(known)))
    assert "1 issue." in said
    assert "unknown" in said
