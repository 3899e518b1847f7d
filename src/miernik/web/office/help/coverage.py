"""Where each of the 40 indicators of the Programme of 2017-2020 is recorded, and in which rows.

The figures themselves are counted by ``cases.statistics``. ``docs/wskazniki-programu.md`` prints
this table; a test holds both to the programme's own text, to the models and to the forms.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from miernik.kernel.quantities import Labelled
from miernik.rules.benefits import Benefit
from miernik.rules.reasons import ReasonCode
from miernik.web.office.door_register import register_desk
from miernik.web.office.help.acting import home_crumbs

#: Models whose rows an indicator counts, by the closed list that tells the rows apart.
TABLE_OF: dict[type[Labelled], str] = {
    Benefit: "Grant",
    ServiceKind: "Service",
    PlanKind: "Plan",
    ReferralKind: "Referral",
    OutcomeKind: "Outcome",
    ActivityKind: "Activity",
    VolunteerKind: "Volunteer",
    FacilityKind: "Places",
    ReasonCode: "ReasonRecord",
}
DECISION, REGISTER = "worklist", "register-home"
SCREENS = {
    DECISION: "Sprawy: wniosek, wywiad, decyzja",
    REGISTER: "Rejestr: strona rodziny",
    "help-record": "Pomoc: Zapisz pomoc",
    "help-pick/plan": "Pomoc: Kontrakty i programy",
    "help-pick/skierowanie": "Pomoc: Skierowania",
    "help-pick/efekt": "Pomoc: Efekty",
    "help-new-activity": "Pomoc: Zajęcia i wydarzenia",
    "help-new-volunteer": "Pomoc: Wolontariusze",
    "help-new-partnership": "Pomoc: Partnerzy",
    "help-new-facility": "Pomoc: Placówki i miejsca",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One way an indicator's rows come in: a screen, and the kinds of rows that count."""

    screen: str
    kinds: Sequence[Labelled] = ()
    #: Where no kind tells the rows apart: which rows, and the same for people.
    rows: str = ""
    said: str = ""

    @property
    def counted(self) -> str:
        """The rows in words of the tables: ``Service: praca_socjalna``."""
        if self.rows:
            return self.rows
        return f"{TABLE_OF[type(self.kinds[0])]}: {', '.join(kind.value for kind in self.kinds)}"

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


def _decision(*kinds: Benefit) -> Recorded:
    return Recorded(DECISION, kinds)


def _help(*kinds: ServiceKind) -> Recorded:
    return Recorded("help-record", kinds)


def _plan(kind: PlanKind) -> Recorded:
    return Recorded("help-pick/plan", (kind,))


def _referral(kind: ReferralKind) -> Recorded:
    return Recorded("help-pick/skierowanie", (kind,))


def _outcome(kind: OutcomeKind) -> Recorded:
    return Recorded("help-pick/efekt", (kind,))


def _activity(*kinds: ActivityKind) -> Recorded:
    return Recorded("help-new-activity", kinds)


_CASH = tuple(benefit for benefit in Benefit if benefit.is_cash)
_COUNSELLING = (
    ServiceKind.LEGAL_COUNSELLING,
    ServiceKind.PSYCHOLOGICAL_COUNSELLING,
    ServiceKind.FAMILY_COUNSELLING,
)
_NIGHTS = (
    FacilityKind.NIGHT_SHELTER,
    FacilityKind.SHELTER,
    FacilityKind.CARE_SHELTER,
    FacilityKind.HEATED_ROOM,
)
_HOMELESS = Recorded(
    REGISTER,
    rows="Family: homeless; ReasonRecord: bezdomnosc",
    said="bezdomność rodziny albo powód „bezdomność”",
)
_FOREIGNER = Recorded(REGISTER, rows="Person: foreigner", said="tytuł pobytu osoby")
_ANY_HELP = Recorded("help-record", rows="Service: każdy rodzaj", said="każda pomoc")
_ANY_GRANT = Recorded(DECISION, rows="Grant: każde świadczenie", said="każde świadczenie")
_PARTNER = Recorded("help-new-partnership", rows="Partnership: każdy podmiot", said="każdy podmiot")

