"""What counts as income by kind and date (art. 8 ust. 3-4a), read from ``income_kinds.yaml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from miernik.kernel.quantities import Labelled
from miernik.rules.incomes import IncomeKind
from miernik.rules.law import LawError

FILE = Path(__file__).parent / "income_kinds.yaml"


class Purpose(Labelled):
    """What the income is counted for; a few kinds count for one thing and not for another."""

    CASH = "pieniezne", "świadczenia pieniężne"
    PERMANENT = "zasilek_staly", "zasiłek stały"
    HOME_FAMILY = "dps_rodzina", "opłata rodziny za dom pomocy społecznej"
    FEE = "oplata", "inne opłaty"


@dataclass(frozen=True, slots=True)
class Provision:
    """A dated rule with its place in the law; ``until`` is the first day it no longer holds."""

    since: dt.date
    article: str
    journal: str
    source: str
    verified: str
    until: dt.date | None = None
    note: str = ""

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A kind that is not income, for some purposes."""

    kind: IncomeKind
    purposes: frozenset[Purpose]
    provision: Provision


@dataclass(frozen=True, slots=True)
class Deduction:
    """What is taken off a receipt."""

    name: str
    label: str
    provision: Provision


@dataclass(frozen=True, slots=True)
class IncomeLaw:
    """All of it."""

    exclusions: tuple[Exclusion, ...]
    deductions: tuple[Deduction, ...]
    small_farm: Provision
    small_farm_hectares: Decimal = field(default=Decimal(1))

    def exclusion(self, kind: IncomeKind, day: dt.date, purpose: Purpose) -> Exclusion | None:
        """Return what leaves this kind out on a day, None when it counts."""
        for item in self.exclusions:
            if item.kind is kind and purpose in item.purposes and item.provision.holds(day):
                return item
        return None

    def deduction(self, name: str, day: dt.date) -> Deduction | None:
        """Return the deduction in force, None when there is none on that day."""
        for item in self.deductions:
            if item.name == name and item.provision.holds(day):
                return item
        return None


@cache
def income_law() -> IncomeLaw:
    """Return the law of income; raises LawError when the file is not sound."""
    return income_law_from(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def income_law_from(document: Any) -> IncomeLaw:
    """Read the law of income; raises LawError that names the row, for unknown or missing keys."""
    if not isinstance(document, dict) or set(document) != {
        "exclusions",
        "deductions",
        "small_farm",
    }:
        raise LawError("Plik rodzajów dochodu ma mieć części exclusions, deductions, small_farm.")
    exclusions = tuple(_exclusion(row) for row in document["exclusions"])
    _apart(exclusions)
    farm = dict(document["small_farm"])
    hectares = Decimal(str(farm.pop("below_hectares")))
    return IncomeLaw(
        exclusions,
        tuple(
            Deduction(row["name"], row["label"], _provision(row, {"name", "label"}))
            for row in document["deductions"]
        ),
        _provision(farm, set()),
        hectares,
    )


def _exclusion(row: dict[str, Any]) -> Exclusion:
    try:
        kind = IncomeKind(row["kind"])
        purposes = frozenset(Purpose(name) for name in row.get("purposes", list(Purpose)))
    except (KeyError, ValueError) as error:
        raise LawError(f"Rodzaje dochodu: nieznana nazwa {error}.") from error
    return Exclusion(kind, purposes, _provision(row, {"kind", "purposes"}))


def _provision(row: dict[str, Any], own: set[str]) -> Provision:
    fields = {name: value for name, value in row.items() if name not in own}
    try:
        provision = Provision(**fields)
    except TypeError as error:
        raise LawError(f"Rodzaje dochodu: zły wiersz {row} ({error}).") from error
    if not (provision.article and provision.journal and provision.source and provision.verified):
        raise LawError(f"Rodzaje dochodu: wiersz {row} nie podaje źródła.")
    return provision


def _apart(exclusions: tuple[Exclusion, ...]) -> None:
    for place, one in enumerate(exclusions):
        for other in exclusions[place + 1 :]:
            if one.kind is not other.kind or not one.purposes & other.purposes:
                continue
            first, second = sorted((one.provision, other.provision), key=lambda item: item.since)
            if first.until is None or first.until > second.since:
                raise LawError(f"Rodzaje dochodu: dwa wiersze „{one.kind}” zachodzą na siebie.")
