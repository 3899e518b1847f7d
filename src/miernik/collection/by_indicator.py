"""The board by indicators: what each has so far, which institutions are missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from miernik.collection.asked import AskedIndicator
from miernik.collection.asking import Asking
from miernik.collection.content import AnswerContent
from miernik.collection.given import given_answers
from miernik.collection.models import Campaign, Questionnaire
from miernik.collection.services.campaigns import asked_assignments
from miernik.kernel.aggregation import PEOPLE, people_bounds, total
from miernik.kernel.quantities import Status
from miernik.observations.models import Observation
from miernik.observations.selectors import by_institution
from miernik.strategy.models import Indicator

_NUMBERS = (Status.VALUE, Status.TRUE_ZERO)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator: numbers of institutions by what they said, the city's value so far.

    ``bounds`` stand in the place of ``sum`` where institutions may have helped the same people.
    """

    card: AskedIndicator
    asked: int
    values: int
    no_data: int
    not_applicable: int
    sum: Decimal | None
    bounds: tuple[Decimal, Decimal] | None
    last_year: Observation | None

    @property
    def missing(self) -> int:
        """How many were asked and have given nothing yet."""
        return self.asked - self.values - self.no_data - self.not_applicable


@dataclass(frozen=True, slots=True)
class InstitutionLine:
    """One institution's answer to an indicator beside its own of the year before."""

    form: Questionnaire
    answer: AnswerContent | None
    last_year: Observation | None


def indicator_lines(campaign: Campaign) -> list[IndicatorLine]:
    """Return every asked indicator in the order of the text; the queries do not grow with them."""
    cards = Asking(campaign).cards
    asked = Counter(
        asked_assignments(campaign).order_by("id").values_list("indicator_id", flat=True)
    )
    answers: dict[str, list[AnswerContent]] = defaultdict(list)
    for given in given_answers(campaign):
        for key, answer in given.answers.items():
            answers[key].append(answer)
    before = _city(campaign, list(asked))
    return [
        _line(card, asked[pk], answers[card.indicator], before.get(pk))
        for pk, card in cards.items()
        if asked[pk]
    ]


def institution_lines(campaign: Campaign, indicator: Indicator) -> list[InstitutionLine]:
    """Return the institutions asked for one indicator, by name; ``answer`` None means missing."""
    key = str(indicator.uuid)
    given = {item.form: item.answers.get(key) for item in given_answers(campaign, {key})}
    asked = asked_assignments(campaign).filter(indicator=indicator).values("institution")
    forms = campaign.questionnaires.filter(institution__in=asked).select_related("institution")
    before = last_year_of(campaign, indicator)
    return [
        InstitutionLine(form, given.get(form.pk), before.get(form.institution_id))
        for form in forms.order_by("institution__name")
    ]


def last_year_of(campaign: Campaign, indicator: Indicator) -> dict[int, Observation]:
    """Return the institutions' own values of the year before by institution id."""
    rows = by_institution(indicator.pk, campaign.year - 1)
    return {row.institution_id: row for row in rows if row.institution_id is not None}


def numbers_of(lines: Sequence[InstitutionLine]) -> Mapping[str, Decimal]:
    """Return the numbers given this year by the institution's name."""
    return {
        line.form.institution.name: line.answer.number
        for line in lines
        if line.answer and line.answer.status in _NUMBERS and line.answer.number is not None
    }


def _line(
    card: AskedIndicator,
    asked: int,
    answers: Sequence[AnswerContent],
    before: Observation | None,
) -> IndicatorLine:
    states = Counter(answer.status for answer in answers)
    said = [answer for answer in answers if answer.status in _NUMBERS]
    numbers = [answer.number for answer in said if answer.number is not None]
    fractions = [
        (answer.numerator, answer.denominator)
        for answer in said
        if answer.numerator is not None and answer.denominator is not None
    ]
    shared = card.persons_may_overlap and card.counted_unit in PEOPLE and len(numbers) > 1
    return IndicatorLine(
        card=card,
        asked=asked,
        values=len(said),
        no_data=states[Status.NO_DATA],
        not_applicable=states[Status.NOT_APPLICABLE],
        sum=total(card.over_institutions, numbers, fractions),
        bounds=people_bounds(numbers) if shared else None,
        last_year=before,
    )


def _city(campaign: Campaign, indicators: Sequence[int]) -> dict[int, Observation]:
    rows = Observation.objects.filter(
        indicator__in=indicators,
        year=campaign.year - 1,
        institution__isnull=True,
        breakdown="",
        superseded_by__isnull=True,
    )
    return {row.indicator_id: row for row in rows.order_by("id")}
