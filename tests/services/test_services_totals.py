from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest

from profit_sentinel import Digest, Finding, analyze
from profit_sentinel.domain.money import Money, cents, total
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.settings import load

LIMITS = (0.0, 0.02, 0.10, 0.30, 1.0)
TO_DO = (Money.CASH, Money.MARGIN)
Limited = Callable[[float], Digest]


def kept(digest: Digest) -> list[Finding]:
    return [finding for finding in digest.findings if finding.kept]


def group(finding: Finding) -> tuple[str, str, str]:
    """Store, leak and who can act, told from the finding alone."""
    by = catalogue()[finding.leak].group_by
    group = finding.vendor if by == "vendor" else finding.department
    return finding.store_id, finding.leak, group or f"no {by} named"


def by_issue(digest: Digest) -> dict[tuple[str, str, str], list[Finding]]:
    found = defaultdict(list)
    for finding in kept(digest):
        found[group(finding)].append(finding)
    return found


def test_every_leak_occurs_in_the_chain(whole: Digest) -> None:
    assert {finding.leak for finding in whole.findings} == set(catalogue())


def test_the_headline_is_the_sum_of_the_issues(whole: Digest) -> None:
    assert whole.summary.headline == total(issue.recoverable for issue in whole.issues)


def test_the_headline_is_once_plus_per_year(whole: Digest) -> None:
    summary = whole.summary
    assert cents(summary.headline) == cents(summary.once) + cents(summary.per_year)


def test_kept_findings_and_issues_are_the_same_things(whole: Digest) -> None:
    issues = {(issue.store_id, issue.leak, issue.group): issue for issue in whole.issues}
    found = by_issue(whole)
    assert issues.keys() == found.keys()
    assert all(issues[key].sku_count == len(found[key]) for key in found)


def test_an_issue_expects_the_sum_of_probability_times_recoverable(whole: Digest) -> None:
    found = by_issue(whole)
    for issue in whole.issues:
        findings = found[issue.store_id, issue.leak, issue.group]
        expected = sum(each.probability * each.recoverable for each in findings)
        assert issue.recoverable == pytest.approx(expected, abs=0.00501)


def test_the_dollars_of_an_issue_are_those_of_its_findings(whole: Digest) -> None:
    found = by_issue(whole)
    for issue in whole.issues:
        findings = found[issue.store_id, issue.leak, issue.group]
        assert issue.dollars == total(each.dollars for each in findings)


@pytest.mark.parametrize("money", list(Money))
def test_dollars_of_a_kind_are_those_of_its_kept_findings(money: Money, whole: Digest) -> None:
    dollars = total(each.dollars for each in kept(whole) if each.money is money)
    assert whole.summary.dollars[money] == dollars


def test_findings_are_kept_or_cut(whole: Digest) -> None:
    summary = whole.summary
    assert summary.findings_kept == len(kept(whole))
    assert summary.findings_cut == len(whole.findings) - len(kept(whole))


def test_what_is_cut_says_why_and_what_is_kept_does_not(whole: Digest) -> None:
    assert all((finding.cut_reason is None) == finding.kept for finding in whole.findings)


def test_nothing_brings_back_more_than_it_is_worth(whole: Digest) -> None:
    assert all(0 <= each.recoverable <= each.dollars for each in whole.findings)


def test_dollars_are_whole_cents_above_nothing_or_a_wrong_record(whole: Digest) -> None:
    assert all(each.dollars == cents(each.dollars) / 100 >= 0 for each in whole.findings)
    assert all(each.money == "record" for each in whole.findings if each.dollars == 0)


def test_probabilities_are_probabilities(whole: Digest) -> None:
    assert all(0 <= each.probability <= 1 for each in whole.findings)


def test_a_finding_occurs_once(whole: Digest) -> None:
    identities = [finding.identity for finding in whole.findings]
    assert len(set(identities)) == len(identities)


def test_an_issue_occurs_once(whole: Digest) -> None:
    ids = [issue.id for issue in whole.issues]
    assert len(set(ids)) == len(ids)


