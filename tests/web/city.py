"""A strategy with values, built through the models for tests of pages.

The shape of what goes in is that of `miernik import --json`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from miernik.accounts.models import Institution, Membership, Role, User
from miernik.intake.draft import (
    Doubt,
    DraftGoal,
    DraftIndicator,
    DraftPriority,
    DraftReport,
    DraftTask,
    FieldSource,
)
from miernik.intake.models import Import
from miernik.intake.rows import Place
from miernik.intake.serialize import dump_draft
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
from tests.web.reports import document

NOW = dt.datetime(2026, 5, 28, 10, 0, tzinfo=dt.UTC)
NUMERIC = {Kind.COUNT, Kind.AMOUNT, Kind.PERCENT}
DOUBT = "Wartość jest ponad dwa razy większa niż w 2017 r."
PASSWORD = "dlugie-haslo-do-testow"


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


def furnish() -> Work:
    """Store two reports, propose a break and leave an import with a doubt to be looked at."""
    work = build({2017: document(2017), 2019: document(2019)})
    propose_break(Indicator.objects.get(definitions__name__contains="bezradności"))
    draft = draft_of_2019()
    Import.objects.create(
        file_name=draft.file_name,
        sha256=draft.sha256,
        file_kind="txt",
        year=2019,
        work=work,
        draft=dump_draft(draft),
        created_at=NOW,
        created_by="anna",
    )
    return work


def draft_of_2019() -> DraftReport:
    """Return the report of 2019 as a draft, one indicator reworded, one reading doubtful."""
    goal = document(2019)[0]
    place = Place(22, 23)
    report = DraftReport(
        year=2019, file_name="sprawozdanie-2019-drugi-odczyt.txt", sha256="a" * 64, file_kind="txt"
    )
    report.goals.append(DraftGoal(goal["code"], goal["title"]))
    for priority in goal["priorities"]:
        above = DraftPriority(priority["code"], priority["title"])
        report.goals[0].priorities.append(above)
        for task in priority["tasks"]:
            read = DraftTask(task["code"], task["title"], implementers=task["implementers"])
            above.tasks.append(read)
            for item in task["indicators"]:
                name = item["name"].replace("rodzinnych", "rodziny")
                source = FieldSource(place, item["value_raw"], 0.7)
                read.indicators.append(
                    DraftIndicator(
                        name,
                        item["value_raw"],
                        Kind.COUNT,
                        number=Decimal(item["number"]),
                        sources={"value_raw": source},
                    )
                )
    report.doubts.append(Doubt("A.1.1/2/value_raw", DOUBT, place, "bezradności … 6361"))
    return report
