"""Candidates: what each header of a table may stand for, before headers compete."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.grammar import composed
from profit_sentinel.ingest.plausible import contradiction, is_plausible
from profit_sentinel.ingest.profile import Profile
from profit_sentinel.ingest.spelling import words_of
from profit_sentinel.ingest.systems import System, fold
from profit_sentinel.ingest.words import Saying, other_columns, readings

CHOSEN, SYSTEM, CANONICAL, WIDE, EXACT, PHRASE = 1.0, 0.99, 0.98, 0.93, 0.9, 0.8
WEAK, BARE = 0.65, 0.6
_WEAK_RANK = 1000
_LEAST_SHARE = 0.5
_TEXT_SHARE = 0.4


@dataclass(frozen=True)
class Candidate:
    """One reading of one header.

    Attributes:
        use: The reading; `canonical` None when the header is not used.
        rank: Preference among headers for the same column and confidence, lower first.
        yields: Whether it gives way to any other that says the same: a short word in it may stand
            for another column as well, or further words tell of less than the column.
    """

    use: ColumnUse
    rank: int = 0
    yields: bool = False


def candidate(header: str, english: str, look: Profile, system: System | None) -> Candidate:
    """Read one header by the known system, the canonical names, then the words.

    Args:
        header: The header as it stands.
        english: The header in English words.
        look: What its values look like.
        system: The system that wrote the file, when it is known.
    """
    found = _by_system(header, system) or _by_name(header, look)
    found = found or _by_words(header, english, look)
    use = replace(found.use, samples=look.samples)
    others = frozenset(other_columns(english)) - {use.canonical}
    use = _plausible(checked(use, look), look)
    return replace(found, use=use, yields=found.yields or bool(others))


def by_guess(header: str, english: str, look: Profile) -> Candidate:
    """Read a header of which a word is guessed: the values must bear it out, and it is asked."""
    found = candidate(header, english, look, None)
    use = found.use
    if use.canonical is None or use.confidence >= CANONICAL or use.doubtful:
        return found
    if not is_plausible(use.canonical, look):
        return replace(found, use=left(use, f"{use.reason}, its values do not look so"))
    asked = replace(use, confidence=WEAK, doubtful=True, suggestion=use.canonical)
    return Candidate(asked, _WEAK_RANK + found.rank)


def left(use: ColumnUse, why: str) -> ColumnUse:
    """A use taken back for a reason that leaves nothing to ask."""
    reason = f"not used: {why}"
    return replace(
        use, canonical=None, confidence=0.5, reason=reason, doubtful=False, suggestion=None
    )


def _plausible(use: ColumnUse, look: Profile) -> ColumnUse:
    """Take the use back when the values are what those of the column never are."""
    if use.canonical is None or use.confidence >= SYSTEM:
        return use
    why = contradiction(use.canonical, look)
    if why is None:
        return use
    return left(use, f"{use.reason}, but {why}")


def chosen(header: str, canonical: str, look: Profile) -> Candidate:
    """The reading a person asked for."""
    use = ColumnUse(header, canonical, None, CHOSEN, "chosen by you", look.samples)
    return Candidate(use, -1)


def _by_system(header: str, system: System | None) -> Candidate | None:
    if system is None:
        return None
    for canonical, headers in system.columns.items():
        if fold(header) in headers:
            reason = f"{system.name} calls it so"
            rank = headers.index(fold(header))
            return Candidate(ColumnUse(header, canonical, None, SYSTEM, reason), rank)
    if why := system.why_unused(header):
        return Candidate(ColumnUse(header, None, None, SYSTEM, f"not used: {why}"))
    return None


def _by_name(header: str, look: Profile) -> Candidate | None:
    name = fold(header).replace(" ", "_")
    if name not in BY_NAME or not (_fits(name, look) or "_" in name):
        return None
    reason = "the name this program uses itself"
    return Candidate(ColumnUse(header, name, None, CANONICAL, reason))


def _by_words(header: str, english: str, look: Profile) -> Candidate:
    said = read(english, look)
    if said is None:
        return Candidate(ColumnUse(header, None, None, 0.0, "nothing in its name says what it is"))
    if said.trap:
        suggestion = said.trap.suggestion if _fits(said.trap.suggestion, look) else None
        use = ColumnUse(header, None, None, 0.5, f"not used: {said.trap.reason}")
        return Candidate(replace(use, doubtful=suggestion is not None, suggestion=suggestion))
    if said.weak:
        return _by_weak_words(header, said, look)
    if said.column == "on_hand" and words_of(english) == {"quantity"}:
        reason = "its name says quantity, not of what; taken for the quantity on hand"
        use = ColumnUse(header, "on_hand", None, BARE, reason, doubtful=True, suggestion="on_hand")
        return Candidate(use, said.rank)
    confidence = EXACT if said.exact else PHRASE
    reason = f"its name says {(said.column or '').replace('_', ' ')}"
    use = ColumnUse(header, said.column, None, confidence, reason)
    return Candidate(use, said.rank, said.qualified)


def read(english: str, look: Profile) -> Saying | None:
    """What a header says: by a phrase that the values allow, else by what its words compose."""
    said = _fitting(english, look)
    if said is None or (not _fits(said.column, look) and look.filled):
        made = composed(english, look)
        dated = made is not None and BY_NAME[made.column or ""].type is ColumnType.DATE
        if said is None or (dated and not _is_of_dates(said)) or _is_refuted(said, look):
            return made or said
    return said


def _is_refuted(said: Saying, look: Profile) -> bool:
    """Whether the values are none of what a trap is about, as texts are no units sold."""
    near = said.trap.suggestion if said.trap else None
    return near is not None and not _fits(near, look)


def _is_of_dates(said: Saying) -> bool:
    """Whether a phrase speaks of a date already, so that dates below it tell nothing new."""
    if said.trap:
        return said.trap.dates
    return BY_NAME[said.column or ""].type is ColumnType.DATE


def _fitting(english: str, look: Profile) -> Saying | None:
    """The first reading that the values bear out, else one they allow, else the first of all."""
    said = readings(english)
    allowed = [each for each in said if each.column and _fits(each.column, look)]
    likely = (each for each in allowed if not each.weak or is_plausible(each.column or "", look))
    return next(likely, None) or next(iter(allowed or said), None)


def _by_weak_words(header: str, said: Saying, look: Profile) -> Candidate:
    """Words that may mean a column, which the values must be like."""
    column = said.column or ""
    name = column.replace("_", " ")
    rank = _WEAK_RANK * (1 + said.loose) + said.rank
    if _fits(column, look) and is_plausible(column, look):
        reason = f"its name may say {name}, and its values look so"
        use = ColumnUse(header, column, None, WEAK, reason, doubtful=True, suggestion=column)
        return Candidate(use, rank)
    reason = f"not used: its name may say {name}, its values do not look so"
    return Candidate(ColumnUse(header, None, None, 0.3, reason))


def checked(use: ColumnUse, look: Profile) -> ColumnUse:
    """Take the use back when the values are of another type than the column needs."""
    if use.canonical is None or _fits(use.canonical, look):
        return use
    wanted = BY_NAME[use.canonical].type
    held = "yes and no" if look.flags > _TEXT_SHARE else f"such as {look.samples[0]!r}"
    reason = f"not used: {use.reason}, but its values ({held}) are no {_PLURALS[wanted]}"
    doubtful = look.flags <= _TEXT_SHARE
    suggestion = use.canonical if doubtful else None
    return replace(
        use, canonical=None, confidence=0.3, reason=reason, doubtful=doubtful, suggestion=suggestion
    )


_PLURALS: Mapping[ColumnType, str] = {
    ColumnType.ID: "ids",
    ColumnType.TEXT: "texts",
    ColumnType.QUANTITY: "quantities",
    ColumnType.MONEY: "amounts",
    ColumnType.SHARE: "percentages",
    ColumnType.DATE: "dates",
}


def _fits(canonical: str | None, look: Profile) -> bool:
    """Whether most filled values can be read as the column needs them."""
    if canonical is None:
        return False
    wanted = BY_NAME[canonical].type
    if not look.filled or wanted in (ColumnType.ID, ColumnType.TEXT):
        return True
    if wanted is ColumnType.DATE:
        return look.dates + max(look.serials, look.compact) >= _LEAST_SHARE
    if not _LEAST_SHARE <= look.numbers < 1:
        return look.numbers == 1
    return look.zeros or look.dates <= _LEAST_SHARE
