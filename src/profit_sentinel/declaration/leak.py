"""A leak: one way in which a retailer loses money, declared as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from string import Formatter
from typing import TYPE_CHECKING

from profit_sentinel.declaration.row import Row

if TYPE_CHECKING:
    from profit_sentinel.declaration.fact import Need
    from profit_sentinel.declaration.words import Expr
    from profit_sentinel.domain.money import Money
    from profit_sentinel.settings import Settings

Rule = Callable[[Row], "Expr | float"]
"""How a declaration speaks of a row: a function from the row to an expression or a constant."""

STATED_FACT = 0.99
"""Probability of what the file itself states, such as a negative quantity."""


class Evidence(StrEnum):
    """What a finding rests on."""

    SNAPSHOT = "snapshot"
    HISTORY = "history"
    DOCUMENTS = "documents"


class Recovery(StrEnum):
    """How recoverable dollars come back."""

    ONCE = "once"
    PER_YEAR = "per_year"


@dataclass(frozen=True)
class Hint:
    """A figure of the row that makes a finding likelier, or less likely, beside its score."""

    name: str
    meaning: str
    """What it counts, for people: the logit moves by its weight times this."""
    figure: Rule
    """A number, or 1 and 0 for yes and no; unknown counts as 0."""


@dataclass(frozen=True)
class Look:
    """What a look at the shelf decides where a report leaves it in doubt."""

    question: str
    """What to look for, on the count sheet."""
    so: str
    """What is said of a shelf where the finding is true: `empty`."""


@dataclass(frozen=True, kw_only=True)
class Leak:
    """One entry of the catalogue.

    Exactly one of `probability` and `score` is given; neither means a stated fact. A score, or the
    logit of a reasoned probability, and the hints become the finding's probability by the logistic
    in `leaks/calibration.toml`.
    """

    id: str
    title: str
    meaning: str
    """What this leak is, for a store owner, in one or two sentences."""
    money: Money
    other_money: tuple[Money, Rule] | None = None
    """Another kind of money, and where the dollars are of it."""
    recovery: Recovery
    group_by: str
    """Column that names who can act: `vendor` or `department`."""
    needs: tuple[Need, ...]
    """Columns and facts without which the leak is switched off."""
    mostly: tuple[str, ...] = ()
    """Columns of which one must be above zero in most rows, because its absence is the finding."""
    compares_stores: bool = False
    """Whether it needs as many stores as the settings ask of peers."""
    fires: Rule
    dollars: Rule
    recovered: Rule | float
    """Share of the dollars that somebody who acts can expect back within 12 months."""
    probability: Rule | None = None
    score: Rule | None = None
    hints: tuple[Hint, ...] = ()
    gives_way_to: tuple[str, ...] = ()
    """Leaks that tell the same fact better; where one stands, this one drops out."""
    look: Look | None = None
    """What a look decides; findings too doubtful for the list may then be worth a count."""
    minus: tuple[str, ...] = ()
    """Leaks whose dollars are part of this one's and are taken off it."""
    follows: tuple[str, ...] = ()
    """Leaks whose probability this one reads."""
    constants: tuple[str, ...] = ()
    """Settings in force, as `section.name`."""
    formula: str
    """When it fires, its dollars and its probability, for people."""
    sentence: str
    """Said of one finding: `{on_hand:units}` quotes a fact, `{dollars:dollars}` its own."""
    signals: tuple[str, ...]
    """What was observed whenever it fires, in plain words."""
    action: str
    """What to do about it, beginning with a verb."""
    source: str
    """Where the reasoning comes from."""
    limits: str = ""
    """What such data cannot show, where that is much."""
    evidence: Evidence = Evidence.SNAPSHOT

    @property
    def stated(self) -> bool:
        """Whether the file itself states the finding, so that it cannot be a false alarm."""
        return self.probability is None and self.score is None

    def reads(self, settings: Settings) -> frozenset[str]:
        """Every column and fact its rules and its sentence read."""
        row = Row(settings)
        elsewhere = self.other_money[1] if self.other_money else None
        rules = (
            self.fires,
            self.dollars,
            self.recovered,
            self.probability,
            self.score,
            elsewhere,
            *(hint.figure for hint in self.hints),
        )
        for rule in rules:
            if callable(rule):
                rule(row)
        return frozenset(row.read) | frozenset(self.carried)

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """Columns and facts its sentence quotes beside its dollars, each once, in order."""
        fields = (field for _, field, _, _ in Formatter().parse(self.sentence))
        return tuple(dict.fromkeys(field for field in fields if field and field != "dollars"))

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """What goes with each finding: what is quoted, and the bin where a look is asked for."""
        return tuple(dict.fromkeys((*self.quoted, *(("bin",) if self.look else ()))))


@dataclass(frozen=True)
class Calibration:
    """Logistic that turns a leak's score into a probability."""

    intercept: float
    slope: float
    fitted: str
    """Day of the fit, empty while the values are reasoned by hand."""
    findings: int
    """Findings of the fit that were right or wrong."""
    loss_before: float
    """Mean log loss on them with the values reasoned by hand."""
    loss_after: float
    hand_intercept: float
    hand_slope: float
    weights: Mapping[str, float] = field(default_factory=dict)
    """How far each hint moves the logit; by hand not at all."""

    @property
    def by_hand(self) -> Calibration:
        """The values reasoned by hand, which the fit leans towards."""
        return replace(
            self, intercept=self.hand_intercept, slope=self.hand_slope, fitted="",
            findings=0, loss_before=0.0, loss_after=0.0, weights={},
        )  # fmt: skip
