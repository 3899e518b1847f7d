"""What closing a campaign would write, what stands in its way and what a person should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from miernik.collection.asked import AskedIndicator
from miernik.collection.asking import Asking
from miernik.collection.closing.city import City, city_value, own_value
from miernik.collection.closing.given import Given, given_of
from miernik.collection.closing.parts import shared_people
from miernik.collection.closing.people import (
    CountedTogether,
    agreeing,
    counted_together,
    numbers_of_sets,
)
from miernik.collection.closing.wording import AGAIN, COLLECTED
from miernik.collection.errors import UnreviewedFormsError
from miernik.collection.models import Campaign, Questionnaire, QuestionnaireState
from miernik.kernel.quantities import Status
from miernik.kernel.text import plural
from miernik.observations.models import Observation, Origin
from miernik.observations.selectors import RELEASED
from miernik.observations.services import ValueContent
from miernik.strategy.models import Indicator, IndicatorDefinition

_NAMED = 5


@dataclass(frozen=True, slots=True)
class ClosingIndicator:
    """One indicator: its card, what each institution said, what the city's value would be."""

    indicator: Indicator
    card: AskedIndicator
    given: tuple[Given, ...]
    city: City

    def count(self, *statuses: Status) -> int:
        """How many of the asked institutions said this."""
        return sum(item.status in statuses for item in self.given)

    @property
    def asked(self) -> int:
        """How many institutions were asked."""
        return len(self.given)

    @property
    def with_value(self) -> int:
        """How many gave a value; a zero is one."""
        return self.count(Status.VALUE, Status.TRUE_ZERO)

    @property
    def silent(self) -> int:
        """How many stayed silent."""
        return self.count(Status.NOT_SUBMITTED)

    @property
    def not_applicable(self) -> int:
        """How many said that it does not concern them."""
        return self.count(Status.NOT_APPLICABLE)

    @property
    def no_data(self) -> int:
        """How many said that they have no data."""
        return self.count(Status.NO_DATA, Status.REFUSED)

    def values(self) -> list[tuple[int | None, ValueContent]]:
        """Every value to be stored by institution id, the city's under None, last."""
        own = [(item.institution, own_value(self.card, item)) for item in self.given]
        return [*own, (None, self.city.content)]


@dataclass(frozen=True, slots=True)
class ClosingReport:
    """All of it. The names are of institutions; ``remarks`` are sentences for a person.

    ``waiting`` handed in and nobody looked, ``returned`` have it back, ``started`` and
    ``untouched`` handed nothing in.
    """

    campaign: Campaign
    indicators: tuple[ClosingIndicator, ...]
    accepted: int
    waiting: tuple[str, ...]
    returned: tuple[str, ...]
    started: tuple[str, ...]
    untouched: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """Institutions that would stand as silent in the report."""
        return tuple(sorted((*self.returned, *self.started, *self.untouched)))

    @property
    def bounded(self) -> int:
        """How many indicators have bounds instead of a number."""
        return sum(item.city.bounded for item in self.indicators)

    @property
    def obstacle(self) -> str:
        """The sentence that says what stands in the way; "" when nothing does."""
        return unreviewed(self.waiting) if self.waiting else ""

    def check(self) -> None:
        """Raise UnreviewedFormsError when submitted forms wait for review."""
        if self.obstacle:
            raise UnreviewedFormsError(self.obstacle)


def closing_report(campaign: Campaign) -> ClosingReport:
    """Return what closing would write now; reads only."""
    cards = Asking(campaign).cards
    given = given_of(campaign, {key: card.kind for key, card in cards.items()})
    known = Indicator.objects.select_related("work").in_bulk(list(given))
    indicators = tuple(
        _indicator(campaign, known[key], card, given[key])
        for key, card in cards.items()
        if key in given
    )
    asked = {item.institution for found in given.values() for item in found}
    names = _names_by_state(campaign, asked)
    waiting, returned, started, untouched = (
        tuple(names.get(state, ()))
        for state in (
            QuestionnaireState.SUBMITTED,
            QuestionnaireState.RETURNED,
            QuestionnaireState.IN_PROGRESS,
            QuestionnaireState.NOT_STARTED,
        )
    )
    return ClosingReport(
        campaign=campaign,
        indicators=indicators,
        accepted=len(names.get(QuestionnaireState.ACCEPTED, ())),
        waiting=waiting,
        returned=returned,
        started=started,
        untouched=untouched,
        remarks=tuple(_remarks(campaign, indicators, returned, started)),
    )


def state_before_lock(form: Questionnaire) -> QuestionnaireState:
    """Return the form's state; of a locked one the state it was locked in, which its facts tell."""
    if form.state != QuestionnaireState.LOCKED:
        return QuestionnaireState(form.state)
    if form.accepted_id is not None:
        return QuestionnaireState.ACCEPTED
    if form.return_reason:
        return QuestionnaireState.RETURNED
    return QuestionnaireState.IN_PROGRESS if form.revision else QuestionnaireState.NOT_STARTED


