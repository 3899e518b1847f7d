"""What of the register is due under the retention classes on a day: a report, never a deletion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, DateField, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from miernik.audit.models import Event
from miernik.audit.retention import Due, RetentionClass, classes
from miernik.audit.services import FILE_READ, FILE_REFUSED
from miernik.cases.models import (
    Application,
    ApplicationState,
    BlueCard,
    Decision,
    DecisionState,
    Family,
    Grant,
    GrantStatus,
    Outcome,
    Payment,
    PaymentState,
    Person,
    Plan,
    Referral,
    Service,
)


@dataclass(slots=True)
class _File:
    """What decides about one family's file; a help without an end is ``going_on``."""

    number: str
    closed: dt.date | None
    help_end: dt.date | None = None
    refused_on: dt.date | None = None
    going_on: bool = False

    def retention_class(self) -> str:
        """The class the file belongs to."""
        if self.help_end or self.going_on:
            return "case_file_granted"
        return "case_file_refused" if self.refused_on else "case_file_without_help"

    def due(self, of: RetentionClass, on: dt.date) -> bool:
        """Whether the file's term is over on the day."""
        end = self.help_end or self.refused_on
        return not self.going_on and end is not None and of.over_on(end, on)


@dataclass(slots=True)
class _Counted:
    total: int = 0
    due: int = 0
    families: list[str] = field(default_factory=list)

    def add(self, number: str, *, due: bool) -> None:
        """Count one record of a family."""
        self.total += 1
        self.due += due
        if due:
            self.families.append(number)


#: The classes of the register; other rooms count their own.
CLASSES = (
    "case_file_granted",
    "case_file_refused",
    "case_file_without_help",
    "decision_draft",
    "person_without_family",
    "read_log",
)


def due_on(on: dt.date) -> list[Due]:
    """Return every class of the register with what is due on the day."""
    counted = {name: _Counted() for name in CLASSES}
    for file in _files().values():
        name = file.retention_class()
        counted[name].add(file.number, due=file.due(classes()[name], on))
    _count_drafts(counted["decision_draft"], on)
    _count_persons(counted["person_without_family"], on)
    _count_reads(counted["read_log"], on)
    return [
        Due(of, found.total, found.due, tuple(sorted(set(found.families))))
        for of, found in ((classes()[name], found) for name, found in counted.items())
    ]


# --- families ------------------------------------------------------------------------------------


def _files() -> dict[int, _File]:
    rows = Family.objects.order_by("id").values_list("id", "number", "closed_on")
    files = {key: _File(number, closed) for key, number, closed in rows}
    for key, last, still_open in _help():
        file = files[key]
        if still_open and file.closed is None:
            file.going_on = True
        ends = [day for day in (file.help_end, last, file.closed if still_open else None) if day]
        file.help_end = max(ends, default=None)
    waiting = Application.objects.exclude(
        state__in=[ApplicationState.DECIDED, ApplicationState.WITHDRAWN]
    )
    for key in waiting.order_by().values_list("family", flat=True).distinct():
        files[key].going_on = True
    for key, day in _refusals():
        files[key].refused_on = max(filter(None, (files[key].refused_on, day)), default=None)
    return files


def _help() -> Iterator[tuple[int, dt.date | None, int]]:
    """Of each kind of help: family, its last known end, and how many of it have no end."""
    given = Grant.objects.exclude(status=GrantStatus.REFUSED)
    once = Q(decision__one_off=True, until__isnull=True)
    yield from _ends(given.filter(once), F("since"))
    yield from _ends(given.exclude(once), F("until"))
    yield from _ends(Service.objects.all(), F("until"))
    yield from _ends(Plan.objects.all(), Coalesce("ended_on", "until"))
    yield from _ends(BlueCard.objects.all(), F("ended_on"))
    yield from _ends(Outcome.objects.all(), F("happened_on"))
    yield from _ends(Referral.objects.all(), Greatest("made_on", Coalesce("result_on", "made_on")))
    paid = Payment.objects.exclude(state=PaymentState.CANCELLED)
    yield from _ends(paid, F("due_on"), family="grant__family")


def _ends(
    rows: QuerySet[Any], end: F | Coalesce | Greatest, family: str = "family"
) -> Iterator[tuple[int, dt.date | None, int]]:
    ends = rows.order_by().annotate(_end=end).values(family)
    found = ends.annotate(_last=Max("_end"), _open=Count("pk", filter=Q(_end__isnull=True)))
    yield from found.values_list(family, "_last", "_open").order_by(family)


def _refusals() -> Iterator[tuple[int, dt.date | None]]:
    refused = Grant.objects.filter(status=GrantStatus.REFUSED)
    day = Coalesce("decided_on", "since", output_field=DateField())
    rows = refused.order_by().values("family").annotate(last=Max(day))
    yield from rows.values_list("family", "last").order_by("family")
    issued = Decision.objects.filter(kind="refusal", state=DecisionState.ISSUED)
    yield from (
        issued.order_by()
        .values("family")
        .annotate(last=Max("decided_on"))
        .values_list("family", "last")
        .order_by("family")
    )


# --- what belongs to no file ---------------------------------------------------------------------


def _count_drafts(counted: _Counted, on: dt.date) -> None:
    drafts = Decision.objects.filter(state=DecisionState.DRAFT).order_by("id")
    for number, at in drafts.values_list("family__number", "prepared_at"):
        counted.add(number, due=classes()["decision_draft"].over_on(_day(at), on))


def _count_persons(counted: _Counted, on: dt.date) -> None:
    alone = Person.objects.filter(memberships__isnull=True).order_by("id")
    for at in alone.values_list("created_at", flat=True):
        counted.total += 1
        counted.due += classes()["person_without_family"].over_on(_day(at), on)


def _count_reads(counted: _Counted, on: dt.date) -> None:
    reads = Event.objects.filter(action__in=[FILE_READ, FILE_REFUSED])
    counted.total = reads.count()
    kept = classes()["read_log"].first_kept(on)
    if kept is None:
        return
    zone = timezone.get_default_timezone()
    counted.due = reads.filter(at__lt=dt.datetime.combine(kept, dt.time(), tzinfo=zone)).count()


def _day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()
