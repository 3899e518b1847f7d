"""Where each of the programme's indicators is recorded: a screen, and the rows that count.

What is counted is said by ``cases.statistics.definitions``; here every kind of row gets the screen
that makes it. ``docs/wskazniki-programu.md`` prints this table; a test holds it to this code and
the code to the forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from miernik.cases.models import (
    ActivityKind,
    FacilityKind,
    OutcomeKind,
    PlanKind,
    ReferralKind,
    ServiceKind,
    VolunteerKind,
)
from miernik.cases.permissions import Deed
from miernik.cases.statistics.definitions import Definition, Part, definitions
from miernik.kernel.quantities import Labelled
from miernik.rules.benefits import Benefit
from miernik.rules.reasons import ReasonCode
from miernik.web.office.door_register import register_desk
from miernik.web.office.help.acting import home_crumbs

DECISION, REGISTER = "worklist", "register-home"
SCREENS = {
    DECISION: "Sprawy: wniosek, wywiad, decyzja",
    REGISTER: "Rejestr: akta rodziny",
    "help-record": "Pomoc: Zapisz pomoc",
    "help-pick/plan": "Pomoc: Kontrakty i programy",
    "help-pick/skierowanie": "Pomoc: Skierowania",
    "help-pick/efekt": "Pomoc: Efekty",
    "help-new-activity": "Pomoc: Zajęcia i wydarzenia",
    "help-new-volunteer": "Pomoc: Wolontariusze",
    "help-new-partnership": "Pomoc: Partnerzy",
    "help-new-facility": "Pomoc: Placówki i miejsca",
}
#: For each closed list: the table whose rows it tells apart, and the screen that makes them.
MADE_BY: dict[type[Labelled], tuple[str, str]] = {
    Benefit: ("Grant", DECISION),
    ServiceKind: ("Service", "help-record"),
    PlanKind: ("Plan", "help-pick/plan"),
    ReferralKind: ("Referral", "help-pick/skierowanie"),
    OutcomeKind: ("Outcome", "help-pick/efekt"),
    ActivityKind: ("Activity", "help-new-activity"),
    VolunteerKind: ("Volunteer", "help-new-volunteer"),
    FacilityKind: ("Places", "help-new-facility"),
    ReasonCode: ("ReasonRecord", REGISTER),
}
#: Which closed lists the kinds of a part come from, by its way of counting.
LISTS_OF: dict[str, tuple[type[Labelled], ...]] = {
    "grants": (Benefit,),
    "services": (ServiceKind,),
    "quantity": (ServiceKind,),
    "help": (Benefit, ServiceKind),
    "plans_signed": (PlanKind,),
    "plans_running": (PlanKind,),
    "referrals": (ReferralKind,),
    "referred": (ReferralKind,),
    "outcomes": (OutcomeKind,),
    "participants": (ActivityKind,),
    "unnamed": (ActivityKind,),
    "unnamed_families": (ActivityKind,),
    "activities": (ActivityKind,),
    "volunteer_parts": (ActivityKind,),
    "services_and_participants": (ServiceKind, ActivityKind),
    "places": (FacilityKind,),
    "volunteers": (VolunteerKind,),
    "table2": (ReasonCode,),
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One way an indicator's rows come in: a screen, and the kinds of rows that count."""

    screen: str
    kinds: tuple[Labelled, ...] = ()
    #: Where no kind tells the rows apart: which rows, and the same for people.
    rows: str = ""
    said: str = ""

    @property
    def counted(self) -> str:
        """The rows in words of the tables: ``Service: praca_socjalna``."""
        if self.rows:
            return self.rows
        table, _ = MADE_BY[type(self.kinds[0])]
        return f"{table}: {', '.join(kind.value for kind in self.kinds)}"

    @property
    def words(self) -> str:
        """The rows in words of the forms: ``praca socjalna``."""
        return self.said or ", ".join(kind.label for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Covered:
    """An indicator of the programme with every way its rows come in."""

    number: str
    name: str
    ways: Sequence[Recorded]


_FOREIGNER = Recorded(REGISTER, rows="Person: foreigner", said="tytuł pobytu osoby")
_ANY_HELP = Recorded("help-record", rows="Service: każdy rodzaj", said="każda pomoc")
_ANY_GRANT = Recorded(DECISION, rows="Grant: każde świadczenie", said="każde świadczenie")
_PARTNER = Recorded("help-new-partnership", rows="Partnership: każdy podmiot", said="każdy podmiot")


def covered() -> list[Covered]:
    """Return every indicator in the programme's order with where its rows come from."""
    return [Covered(item.code, item.text.rstrip("."), _ways(item)) for item in definitions()]


def _ways(definition: Definition) -> tuple[Recorded, ...]:
    found = (way for part in definition.parts for way in _ways_of(part))
    return tuple(dict.fromkeys(found))  # parts of one indicator often count the same rows


def _ways_of(part: Part) -> Iterator[Recorded]:
    if part.reason is not None:
        yield Recorded(REGISTER, (part.reason,))
    if part.foreigners:
        yield _FOREIGNER
    if part.of == "partners":
        yield _PARTNER
    elif part.cash:
        yield Recorded(DECISION, tuple(item for item in Benefit if item.is_cash))
    elif part.kinds is None:
        yield from (_ANY_GRANT, _ANY_HELP)
    for listed in LISTS_OF.get(part.of, ()):
        if kinds := tuple(kind for kind in listed if kind.value in (part.kinds or ())):
            yield Recorded(MADE_BY[listed][1], kinds)
    if part.of == "table2":
        yield _ANY_GRANT


def address(way: Recorded) -> str:
    """Return where the rows are recorded, the kind chosen; empty while a room is not there yet."""
    name, _, what = way.screen.partition("/")
    try:
        page = reverse(name, args=[what] if what else [])
    except NoReverseMatch:
        return ""
    chosen = way.kinds and way.screen not in (DECISION, REGISTER)
    return f"{page}?{urlencode({'rodzaj': way.kinds[0].value})}" if chosen else page


@require_safe
@register_desk(Deed.RECORD)
def coverage(request: HttpRequest) -> HttpResponse:
    """Every indicator with links to where its rows are recorded."""
    context = {
        "title": "Gdzie zapisać to, co liczy program",
        "crumbs": home_crumbs(),
        "rows": [
            (item, [(SCREENS[way.screen], address(way), way.words) for way in item.ways])
            for item in covered()
        ],
    }
    return render(request, "office/help/coverage.html", context)
