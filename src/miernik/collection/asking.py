"""What an institution is asked: cards of the frozen version with last year's answers beside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from miernik.accounts.models import Institution
from miernik.collection.asked import AskedIndicator, Previous, SubValue
from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.collection.models import Campaign, Questionnaire
from miernik.collection.printing import print_answer
from miernik.collection.services.campaigns import asked_assignments
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import (
    Aggregation,
    CountedUnit,
    Kind,
    NoteKind,
    Status,
    Territory,
    TimeBasis,
)
from miernik.kernel.text import NBSP, squeeze
from miernik.observations.models import Observation
from miernik.strategy.models import Indicator, Version
from miernik.strategy.selectors import tree

_CACHED_VERSIONS = 16
_LABELS = ("label", "level", "text", "name", "item")
_NUMBERS = ("number", "value", "count")


class Asking:
    """The questions of one campaign; the text is read once, last year's values a form at a time."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.cards: dict[int, AskedIndicator] = {}
        for item in campaign.covered.select_related("version__work").order_by("id"):
            self.cards |= _cards(item.version_id, item.version.content_hash)

    def of(self, institution: Institution) -> list[AskedIndicator]:
        """Return what the institution is asked, in the order of the text."""
        return self.of_all([institution])[institution.pk]

    def of_all(self, institutions: Sequence[Institution]) -> dict[int, list[AskedIndicator]]:
        """Return what each institution is asked, by its id, in three queries."""
        pairs: dict[int, set[int]] = {institution.pk: set() for institution in institutions}
        found = asked_assignments(self.campaign).filter(institution__in=list(pairs))
        for key, indicator in found.order_by("id").values_list("institution_id", "indicator_id"):
            pairs[key].add(indicator)
        wanted = set().union(*pairs.values())
        own, city = self._previous(wanted, list(pairs))
        return {
            key: [
                _with_previous(card, own.get((key, indicator)) or city.get(indicator))
                for indicator, card in self.cards.items()
                if indicator in asked
            ]
            for key, asked in pairs.items()
        }

    def _previous(
        self, indicators: Iterable[int], institutions: Sequence[int]
    ) -> tuple[dict[tuple[int, int], Observation], dict[int, Observation]]:
        """The latest earlier value of each institution, and of the city where it has none."""
        found = Observation.objects.filter(
            indicator__in=indicators,
            year__lt=self.campaign.year,
            breakdown="",
            superseded_by__isnull=True,
            status__in=(Status.VALUE, Status.TRUE_ZERO, Status.NOT_APPLICABLE, Status.NO_DATA),
        )
        rows = found.prefetch_related("notes").order_by("year")
        own = {
            (row.institution_id, row.indicator_id): row
            for row in rows.filter(institution__in=institutions)
            if row.institution_id is not None
        }
        city = {row.indicator_id: row for row in rows.filter(institution__isnull=True)}
        return own, city


def asked_of(questionnaire: Questionnaire) -> list[AskedIndicator]:
    """Return what one form asks, in the order of the text."""
    return Asking(questionnaire.campaign).of(questionnaire.institution)


def histories(
    questionnaire: Questionnaire, indicators: Iterable[int]
) -> dict[str, list[tuple[int, Decimal]]]:
    """Return the institution's own earlier numbers by indicator UUID, the oldest first."""
    rows = Observation.objects.filter(
        indicator__in=list(indicators),
        institution=questionnaire.institution_id,
        year__lt=questionnaire.campaign.year,
        breakdown="",
        superseded_by__isnull=True,
        number__isnull=False,
    ).order_by("year")
    found: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
    for identity, year, number in rows.values_list("indicator__uuid", "year", "number"):
        assert number is not None
        found[str(identity)].append((year, number))
    return dict(found)