def test_stated_facts_are_always_kept(whole: Digest, limited: Limited) -> None:
    stated = {leak.id for leak in catalogue().values() if leak.stated}
    facts = [finding for finding in limited(0.0).findings if finding.leak in stated]
    assert facts
    assert all(finding.kept for finding in facts)
    assert whole.summary.stated_facts == len(facts)


@pytest.mark.parametrize("limit", LIMITS)
def test_the_list_stops_at_the_false_alarms_asked_for(limit: float, limited: Limited) -> None:
    judged = defaultdict(list)
    for each in kept(limited(limit)):
        if not catalogue()[each.leak].stated:
            judged[each.store_id, each.money].append(1 - each.probability)
    assert all(sum(doubts) <= limit * len(doubts) + 1e-9 for doubts in judged.values())


def test_a_higher_limit_only_adds_to_the_list(limited: Limited) -> None:
    lists = [{each.identity for each in kept(limited(limit))} for limit in LIMITS]
    assert all(short <= long for short, long in pairwise(lists))


def test_what_is_less_likely_than_not_is_never_listed(limited: Limited) -> None:
    stated = {leak.id for leak in catalogue().values() if leak.stated}
    judged = [each for each in kept(limited(1.0)) if each.leak not in stated]
    assert all(each.probability >= 0.5 for each in judged)


def test_the_limit_changes_no_finding(limited: Limited) -> None:
    short, long = limited(0.0), limited(1.0)
    assert [each.dollars for each in short.findings] == [each.dollars for each in long.findings]


def test_the_share_of_false_alarms_is_that_of_what_is_judged(whole: Digest) -> None:
    stated = {leak.id for leak in catalogue().values() if leak.stated}
    doubts = [1 - each.probability for each in kept(whole) if each.leak not in stated]
    assert whole.summary.false_alarms == pytest.approx(sum(doubts) / len(doubts))


@pytest.mark.parametrize("leak", sorted(catalogue()))
def test_one_leak_alone_keeps_its_dollars(leak: str, whole: Digest, rows: pl.DataFrame) -> None:
    alone = analyze(rows, leak=leak)
    told = [(each.id, each.dollars, each.recoverable) for each in alone.issues]
    assert told == [
        (each.id, each.dollars, each.recoverable) for each in whole.issues if each.leak == leak
    ]


def test_the_parts_make_the_whole(whole: Digest, rows: pl.DataFrame) -> None:
    parts = [analyze(rows, leak=leak).summary for leak in catalogue()]
    assert total(part.headline for part in parts) == whole.summary.headline


def test_the_length_of_the_list_changes_no_dollar(whole: Digest, rows: pl.DataFrame) -> None:
    short = analyze(rows, settings=load(list={"top": 1}))
    assert replace(short.summary, milliseconds={}) == replace(whole.summary, milliseconds={})


def test_things_to_do_come_first_by_expected_value(whole: Digest) -> None:
    scores = [issue.priority_score for issue in whole.section(*TO_DO)]
    assert scores == sorted(scores, reverse=True)
    assert {issue.money for issue in whole.issues[: len(scores)]} <= set(TO_DO)


@pytest.mark.parametrize("money", [Money.CAPITAL, Money.RECORD])
def test_other_sections_come_by_dollars(money: Money, whole: Digest) -> None:
    dollars = [issue.dollars for issue in whole.section(money)]
    assert dollars == sorted(dollars, reverse=True)


def test_capital_comes_before_records(whole: Digest) -> None:
    kinds = [issue.money for issue in whole.issues if issue.money not in TO_DO]
    assert kinds == sorted(kinds, key=[Money.CAPITAL, Money.RECORD].index)


def test_every_sentence_is_whole(whole: Digest) -> None:
    for finding in whole.findings:
        assert finding.reason.endswith(".")
        assert "  " not in finding.reason
        assert "None" not in finding.reason.removeprefix("None on hand")
        assert "nan" not in finding.reason


def test_wrong_books_are_no_money(whole: Digest) -> None:
    records = [finding for finding in whole.findings if finding.money is Money.RECORD]
    assert records
    assert all(finding.recoverable == 0 for finding in records)