COVERED: tuple[Covered, ...] = (
    Covered("1.1", "Liczba osób/rodzin korzystających ze świadczeń pieniężnych pomocy społecznej",
            [_decision(*_CASH)]),
    Covered("1.2", "Liczba osób korzystających z dożywiania w ramach Programu rządowego „Pomoc"
            " państwa w zakresie dożywiania”",
            [_decision(Benefit.MEAL_ALLOWANCE, Benefit.MEAL), _help(ServiceKind.MEAL)]),
    Covered("1.3", "Liczba osób/rodzin, którym świadczono pracę socjalną",
            [_help(ServiceKind.SOCIAL_WORK)]),
    Covered("1.4", "Liczba osób korzystających z poradnictwa specjalistycznego, w szczególności"
            " prawnego, psychologicznego i rodzinnego", [_help(*_COUNSELLING)]),
    Covered("2.1.1", "Liczba osób, które wykonywały prace społecznie użyteczne",
            [_help(ServiceKind.SOCIALLY_USEFUL_WORK)]),
    Covered("2.1.2", "Liczba osób uczestniczących w aktywnych formach wsparcia prowadzonych przez"
            " podmioty ekonomii społecznej (KIS, CIS)", [_help(ServiceKind.SOCIAL_ECONOMY)]),
    Covered("2.1.3", "Liczba osób, które w wyniku pracy socjalnej uzyskały status osoby"
            " bezrobotnej/poszukującej pracy", [_outcome(OutcomeKind.REGISTERED_UNEMPLOYED)]),
    Covered("2.1.4", "Liczba osób, które podjęły zatrudnienie w wyniku upowszechniania ofert pracy"
            " oraz informowania o wolnych miejscach pracy", [_outcome(OutcomeKind.EMPLOYMENT)]),
    Covered("2.1.5", "Liczba osób objętych wsparciem w formie warsztatów",
            [_activity(ActivityKind.WORKSHOP)]),
    Covered("2.1.6", "Liczba osób uczestniczących w innych formach wsparcia",
            [_help(ServiceKind.OTHER_ACTIVATION)]),
    Covered("2.2.1", "Liczba osób bezdomnych, którym udzielono wsparcia",
            [_HOMELESS, _ANY_HELP, _ANY_GRANT]),
    Covered("2.2.2", "Liczba miejsc schronienia", [Recorded("help-new-facility", _NIGHTS)]),
    Covered("2.2.3", "Liczba zawartych (w danym roku) indywidualnych programów wychodzenia z"
            " bezdomności", [_plan(PlanKind.LEAVING_HOMELESSNESS)]),
    Covered("2.2.4", "Liczba zawartych (w danym roku) kontraktów socjalnych",
            [_plan(PlanKind.SOCIAL_CONTRACT)]),
    Covered("2.3.1", "Liczba porad udzielonych przez pracowników socjalnych osobom nadużywającym"
            " alkoholu oraz współuzależnionym członkom rodzin",
            [_help(ServiceKind.ALCOHOL_ADVICE)]),
    Covered("2.3.2", "Liczba wniosków skierowanych do MKRPA o leczenie osoby uzależnionej",
            [_referral(ReferralKind.ALCOHOL_COMMISSION)]),
    Covered("2.3.3", "Liczba osób i rodzin objętych pomocą społeczną z uwagi na występujący"
            " alkoholizm", [Recorded(REGISTER, (ReasonCode.ALCOHOLISM,)), _ANY_GRANT]),
    Covered("2.4.1", "Liczba realizowanych indywidualnych programów integracji",
            [_plan(PlanKind.INTEGRATION)]),
    Covered("2.4.2", "Liczba cudzoziemców korzystających z pomocy społecznej",
            [_FOREIGNER, _ANY_GRANT, _ANY_HELP]),
    Covered("2.4.3", "Liczba rodzin cudzoziemców, które otrzymały wsparcie w formie dopłaty do"
            " najmu mieszkania", [_FOREIGNER,
                                  _decision(Benefit.RENT_SUBSIDY)]),
    Covered("2.5.1", "Liczba osób, którym udzielono pomocy po opuszczeniu zakładu karnego",
            [Recorded(REGISTER, (ReasonCode.RELEASE_FROM_PRISON,)), _ANY_GRANT, _ANY_HELP]),
    Covered("2.5.2", "Liczba osób, które powróciły do rodziny/środowiska po opuszczeniu zakładu"
            " karnego", [_outcome(OutcomeKind.RETURN_HOME)]),
    Covered("3.1.1", "Liczba osób skierowanych do środowiskowych domów samopomocy",
            [_referral(ReferralKind.DAY_CENTRE)]),
    Covered("3.1.2", "Liczba osób, które skorzystały z usług opiekuńczych dla osób z zaburzeniami"
            " psychicznymi w miejscu zamieszkania", [_decision(Benefit.PSYCHIATRIC_CARE)]),
    Covered("3.1.3", "Liczba osób, które skorzystały ze specjalistycznych usług opiekuńczych dla"
            " osób z chorobą Alzheimera", [_help(ServiceKind.ALZHEIMER_CARE)]),
    Covered("3.1.4", "Liczba osób objętych wsparciem w formie klubowej",
            [_activity(ActivityKind.MENTAL_CLUB)]),
    Covered("3.2.1", "Liczba osób objętych usługami opiekuńczymi w miejscu zamieszkania",
            [_decision(Benefit.CARE_SERVICES, Benefit.SPECIALIST_CARE)]),
    Covered("3.2.2", "Liczba mieszkańców Miasta Białegostoku skierowanych do domów pomocy"
            " społecznej", [_referral(ReferralKind.RESIDENTIAL_HOME)]),
    Covered("3.2.3", "Liczba grup samopomocowych", [_activity(ActivityKind.SELF_HELP)]),
    Covered("3.2.4", "Liczba osób objętych usługami asystenckimi i wolontariatem",
            [_help(ServiceKind.ASSISTANT, ServiceKind.VOLUNTEER_HELP)]),
    Covered("3.3.1", "Liczba osób uczestniczących w zajęciach zorganizowanych seniorom przez Kluby"
            " Seniora", [_activity(ActivityKind.SENIOR_CLUB)]),
    Covered("3.3.2", "Liczba osób uczestniczących w różnych formach wsparcia prowadzonych na rzecz"
            " aktywizacji społecznej osób starszych", [_activity(ActivityKind.SENIOR_ACTIVATION)]),
    Covered("4.1", "Liczba rodzin, dla których pracownik socjalny wnioskował o przydzielenie"
            " asystenta rodziny", [_referral(ReferralKind.FAMILY_ASSISTANT)]),
    Covered("4.2", "Liczba osób uczestniczących w zajęciach zwiększających umiejętności"
            " opiekuńczo-wychowawcze", [_activity(ActivityKind.PARENTING)]),
    Covered("4.3", "Liczba dzieci/rodzin uczestniczących w grupach socjoterapeutycznych w Ośrodku"
            " Interwencji Kryzysowej", [_activity(ActivityKind.SOCIOTHERAPY)]),
    Covered("4.4", "Liczba dzieci skierowanych przez pracowników socjalnych do placówek wsparcia"
            " dziennego", [_referral(ReferralKind.CHILDREN_DAY_CARE)]),
    Covered("4.5", "Liczba dzieci i młodzieży uczestniczących w warsztatach kształtujących"
            " umiejętności prospołeczne", [_activity(ActivityKind.PROSOCIAL)]),
    Covered("5.1", "Liczba podmiotów podejmujących współpracę w organizowaniu społeczności"
            " lokalnej", [_PARTNER]),
    Covered("5.2", "Liczba wydarzeń lokalnych", [_activity(ActivityKind.LOCAL_EVENT)]),
    Covered("5.3", "Liczba wolontariuszy biorących udział w działaniach na rzecz organizowania"
            " społeczności lokalnej", [Recorded("help-new-volunteer", (VolunteerKind.COMMUNITY,)),
                                       _activity(ActivityKind.LOCAL_EVENT)]),
)  # fmt: skip


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
            for item in COVERED
        ],
    }
    return render(request, "office/help/coverage.html", context)
