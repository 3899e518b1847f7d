"""Section 2.1 of a real city's programme, in force 2017–2020 and in the draft of 2020.

Written down by hand from the two documents; the draft's indicators are those of the programme,
because the consulted part quotes none.
"""

from __future__ import annotations

import datetime as dt

from miernik.strategy.models import FieldType, Stage, UnitKind, Version, Work, WorkKind
from miernik.strategy.services import create_work
from miernik.strategy.text.content import PassageContent
from miernik.strategy.text.services import write_text

NOW = dt.datetime(2020, 9, 1, 10, tzinfo=dt.UTC)
K = UnitKind
HEADING = "Pomoc osobom bezrobotnym i nieaktywnym zawodowo zagrożonym wykluczeniem społecznym"
ADDRESSEES = (
    "Program skierowany jest do osób bezrobotnych i nieaktywnych zawodowo zagrożonych "
    "wykluczeniem społecznym."
)
SOCIAL_WORK = (
    "świadczenie pracy socjalnej na rzecz poprawy funkcjonowania osób i rodzin w ich środowisku "
    "społecznym, tj.:"
)
MOTIVATING = (
    "motywowanie osób zagrożonych wykluczeniem społecznym (m.in. bezrobotnych, nieaktywnych "
    "zawodowo, niepełnosprawnych, bezdomnych, cudzoziemców) do podnoszenia kwalifikacji lub do "
    "przekwalifikowania zawodowego oraz do aktywnego poszukiwania pracy;"
)
OFFICES = (
    "kontynuacja współpracy z urzędami pracy, pracodawcami na lokalnym rynku pracy i innymi "
    "podmiotami w zakresie łagodzenia skutków bezrobocia, zatrudnienia oraz aktywizacji społecznej "
    "i zawodowej osób poszukujących pracy;"
)
USEFUL_WORK = "kontynuacja programu prac społecznie użytecznych;"
OLD_LETTERS = (
    (
        "prowadzenie indywidualnego przypadku (m.in. poprzez realizowanie kontraktu socjalnego, w "
        "celu wzmocnienia aktywności i samodzielności życiowej, zawodowej lub przeciwdziałania "
        "wykluczeniu społecznemu jednostki/rodziny),"
    ),
    (
        "włączanie klientów do aktywnych form wsparcia realizowanych przez podmioty ekonomii "
        "społecznej,"
    ),
    MOTIVATING,
    (
        "organizacja społeczności lokalnej w celu zapewnienia współpracy i koordynacji działań "
        "instytucji i innych podmiotów istotnych dla zaspokojenia potrzeb członków społeczności;"
    ),
)
NEW_LETTERS = (
    (
        "prowadzenie indywidualnego przypadku (m.in. poprzez realizowanie kontraktu socjalnego w "
        "celu wzmocnienia aktywności i samodzielności życiowej, zawodowej lub przeciwdziałania "
        "wykluczeniu społecznemu jednostki/rodziny);"
    ),
    (
        "włączanie klientów do aktywnych form wsparcia realizowanych przez podmioty ekonomii "
        "społecznej;"
    ),
    MOTIVATING,
    (
        "współpraca i koordynacja działań instytucji i innych podmiotów istotnych dla zaspokojenia "
        "potrzeb członków społeczności;"
    ),
)
OLD_POINTS = (
    OFFICES,
    (
        "współpraca z urzędem pracy w zakresie upowszechniania ofert pracy oraz informowania o "
        "wolnych miejscach pracy, upowszechniania informacji o usługach poradnictwa zawodowego i o "
        "szkoleniach oraz realizacji Programu Aktywizacja i Integracja, o którym mowa w przepisach "
        "o promocji zatrudnienia i instytucjach rynku pracy;"
    ),
    USEFUL_WORK,
    "współudział w realizacji projektów skierowanych na przeciwdziałanie wykluczeniu społecznemu;",
    (
        "umożliwienie udziału w warsztatach oraz innych działaniach podnoszących kompetencje "
        "osobiste, społeczne i zawodowe osobom i rodzinom zagrożonym wykluczeniem społecznym."
    ),
)
NEW_POINTS = (
    OFFICES,
    (
        "współpraca z urzędem pracy w zakresie upowszechniania ofert pracy, informacji o usługach "
        "poradnictwa zawodowego i o szkoleniach oraz informowania o wolnych miejscach pracy;"
    ),
    (
        "współpraca przy realizacji projektów nakierowanych na przeciwdziałanie wykluczeniu "
        "społecznemu;"
    ),
    (
        "umożliwienie osobom i rodzinom zagrożonym wykluczeniem społecznym udziału w warsztatach "
        "oraz innych działaniach podnoszących kompetencje osobiste, społeczne i zawodowe."
    ),
)
INDICATORS = (
    "Liczba osób, które wykonywały prace społecznie użyteczne.",
    (
        "Liczba osób uczestniczących w aktywnych formach wsparcia prowadzonych przez podmioty "
        "ekonomii społecznej (KIS, CIS)."
    ),
    (
        "Liczba osób, które w wyniku pracy socjalnej uzyskały status osoby "
        "bezrobotnej/poszukującej pracy."
    ),
    (
        "Liczba osób, które podjęły zatrudnienie w wyniku upowszechniania ofert pracy oraz "
        "informowania o wolnych miejscach pracy."
    ),
    "Liczba osób objętych wsparciem w formie warsztatów.",
    "Liczba osób uczestniczących w innych formach wsparcia.",
)
OLD_PART = "DZIAŁANIA AKTYWIZACYJNE I REINTEGRACYJNE NA RZECZ OSÓB I RODZIN"
NEW_PART = "Aktywizacja i reintegracja osób i rodzin w celu życiowego usamodzielnienia"
OLD_AIM = (
    "Aktywizacja społeczna i zawodowa osób bezrobotnych i nieaktywnych zawodowo zagrożonych "
    "wykluczeniem."
)
NEW_AIM = (
    "Wzmocnienie potencjału osób bezrobotnych oraz nieaktywnych zawodowo zagrożonych wykluczeniem "
    "społecznym poprzez aktywizację społeczną i zawodową."
)


