"""A strategy with values, built through the models for tests of pages.

The shape of what goes in is that of `miernik import --json`; see DOCUMENT for a small example
with every kind of value and of nothing that the pages have to show.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from miernik.accounts.models import Institution, Membership, Role, User
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.observations.models import (
    ComparabilityBreak,
    Note,
    Observation,
    Origin,
    Source,
)
from miernik.strategy.models import (
    Funding,
    FundingSource,
    Implementation,
    Indicator,
    IndicatorDefinition,
    Placement,
    Unit,
    UnitKind,
    Version,
    Work,
    WorkKind,
)

NOW = dt.datetime(2026, 5, 28, 10, 0, tzinfo=dt.UTC)
NUMERIC = {Kind.COUNT, Kind.AMOUNT, Kind.PERCENT}
PASSWORD = "dlugie-haslo-do-testow"


def _indicator(name: str, value: str, number: float | None = None, **more: Any) -> dict[str, Any]:
    kind = "count" if number is not None else "text"
    return {"name": name, "value_raw": value, "kind": kind, "number": number, **more}


def document(year: int) -> list[dict[str, Any]]:
    """Return a small report for 2017 or 2019: facts of the city's own reports, shortened."""
    first = year == 2017
    work = "Miejski Ośrodek Pomocy Rodzinie"
    return [
        {
            "code": "A",
            "title": "Rodzina – najlepszym środowiskiem rozwoju",
            "priorities": [
                {
                    "code": "A.1",
                    "title": "Doskonalenie systemu profilaktyki i opieki nad dzieckiem i rodziną",
                    "tasks": [
                        {
                            "code": "A.1.1",
                            "title": "Rozwój środowiskowych form wsparcia dziecka i rodziny",
                            "implementers": ["Urząd Miejski", work, "organizacje pozarządowe"],
                            "funding": ["Budżet Miasta"],
                            "monitoring": "Analiza bieżących danych",
                            "source_lines": [45, 136] if first else [22, 23],
                            "indicators": [
                                _indicator("Liczba asystentów rodzinnych", "25" if first else "31", 25 if first else 31),
                                _indicator(
                                    "Liczba rodzin objętych pomocą z powodu bezradności",
                                    "2659*" if first else "6361",
                                    2659 if first else 6361,
                                    footnote="w tym 4 rodziny objęte wsparciem dwukrotnie" if first else None,
                                ),
                                _indicator(
                                    "Liczba dzieci i młodzieży objętych dożywianiem",
                                    "3821*" if first else "4648",
                                    3821 if first else 4648,
                                    footnote="w tym 1921 objętych dożywianiem decyzją MOPR"
                                    if first
                                    else "w tym 1713 objętych dożywianiem przez MOPR",
                                ),
                            ],
                        },
                        {
                            "code": "A.1.2",
                            "title": "Wspieranie edukacji i łagodzenie skutków ubóstwa",
                            "implementers": ["szkoły i przedszkola"],
                            "funding": [],
                            "monitoring": "",
                            "source_lines": [137, 235],
                            "indicators": [
                                _indicator("Efekt udzielanej pomocy", "Brak danych", kind="missing",
                                           footnote="Ankiety nie przeprowadzono"),
                                _indicator("Rodzaj działań", "- imprezy okolicznościowe w placówkach; - warsztaty dla rodziców i dzieci; - prelekcje i pogadanki", kind="list"),
                            ] if first else [],
                        },
                    ],
                }
            ],
        },
        {
            "code": "B",
            "title": "Wysoka aktywność zawodowa",
            "priorities": [
                {
                    "code": "B.1",
                    "title": "Podnoszenie kwalifikacji",
                    "tasks": [
                        {
                            "code": "B.1.1",
                            "title": "Organizacja szkoleń dla osób bezrobotnych",
                            "implementers": ["PUP"],
                            "funding": ["Fundusz Pracy"],
                            "monitoring": "",
                            "source_lines": [400, 460],
                            "indicators": [
                                _indicator(
                                    "Wysokość środków na organizację szkoleń (tys. zł)",
                                    "1.129,1 tys. zł*", 1129100, kind="amount", unit="tys. zł",
                                    footnote="kwoty dotyczą miasta i powiatu białostockiego",
                                ),
                                _indicator("Liczba inicjatyw społecznych", "0", 0),
                            ] if first else [],
                        }
                    ],
                }
            ],
        },
    ]  # fmt: skip


