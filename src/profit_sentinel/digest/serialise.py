"""The digest as the JSON object of the interface."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from profit_sentinel.digest.aliases import aliases_json
from profit_sentinel.digest.count_words import walk
from profit_sentinel.digest.wording import RECOVERY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from profit_sentinel.digest.digest import Digest, Summary
    from profit_sentinel.domain.count_sheet import CountSheet
    from profit_sentinel.domain.finding import Finding
    from profit_sentinel.domain.intake import Companion, Recognition, Source
    from profit_sentinel.domain.issue import Issue

Json = dict[str, Any]
_NO_ISSUES = '"issues": []'
"""How a list of no issues is written; inside a text the marks would not stand alone."""


def digest_json(digest: Digest, top: int | None = None) -> Json:
    """The `digest` object; `top` keeps the first so many issues of the ranking."""
    return {
        "generated_at": digest.generated_at.isoformat(),
        "as_of": digest.as_of.isoformat(),
        "store_filter": list(digest.store_filter),
        "pipeline_ms": round(sum(digest.summary.milliseconds.values()), 1),
        "issues": [issue_json(issue) for issue in digest.issues[:top]],
        "summary": summary_json(digest.summary, len(digest.issues)),
        **counts_json(digest.count_sheets),
        "sources": [source_json(source) for source in digest.sources],
        "companions": [companion_json(companion) for companion in digest.companions],
        "problems": [vars(problem) for problem in digest.problems],
        "aliases": aliases_json(digest.aliases),
        "notes": list(digest.notes),
    }


def digest_pieces(digest: Digest, top: int | None = None) -> Iterator[str]:
    """The text of `digest_json` in pieces, an issue at a time: a large chain has many."""
    whole, between = _text(digest_json(digest, 0)), ""
    before, nothing, after = whole.partition(_NO_ISSUES)
    yield before + nothing.removesuffix("]")
    for issue in digest.issues[:top]:
        yield between + "\n    " + _text(issue_json(issue)).replace("\n", "\n    ")
        between = ","
    yield ("\n  ]" if between else "]") + after + "\n"


def _text(said: Json) -> str:
    return json.dumps(said, indent=2, ensure_ascii=False)


def issue_json(issue: Issue) -> Json:
    """One issue. What only stored snapshots or causes can tell is null or `unknown`."""
    return {
        "id": issue.id,
        "issue_type": issue.leak,
        "title": issue.title,
        "store_id": issue.store_id,
        "group": issue.group,
        "money": issue.money.value,
        "dollar_impact": issue.dollars,
        "recoverable": issue.recoverable,
        "recovery": issue.recovery,
        "probability": issue.probability,
        "evidence": issue.evidence,
        "trend_direction": "unknown",
        "priority_score": issue.priority_score,
        "first_seen": None,
        "detection_timestamp": issue.detected.isoformat(),
        "context": issue.context,
        "action": issue.action,
        "root_cause": None,
        "root_cause_confidence": None,
        "cause_scores": None,
        "active_signals": list(issue.signals),
        "sku_count": issue.sku_count,
        "skus": [finding_json(finding) for finding in issue.findings],
    }


def finding_json(finding: Finding) -> Json:
    """One SKU of an issue with its own numbers."""
    return {
        "sku": finding.sku,
        "description": finding.description,
        "department": finding.department,
        "vendor": finding.vendor,
        "dollars": finding.dollars,
        "recoverable": finding.recoverable,
        "probability": round(finding.probability, 4),
        "reason": finding.reason,
        "numbers": dict(finding.numbers),
    }


def counts_json(sheets: Sequence[CountSheet], top: int | None = None) -> Json:
    """What all count sheets expect, and the first `top` of them; in no total of the digest."""
    return {
        "worth_a_count": worth_a_count_json(sheets) if sheets else None,
        "count_sheets": [count_sheet_json(sheet) for sheet in sheets[:top]],
    }


def worth_a_count_json(sheets: Sequence[CountSheet]) -> Json:
    """All count sheets together."""
    count, hits = sum(len(sheet.lines) for sheet in sheets), sum(sheet.hits for sheet in sheets)
    return {
        "said": f"{walk(sheets)}.",
        "sheet_count": len(sheets),
        "sku_count": count,
        "expected_hits": round(hits, 2),
        "hit_rate": round(hits / count, 4),
        "expected_dollars": {
            how: round(sum(each.expected for each in sheets if each.recovery == how), 2)
            for how in RECOVERY_WORDS
        },
        "minutes": sum(sheet.minutes for sheet in sheets),
    }


def count_sheet_json(sheet: CountSheet) -> Json:
    """One count sheet: questions, with how many are expected to be so and what that is worth."""
    return {
        "store_id": sheet.store_id,
        "department": sheet.department,
        "issue_type": sheet.leak,
        "question": sheet.question,
        "sku_count": len(sheet.lines),
        "expected_hits": round(sheet.hits, 2),
        "hit_rate": round(sheet.hits / len(sheet.lines), 4),
        "expected_dollars": sheet.expected,
        "recovery": sheet.recovery,
        "minutes": sheet.minutes,
        "skus": [
            {
                "bin": line.bin,
                "sku": line.sku,
                "description": line.description,
                "vendor": line.vendor,
                "probability": round(line.probability, 4),
                "expected_dollars": line.expected,
                "reason": line.reason,
            }
            for line in sheet.lines
        ],
    }


def summary_json(summary: Summary, issue_count: int) -> Json:
    """Counts and sums of the digest."""
    return {
        "rows_read": summary.rows_read,
        "rows_used": summary.rows_used,
        "stores": list(summary.stores),
        "skus": summary.skus,
        "issue_count": issue_count,
        "leaks_evaluated": list(summary.leaks_evaluated),
        "leaks_switched_off": [
            {"leak": leak, "reason": reason} for leak, reason in summary.leaks_switched_off.items()
        ],
        "dollars": {money.value: amount for money, amount in summary.dollars.items()},
        "recoverable": {"once": summary.once, "per_year": summary.per_year},
        "total_dollar_impact": summary.headline,
        "findings_kept": summary.findings_kept,
        "findings_cut": summary.findings_cut,
        "stated_facts": summary.stated_facts,
        "expected_false_alarms": round(summary.false_alarms, 4),
        "calibrated": summary.calibrated,
        "preset": summary.preset,
        "milliseconds": {name: round(ms, 1) for name, ms in summary.milliseconds.items()},
    }


def source_json(source: Source) -> Json:
    """One file as it was read."""
    return {
        "name": source.name,
        "as_of": source.as_of.isoformat(),
        "as_of_reason": source.as_of_reason,
        "rows_read": source.rows_read,
        "rows_used": source.rows_used,
        "notes": list(source.notes),
        **recognition_json(source.recognition),
    }


def companion_json(companion: Companion) -> Json:
    """Papers of one kind that came with the stock list, and what they were used for."""
    return {
        "kind": companion.kind.value,
        "used": companion.used,
        "sources": [source_json(source) for source in companion.sources],
    }


def recognition_json(recognition: Recognition) -> Json:
    """How a file was understood, a column at a time."""
    return {
        "system": recognition.system,
        "kind": recognition.kind.value,
        "encoding": recognition.encoding,
        "delimiter": recognition.delimiter,
        "header_row": recognition.header_row,
        "columns": [
            {
                "header": use.header,
                "canonical": use.canonical,
                "store": use.store,
                "confidence": round(use.confidence, 2),
                "reason": use.reason,
                "doubtful": use.doubtful,
                "suggestion": use.suggestion,
                "samples": list(use.samples),
            }
            for use in recognition.columns
        ],
    }
