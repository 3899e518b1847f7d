"""Invented answers: every kind of indicator, near last year's, now and then a jump explained."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from miernik.collection.asked import AskedIndicator
from miernik.collection.checking import Checker
from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.collection.models import Campaign, Questionnaire
from miernik.kernel.quantities import Kind, NoteKind, Status

NOTE = AnswerNote(NoteKind.EXPLANATION, "wartość zmyślona (pokaz)")
_JUMP_EVERY, _NO_DATA_EVERY, _ZERO_EVERY = 11, 23, 13
_REASON = "Nie prowadzimy takiej ewidencji (pokaz)."
_EXPLAINED = "Doszła nowa grupa uczestników (wyjaśnienie zmyślone)."
_LEVELS = ("minimalny", "średni", "wysoki")


class Inventor:
    """Makes up the answers of a campaign's forms; the same each time."""

    def __init__(self, campaign: Campaign) -> None:
        self.checker = Checker(campaign)

    def asked(self, form: Questionnaire) -> list[AskedIndicator]:
        """Return what the form asks."""
        return self.checker.asked(form)

    def answers(self, form: Questionnaire, number: int) -> dict[str, AnswerContent]:
        """Return a whole form that can be handed in; ``number`` is the form's place."""
        rng = random.Random(f"{form.campaign.year}/{number}")  # noqa: S311  # a game
        asked = self.asked(form)
        answers = {
            item.indicator: _answer(item, rng, place == 0 and number % _JUMP_EVERY == 0)
            for place, item in enumerate(asked)
        }
        for item in self.checker.findings(form, answers):
            if item.stops and item.severity == "warning":
                present = answers[item.indicator]
                said = {**present.explanations, item.rule: _EXPLAINED}
                answers[item.indicator] = replace(present, explanations=said)
        return answers


def _answer(asked: AskedIndicator, rng: random.Random, jump: bool) -> AnswerContent:
    if asked.kind in (Kind.COUNT, Kind.AMOUNT) and rng.randrange(_NO_DATA_EVERY) == 0:
        return AnswerContent(Status.NO_DATA, reason=_REASON, notes=(NOTE,))
    if asked.kind is Kind.PERCENT:
        return _share(rng)
    if asked.kind in (Kind.ORDINAL, Kind.LIST, Kind.BREAKDOWN):
        return _named(asked, rng)
    if asked.kind is Kind.TEXT:
        return AnswerContent(Status.VALUE, text="Opis zmyślony na pokaz.", notes=(NOTE,))
    low, high = (2_000, 90_000) if asked.kind is Kind.AMOUNT else (0, 160)
    return _number(Decimal(_near(asked, rng, low, high, jump)))


def _share(rng: random.Random) -> AnswerContent:
    of = rng.randrange(40, 400)
    part = rng.randrange(of // 4, of // 2)
    share = (Decimal(part) * 100 / of).quantize(Decimal("0.01"))
    return AnswerContent(
        Status.VALUE, share, numerator=Decimal(part), denominator=Decimal(of), notes=(NOTE,)
    )


def _named(asked: AskedIndicator, rng: random.Random) -> AnswerContent:
    if asked.kind is Kind.ORDINAL:
        return _entries(Entry(rng.choice(_LEVELS)))
    if asked.kind is Kind.LIST:
        return _entries(*(Entry(f"Wydarzenie zmyślone nr {rng.randrange(1, 90)}") for _ in "ab"))
    rows = asked.rows or ("pierwsza grupa", "druga grupa")
    found = [Entry(row, Decimal(rng.randrange(1, 30))) for row in rows]
    total = sum((item.number for item in found if item.number), Decimal(0))
    return replace(_entries(*found), number=total)


def _near(asked: AskedIndicator, rng: random.Random, low: int, high: int, jump: bool) -> int:
    """A number near the institution's own of last year; without one, anything in the range."""
    earlier = asked.previous.answer.number if asked.previous else None
    if earlier is None or asked.previous is None or asked.previous.of_city:
        return 0 if low == 0 and rng.randrange(_ZERO_EVERY) == 0 else rng.randrange(low + 3, high)
    if jump:
        return int(earlier * 3 + 40)
    return round(float(earlier) * rng.uniform(0.93, 1.09))


def _number(number: Decimal) -> AnswerContent:
    status = Status.TRUE_ZERO if number == 0 else Status.VALUE
    return AnswerContent(status, number, notes=(NOTE,))


def _entries(*entries: Entry) -> AnswerContent:
    return AnswerContent(Status.VALUE, entries=entries, notes=(NOTE,))