def all_histories(
    campaign: Campaign, indicators: Sequence[str]
) -> dict[int, dict[str, list[tuple[int, Decimal]]]]:
    """Return what ``histories`` would, of every institution by its id, in one query."""
    rows = Observation.objects.filter(
        indicator__in=Indicator.objects.filter(uuid__in=indicators),
        institution__isnull=False,
        year__lt=campaign.year,
        breakdown="",
        superseded_by__isnull=True,
        number__isnull=False,
    ).order_by("year")
    found: dict[int, dict[str, list[tuple[int, Decimal]]]] = defaultdict(lambda: defaultdict(list))
    for whose, identity, year, number in rows.values_list(
        "institution_id", "indicator__uuid", "year", "number"
    ):
        assert whose is not None
        assert number is not None
        found[whose][str(identity)].append((year, number))
    return found


@lru_cache(maxsize=_CACHED_VERSIONS)
def _cards(version: int, _content_hash: str) -> Mapping[int, AskedIndicator]:
    """The cards of a frozen version by indicator id, in the order of the text.

    The hash is part of the key, so that another database in the same process is another version.
    """
    of = Version.objects.select_related("work").get(pk=version)
    found: dict[int, AskedIndicator] = {}
    for goal in tree(of):
        for task in goal.tasks():
            for card in task.definitions:
                found[card.indicator_id] = AskedIndicator(
                    indicator=str(card.indicator.uuid),
                    work_code=of.work.code,
                    work_title=of.work.title,
                    goal_title=goal.title,
                    task_code=task.label,
                    task_title=task.title,
                    name=card.name,
                    kind=Kind(card.kind) if card.kind != Kind.MISSING else Kind.COUNT,
                    definition=card.definition,
                    counted_unit=CountedUnit(card.counted_unit),
                    printed_unit=card.printed_unit,
                    time_basis=TimeBasis(card.time_basis),
                    territory=Territory(card.territory),
                    over_institutions=Aggregation(card.over_institutions),
                    persons_may_overlap=card.persons_may_overlap,
                    sensitive=card.sensitive,
                )
    return found


def _with_previous(card: AskedIndicator, stored: Observation | None) -> AskedIndicator:
    if stored is None:
        return card
    answer = answer_of(stored)
    parts = tuple(
        SubValue(_without_number(note.text, note.number), note.number)
        for note in answer.notes
        if note.kind is NoteKind.SUB_VALUE
    )
    labels = tuple(entry.label for entry in answer.entries)
    return replace(
        card,
        levels=labels if card.kind is Kind.ORDINAL else (),
        rows=labels if card.kind is Kind.BREAKDOWN else (),
        sub_values=parts,
        previous=Previous(
            year=stored.year,
            of_city=stored.institution_id is None,
            printed=print_answer(card.kind, answer) or stored.printed,
            answer=answer,
            notes=tuple(note.text for note in answer.notes),
        ),
    )


def _without_number(text: str, number: Decimal | None) -> str:
    """Name a part without last year's number: "w tym 1921 decyzją MOPR" is asked again."""
    if number is None:
        return text
    digits = r"[ \u00a0\u202f.]?".join(re.escape(print_number(number)).split(re.escape(NBSP)))
    return squeeze(re.sub(rf"(?<![\d,]){digits}(?![\d,])", "", text, count=1)) or text


def answer_of(stored: Observation) -> AnswerContent:
    """Return a stored value as an answer would say it."""
    status = Status(stored.status)
    kind = Kind(stored.kind)
    entries = tuple(_entry(item) for item in stored.entries)
    if not entries and kind is Kind.ORDINAL:
        words = (stored.printed or stored.text).split("/")
        entries = tuple(Entry(word.strip()) for word in words if word.strip())
    return AnswerContent(
        status=status,
        number=stored.number,
        numerator=stored.numerator,
        denominator=stored.denominator,
        entries=entries,
        text=stored.text or ("" if stored.number is not None or entries else stored.printed),
        notes=tuple(
            AnswerNote(NoteKind(note.kind), note.text, note.number, note.as_of)
            for note in stored.notes.all()
        ),
    )


def _entry(item: Any) -> Entry:
    if not isinstance(item, dict):
        return Entry(str(item))
    label = next((item[name] for name in _LABELS if item.get(name) is not None), "")
    number = next((item[name] for name in _NUMBERS if item.get(name) is not None), None)
    return Entry(str(label), None if number is None else Decimal(str(number)))