def build(reports: dict[int, list[dict[str, Any]]], code: str = "miasto-2011-2020") -> Work:
    """Store the reports of some years as one strategy; the oldest gives the structure."""
    work = Work.objects.create(
        code=code,
        kind=WorkKind.STRATEGY,
        title="Strategia Rozwiązywania Problemów Społecznych na lata 2011-2020",
        municipality="Białystok",
        start_year=2011,
        end_year=2020,
    )
    version = Version.objects.create(work=work, number=1, created_at=NOW)
    known: dict[tuple[str, str], Indicator] = {}
    for year, goals in sorted(reports.items()):
        source = Source.objects.create(
            origin=Origin.INTAKE,
            title=f"Sprawozdanie z realizacji strategii za rok {year}",
            file_name=f"sprawozdanie-{year}.docx",
            sha256=f"{year:064d}",
            added_at=NOW,
        )
        for task in _tasks(version, goals, first=not known or year == min(reports)):
            for position, item in enumerate(task["indicators"], 1):
                key = (task["code"], item["name"])
                if key not in known:
                    known[key] = _define(version, task, position, item)
                _observe(known[key], year, item, task, source)
    return work


def _tasks(version: Version, goals: list[dict[str, Any]], first: bool) -> list[dict[str, Any]]:
    tasks = []
    for number, goal in enumerate(goals, 1):
        above = _place(version, UnitKind.GOAL, None, number, goal) if first else None
        for place, priority in enumerate(goal["priorities"], 1):
            under = _place(version, UnitKind.PRIORITY, above, place, priority) if first else None
            for order, task in enumerate(priority["tasks"], 1):
                if first:
                    task["placement"] = _place(version, UnitKind.TASK, under, order, task)
                tasks.append(task)
    return tasks


def _place(
    version: Version, kind: UnitKind, parent: Placement | None, position: int, of: dict[str, Any]
) -> Placement:
    placement = Placement.objects.create(
        version=version,
        unit=Unit.objects.create(work=version.work, kind=kind),
        parent=parent,
        position=position,
        title=of["title"],
        implementers_text=", ".join(of.get("implementers", [])),
        funding_text=", ".join(of.get("funding", [])),
        monitoring=of.get("monitoring") or "",
    )
    for at, name in enumerate(of.get("implementers", []), 1):
        institution, _ = Institution.objects.get_or_create(name=name)
        Implementation.objects.create(
            placement=placement, institution=institution, position=at, printed_name=name
        )
    for at, name in enumerate(of.get("funding", []), 1):
        money, _ = FundingSource.objects.get_or_create(name=name)
        Funding.objects.create(placement=placement, source=money, position=at, printed_name=name)
    return placement


def _define(
    version: Version, task: dict[str, Any], position: int, item: dict[str, Any]
) -> Indicator:
    indicator = Indicator.objects.create(work=version.work)
    placement = task.get("placement") or Placement.objects.get(version=version, title=task["title"])
    kind = Kind(item["kind"])
    IndicatorDefinition.objects.create(
        version=version,
        indicator=indicator,
        task=placement,
        position=position,
        name=item["name"],
        kind=kind,
        counted_unit="zloty" if kind is Kind.AMOUNT else "other",
        printed_unit=item.get("unit") or "",
    )
    return indicator


def _observe(
    indicator: Indicator, year: int, item: dict[str, Any], task: dict[str, Any], source: Source
) -> Observation:
    kind = Kind(item["kind"])
    number = Decimal(str(item["number"])) if item.get("number") is not None else None
    status = Status.NO_DATA if kind is Kind.MISSING else Status.VALUE
    if number == 0:
        status = Status.TRUE_ZERO
    lines = task.get("source_lines") or [None, None]
    observation = Observation.objects.create(
        indicator=indicator,
        year=year,
        status=status,
        kind=kind,
        number=number if kind in NUMERIC else None,
        text="" if kind in NUMERIC else item["value_raw"],
        printed=item["value_raw"],
        printed_unit=item.get("unit") or "",
        source=source,
        provenance={"line_from": lines[0], "line_to": lines[1]},
        recorded_at=NOW,
        recorded_by="test",
    )
    if item.get("footnote"):
        marker = "*" if "*" in item["value_raw"] else ""
        Note.objects.create(
            observation=observation,
            position=1,
            kind=NoteKind.EXPLANATION,
            marker=marker,
            text=item["footnote"],
        )
    return observation


def propose_break(indicator: Indicator) -> ComparabilityBreak:
    """Propose a break between 2017 and 2019."""
    return ComparabilityBreak.objects.create(
        indicator=indicator,
        since=2017,
        year=2019,
        reason="Wartość wzrosła z 2659 do 6361, a dokument nie podaje przyczyny.",
        proposed_by="miernik",
        proposed_at=NOW,
    )


def person(name: str, *roles: Role, institution: Institution | None = None) -> User:
    """Create a person with roles and the password PASSWORD."""
    user = User.objects.create_user(username=name, password=PASSWORD)
    for role in roles:
        Membership.objects.create(user=user, role=role, institution=institution)
    return user
