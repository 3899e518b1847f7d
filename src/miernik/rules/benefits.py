"""Benefits of social assistance (art. 36 of the act), with whose task they are by date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from miernik.kernel.quantities import Labelled
from miernik.rules.law import LawError

FILE = Path(__file__).parent / "benefits.yaml"


class Benefit(Labelled):
    """What a decision may grant."""

    PERMANENT = "zasilek_staly", "zasiłek stały"
    PERIODIC = "zasilek_okresowy", "zasiłek okresowy"
    PURPOSIVE = "zasilek_celowy", "zasiłek celowy"
    SPECIAL_PURPOSIVE = "specjalny_zasilek_celowy", "specjalny zasiłek celowy"
    MEAL_ALLOWANCE = "zasilek_celowy_posilek", "zasiłek celowy na zakup posiłku lub żywności"
    MEAL = "posilek", "posiłek"
    ECONOMIC_INDEPENDENCE = (
        "usamodzielnienie_ekonomiczne",
        "zasiłek lub pożyczka na usamodzielnienie ekonomiczne",
    )
    LEAVING_CARE = "usamodzielnienie", "pomoc na usamodzielnienie"
    SETTLING_IN = "zagospodarowanie", "pomoc na zagospodarowanie w formie rzeczowej"
    EDUCATION = "kontynuowanie_nauki", "pomoc pieniężna na kontynuowanie nauki"
    INTEGRATION = (
        "integracja_cudzoziemcow",
        "świadczenie pieniężne w ramach indywidualnego programu integracji",
    )
    GUARDIAN_PAY = "wynagrodzenie_opiekuna", "wynagrodzenie należne opiekunowi"
    RENT_SUBSIDY = "doplata_najmu", "dopłata do najmu mieszkania"
    HEALTH_CONTRIBUTION = "skladka_zdrowotna", "składka na ubezpieczenie zdrowotne"
    PENSION_CONTRIBUTION = "skladka_emerytalna", "składki na ubezpieczenia społeczne"
    IN_KIND = "pomoc_rzeczowa", "pomoc rzeczowa"
    CREDITED_TICKET = "bilet_kredytowany", "bilet kredytowany"
    FUNERAL = "pogrzeb", "sprawienie pogrzebu"
    SHELTER = "schronienie", "schronienie"
    CLOTHING = "ubranie", "niezbędne ubranie"
    CARE_SERVICES = "uslugi_opiekuncze", "usługi opiekuńcze"
    SPECIALIST_CARE = "specjalistyczne_uslugi_opiekuncze", "specjalistyczne usługi opiekuńcze"
    PSYCHIATRIC_CARE = (
        "specjalistyczne_uslugi_psychiatryczne",
        "specjalistyczne usługi opiekuńcze dla osób z zaburzeniami psychicznymi",
    )
    SUPPORTED_HOUSING = "mieszkanie_chronione", "mieszkanie treningowe lub wspomagane (chronione)"
    DAY_CENTRE = "sds", "pobyt w środowiskowym domu samopomocy"
    RESIDENTIAL_HOME = "dps", "pobyt i usługi w domu pomocy społecznej"

    @property
    def is_cash(self) -> bool:
        """Whether it is a cash benefit (art. 36 pkt 1)."""
        return _facts()[self].cash

    @property
    def article(self) -> str:
        """Where it stands in the act."""
        return _facts()[self].article

    def task_on(self, day: dt.date) -> Task:
        """Return whose task it is on a day; raises LawError before the act and before its time."""
        for held in _facts()[self].tasks:
            if held.since <= day and (held.until is None or day < held.until):
                return held.task
        raise LawError(f"W dniu {day:%d.%m.%Y} nie było świadczenia „{self.label}”.")

    def needs_decision(self, day: dt.date) -> bool:
        """Whether granting it takes a decision (art. 106 ust. 1); a few need none (ust. 2).

        Shelter in a night shelter or a warming room needs none either; a place in a shelter does.
        """
        since = _facts()[self].no_decision_since
        return since is None or day < since


class Task(Labelled):
    """Whose task a benefit is and who pays, as MRiPS-03 divides them."""

    MUNICIPALITY_OWN_MANDATORY = "gmina_wlasne_obowiazkowe", "zadanie własne obowiązkowe gminy"
    MUNICIPALITY_OWN = "gmina_wlasne", "zadanie własne gminy"
    MUNICIPALITY_DELEGATED = "gmina_zlecone", "zadanie zlecone gminie"
    COUNTY_OWN = "powiat_wlasne", "zadanie własne powiatu"
    COUNTY_DELEGATED = "powiat_zlecone", "zadanie zlecone powiatowi"

    @property
    def is_delegated(self) -> bool:
        """Whether the state delegates and pays for it."""
        return self in {Task.MUNICIPALITY_DELEGATED, Task.COUNTY_DELEGATED}


@dataclass(frozen=True, slots=True)
class _Held:
    task: Task
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class _Facts:
    """One benefit of ``benefits.yaml``."""

    article: str
    cash: bool
    tasks: tuple[_Held, ...]
    no_decision_since: dt.date | None


@cache
def _facts() -> dict[Benefit, _Facts]:
    document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        Benefit(code): _Facts(
            row["article"],
            row["cash"],
            tuple(
                _Held(Task(held["task"]), held["since"], held.get("until")) for held in row["tasks"]
            ),
            row["no_decision"]["since"] if "no_decision" in row else None,
        )
        for code, row in document.items()
    }
