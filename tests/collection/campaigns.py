"""A small city that is asked: one strategy, institutions of every sort, a campaign in any state.

Six indicators, one of each kind that a form must hold: a count with a part ("w tym"), an amount,
a percent, an ordinal answer, a list and a breakdown; 2024 has the city's values.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from miernik.accounts.models import Institution, InstitutionKind, Membership, Role, User
from miernik.collection.calendar import Calendar
from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.collection.models import Campaign, Channel, Questionnaire
from miernik.collection.services.answering import Change, save_answers, submit
from miernik.collection.services.assigning import assign_implementers
from miernik.collection.services.campaigns import Wording, create_campaign, open_campaign
from miernik.kernel.quantities import Aggregation, CountedUnit, Kind, NoteKind, Status
from miernik.observations.models import Origin
from miernik.observations.services import (
    NoteContent,
    ValueContent,
    record_observation,
    record_source,
)
from miernik.strategy.content import Card, IndicatorContent, UnitContent
from miernik.strategy.models import Indicator, Work, WorkKind
from miernik.strategy.services import create_work, write_version

YEAR = 2025
NOW = dt.datetime(2026, 1, 20, 9, 0, tzinfo=dt.UTC)
DEADLINE = dt.date(2026, 2, 27)
CALENDAR = Calendar(
    opens_on=dt.date(2026, 1, 15),
    deadline=DEADLINE,
    review_until=dt.date(2026, 3, 31),
    approve_by=dt.date(2026, 4, 30),
    publish_on=dt.date(2026, 5, 29),
)
BY = "koordynator"

MEALS = "Liczba osób objętych dożywianiem"
MONEY = "Wysokość środków na dożywianie"
SHARE = "Odsetek dzieci objętych zajęciami"
RATING = "Ocena współpracy z poradnią"
EVENTS = "Wykaz zorganizowanych imprez"
CAUSES = "Liczba uczniów według rodzaju pomocy"

CENTRE, FIRST_SCHOOL, SECOND_SCHOOL, NGO = (
    "Miejski Ośrodek Pomocy Rodzinie",
    "Szkoła Podstawowa nr 1",
    "Szkoła Podstawowa nr 2",
    "Stowarzyszenie Droga",
)
SCHOOLS = "szkoły białostockie"


@dataclass
class City:
    """What a test may point at: the work, indicators by name, institutions by name."""

    work: Work
    indicators: dict[str, Indicator]
    institutions: dict[str, Institution]
    campaign: Campaign = field(init=False)

    def form(self, institution: str) -> Questionnaire:
        """The form of an institution, fresh from the store."""
        found = Questionnaire.objects.select_related("campaign", "institution")
        return found.get(campaign=self.campaign, institution__name=institution)

    def uuid(self, name: str) -> str:
        """The identity of an indicator."""
        return str(self.indicators[name].uuid)

    def save(self, institution: str, answers: dict[str, AnswerContent], by: str = "szkoła") -> None:
        """Save answers by the indicator's name, over whatever is there."""
        form = self.form(institution)
        present = {str(a.indicator.uuid): a.revision for a in form.answers.all()}
        changes = {
            self.uuid(name): Change(answer, present.get(self.uuid(name), 0))
            for name, answer in answers.items()
        }
        save_answers(questionnaire=form, changes=changes, by=by, at=NOW)

    def hand_in(
        self, institution: str, answers: dict[str, AnswerContent], at: dt.datetime = NOW
    ) -> None:
        """Save answers and hand the form in."""
        self.save(institution, answers)
        submit(questionnaire=self.form(institution), channel=Channel.LINK, by="szkoła", at=at)


def number(value: int | str, **more: object) -> AnswerContent:
    """An answer that is a number."""
    status = Status.TRUE_ZERO if Decimal(value) == 0 else Status.VALUE
    return AnswerContent(status=status, number=Decimal(value), **more)  # type: ignore[arg-type]