def _field(kind: FieldType, *children: PassageContent) -> PassageContent:
    return PassageContent(K.FIELD, kind.label, field_type=kind, children=list(children))


def text(
    part: str, aim: str, letters: tuple[str, ...], points: tuple[str, ...]
) -> list[PassageContent]:
    """The programme with its one section 2.1 (part 1 holds a section without fields)."""
    first = PassageContent(
        K.POINT, SOCIAL_WORK, children=[PassageContent(K.LETTER, item) for item in letters]
    )
    section = PassageContent(
        K.SECTION,
        HEADING,
        children=[
            _field(FieldType.ADDRESSEES, PassageContent(K.PARAGRAPH, ADDRESSEES)),
            _field(FieldType.AIM, PassageContent(K.PARAGRAPH, aim)),
            _field(FieldType.ACTIONS, first, *(PassageContent(K.POINT, point) for point in points)),
            _field(
                FieldType.INDICATORS, *(PassageContent(K.INDICATOR, item) for item in INDICATORS)
            ),
        ],
    )
    aid = PassageContent(K.PART, "POMOC OSOBOM I RODZINOM BĘDĄCYM W TRUDNEJ SYTUACJI ŻYCIOWEJ")
    return [aid, PassageContent(K.PART, part, children=[section])]


def old_text() -> list[PassageContent]:
    """The section in force 2017–2020."""
    return text(OLD_PART, OLD_AIM, OLD_LETTERS, OLD_POINTS)


def new_text() -> list[PassageContent]:
    """The section of the draft that was consulted in October 2020."""
    return text(NEW_PART, NEW_AIM, NEW_LETTERS, NEW_POINTS)


def a_work(code: str, years: tuple[int, int], predecessor: Work | None = None) -> Work:
    """A programme without any text."""
    return create_work(
        code=code,
        kind=WorkKind.PROGRAMME,
        title=f"Program na lata {years[0]}-{years[1]}",
        municipality="Białystok",
        years=years,
        predecessor=predecessor,
        by="test",
        at=NOW,
    )


def two_programmes() -> tuple[Version, Version]:
    """The programme in force and the next one's consulted draft."""
    before = a_work("pps-2017", (2017, 2020))
    after = a_work("pps-2021", (2021, 2024), before)
    old = write_text(work=before, roots=old_text(), stage=Stage.ENACTED, note="", by="test", at=NOW)
    new = write_text(
        work=after, roots=new_text(), stage=Stage.CONSULTED, note="", by="test", at=NOW
    )
    return old, new