def unreviewed(names: Sequence[str]) -> str:
    """Return the sentence that says how many submitted forms nobody has looked at yet."""
    number = len(names)
    wait = plural(number, "czeka", "czekają", "czeka")
    forms = plural(number, "przekazany formularz", "przekazane formularze",
                   "przekazanych formularzy")  # fmt: skip
    listed = f" ({', '.join(sorted(names))})" if number <= _NAMED else ""
    them = "go" if number == 1 else "je"
    return (
        f"Nie można jeszcze zamknąć zbierania: na sprawdzenie {wait} {number} {forms}{listed}. "
        f"Przyjmij {them} albo zwróć do poprawy."
    )


def _indicator(
    campaign: Campaign, indicator: Indicator, card: AskedIndicator, given: list[Given]
) -> ClosingIndicator:
    together = _together(campaign, indicator, given) if shared_people(card) else None
    city = city_value(card, given, together, threshold=settings.DISCLOSURE_THRESHOLD)
    return ClosingIndicator(indicator, card, tuple(given), city)


def _together(
    campaign: Campaign, indicator: Indicator, given: list[Given]
) -> CountedTogether | None:
    counted = counted_together(campaign, indicator)
    if counted is None:
        return None
    return agreeing(counted, numbers_of_sets(campaign, indicator), given)


def _names_by_state(campaign: Campaign, asked: set[int]) -> dict[QuestionnaireState, list[str]]:
    """Names of institutions that are asked something, and of those that handed in all the same."""
    found: dict[QuestionnaireState, list[str]] = {}
    forms = campaign.questionnaires.select_related("institution").order_by("institution__name")
    for form in forms:
        state = state_before_lock(form)
        if form.institution_id in asked or state is QuestionnaireState.SUBMITTED:
            found.setdefault(state, []).append(form.institution.name)
    return found


def _remarks(
    campaign: Campaign,
    indicators: Sequence[ClosingIndicator],
    returned: Sequence[str],
    started: Sequence[str],
) -> list[str]:
    """What a person should know before closing, most important first."""
    found = []
    if returned:
        verb = plural(len(returned), "nie odesłała", "nie odesłały", "nie odesłało")
        found.append(
            f"Poprawionego formularza {verb} {_named(returned)}. To, co było przekazane "
            "wcześniej, nie wejdzie do sprawozdania."
        )
    if started:
        forms = plural(len(started), "formularza", "formularzy", "formularzy")
        found.append(f"Zaczęto wypełniać, ale nie przekazano {forms}: {_named(started)}.")
    bounded = sum(item.city.bounded for item in indicators)
    if bounded:
        word = plural(bounded, "wskaźnik będzie miał", "wskaźniki będą miały",
                      "wskaźników będzie miało")  # fmt: skip
        found.append(
            f"{bounded} {word} granice zamiast liczby: te same osoby mogły korzystać z pomocy "
            "kilku instytucji, a nie wiadomo, ile ich było bez powtórzeń."
        )
    hidden = sum(item.city.hidden for item in indicators)
    if hidden:
        word = plural(hidden, "wartość", "wartości", "wartości")
        found.append(f"{hidden} {word} miasta zastąpi znak #, bo dotyczy małej grupy osób.")
    if corrected := _corrected_since(campaign):
        found.append(
            f"Po poprzednim zamknięciu sprostowano w biurze: {'; '.join(corrected)}. Ponowne "
            "zamknięcie zapisze to, co jest w formularzach: popraw także formularz."
        )
    for covered in campaign.covered.select_related("work").order_by("id"):
        if campaign.year in RELEASED.years(covered.work):
            found.append(
                f"Portal pokazuje już wartości za {campaign.year} r. ({covered.work.title}). "
                "Po zamknięciu nie będzie ich widać aż do publikacji."
            )
    return found


def _corrected_since(campaign: Campaign) -> list[str]:
    """Names of indicators whose collected values the office corrected after a closing."""
    found = Observation.objects.filter(
        indicator__work__in=campaign.covered.values("work"),
        year=campaign.year,
        version__gt=1,
        superseded_by__isnull=True,
        source__origin=Origin.COLLECTION,
    )
    by_hand = found.exclude(reason__startswith=AGAIN).exclude(reason__startswith=COLLECTED)
    names = IndicatorDefinition.objects.filter(
        version__in=campaign.covered.values("version"), indicator__in=by_hand.values("indicator")
    )
    return list(dict.fromkeys(names.order_by("id").values_list("name", flat=True)))


def _named(names: Sequence[str]) -> str:
    number = len(names)
    if number <= _NAMED:
        return ", ".join(sorted(names))
    return f"{number} {plural(number, 'instytucja', 'instytucje', 'instytucji')}"