def everything(meals: int = 120) -> dict[str, AnswerContent]:
    """A whole and faultless form."""
    return {
        MEALS: number(
            meals,
            notes=(AnswerNote(NoteKind.SUB_VALUE, "w tym decyzją MOPR", Decimal(meals // 2)),),
        ),
        MONEY: number("15300.50"),
        SHARE: AnswerContent(
            Status.VALUE, Decimal(25), numerator=Decimal(50), denominator=Decimal(200)
        ),
        RATING: AnswerContent(Status.VALUE, entries=(Entry("wysoki"),)),
        EVENTS: AnswerContent(Status.VALUE, entries=(Entry("Dzień Rodziny"), Entry("Piknik"))),
        CAUSES: AnswerContent(
            Status.VALUE,
            Decimal(30),
            entries=(Entry("posiłki", Decimal(20)), Entry("stypendia", Decimal(10))),
        ),
    }


def a_city() -> City:
    """One strategy with values for 2024, four institutions (two are members of a group)."""
    group = Institution.objects.create(name=SCHOOLS, kind=InstitutionKind.GROUP)
    institutions = {
        name: Institution.objects.create(
            name=name,
            kind=kind,
            parent=parent,
            contact_name=f"Sekretariat, {name}",
            contact_email=f"{code}@example.org",
        )
        for name, kind, parent, code in (
            (CENTRE, InstitutionKind.CENTRE, None, "mopr"),
            (FIRST_SCHOOL, InstitutionKind.SCHOOL, group, "sp1"),
            (SECOND_SCHOOL, InstitutionKind.SCHOOL, group, "sp2"),
            (NGO, InstitutionKind.NGO, None, "droga"),
        )
    }
    work = create_work(
        code="srps-testowa",
        kind=WorkKind.STRATEGY,
        title="Strategia Rozwiązywania Problemów Społecznych",
        municipality="Białystok",
        years=(2021, 2030),
        by=BY,
        at=NOW,
    )
    goals = _goals()
    write_version(work=work, goals=goals, note="na próbę", by=BY, at=NOW)
    indicators = {
        item.name: item.indicator
        for goal in goals
        for task in goal.tasks()
        for item in task.indicators
        if item.indicator is not None
    }
    city = City(work, indicators, institutions)
    _last_year(city)
    return city


def a_draft(city: City | None = None) -> City:
    """A city with a campaign that is prepared, every implementer assigned."""
    city = city or a_city()
    city.campaign = create_campaign(
        year=YEAR,
        works=[city.work],
        wording=Wording(
            title=f"Dane za {YEAR} r.",
            contact_name="Anna Nowak",
            contact_email="koordynator@example.org",
            contact_phone="85 123 45 67",
        ),
        calendar=CALENDAR,
        by=BY,
        at=NOW,
    )
    assign_implementers(campaign=city.campaign, by=BY, at=NOW)
    return city


def an_open_one(city: City | None = None) -> City:
    """A city whose campaign is open."""
    city = a_draft(city)
    city.campaign = open_campaign(campaign=city.campaign, by=BY, at=NOW)
    return city


def reporter(city: City, institution: str, username: str = "sprawozdawca") -> User:
    """A person with an account who answers for one institution."""
    user = User.objects.create_user(username, password="dlugie-haslo-do-testow")
    Membership.objects.create(
        user=user, role=Role.REPORTER, institution=city.institutions[institution]
    )
    return user


def campaign_of(year: int) -> Campaign:
    """A bare campaign."""
    return Campaign.objects.create(
        year=year,
        title=f"Dane za {year} r.",
        opens_on=dt.date(year + 1, 1, 15),
        deadline=dt.date(year + 1, 2, 28),
        review_until=dt.date(year + 1, 3, 31),
        approve_by=dt.date(year + 1, 4, 30),
        publish_on=dt.date(year + 1, 5, 31),
        created_at=NOW,
        created_by=BY,
    )


def questionnaire_of(campaign: Campaign, institution: str) -> Questionnaire:
    """A bare form of an institution, made when it is not there yet."""
    found, _ = Institution.objects.get_or_create(name=institution)
    form, _ = Questionnaire.objects.get_or_create(campaign=campaign, institution=found)
    return form


def _goals() -> list[UnitContent]:
    people = Card(Kind.COUNT, CountedUnit.PERSON, persons_may_overlap=True)
    meals = UnitContent(
        title="Zapewnienie posiłków",
        implementers=[CENTRE, SCHOOLS],
        indicators=[
            IndicatorContent(MEALS, people),
            IndicatorContent(MONEY, Card(Kind.AMOUNT, CountedUnit.ZLOTY)),
        ],
    )
    children = UnitContent(
        title="Zajęcia dla dzieci",
        implementers=[SCHOOLS, NGO],
        indicators=[
            IndicatorContent(SHARE, Card(Kind.PERCENT, over_institutions=Aggregation.RATIO)),
            IndicatorContent(
                RATING, Card(Kind.ORDINAL, over_institutions=Aggregation.DISTRIBUTION)
            ),
            IndicatorContent(EVENTS, Card(Kind.LIST, over_institutions=Aggregation.UNION)),
            IndicatorContent(CAUSES, Card(Kind.BREAKDOWN, CountedUnit.OTHER)),
        ],
    )
    priority = UnitContent(title="Wsparcie rodzin", children=[meals, children])
    return [UnitContent(title="Rodzina", children=[priority])]


def _last_year(city: City) -> None:
    source = record_source(origin=Origin.INTAKE, title="Sprawozdanie za 2024 r.", by=BY, at=NOW)
    values = {
        MEALS: ValueContent(
            Kind.COUNT,
            number=Decimal(3821),
            printed="3821*",
            notes=(
                NoteContent("w tym 1921 objętych decyzją MOPR", NoteKind.SUB_VALUE, "*",
                            Decimal(1921)),
            ),
        ),
        RATING: ValueContent(Kind.ORDINAL, printed="minimalny/ wysoki", text="minimalny/ wysoki"),
        CAUSES: ValueContent(
            Kind.BREAKDOWN,
            number=Decimal(80),
            entries=(
                {"label": "posiłki", "number": "50"},
                {"label": "stypendia", "number": "30"},
            ),
        ),
    }  # fmt: skip
    for name, value in values.items():
        record_observation(
            indicator=city.indicators[name], year=2024, value=value, source=source, by=BY, at=NOW
        )
