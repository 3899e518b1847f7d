"""The data protection officer's pages: is the log whole, who reads files, what is kept too long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from miernik.audit import selectors
from miernik.audit.models import Event
from miernik.audit.selectors import UnusualDay, Wanted
from miernik.audit.services import FILE_READ, record
from miernik.audit.verification import Verification, verify
from miernik.cases.files import told
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web.event_words import Field
from miernik.web.office.privacy.door import officer_only
from miernik.web.office.privacy.forms import LogForm, RetentionForm
from miernik.web.retention import due_on

CHECKED_AT_ONCE = 500  # newest events checked whenever the page is opened
PERIOD = 30  # days the first page looks back
LINES = 8  # lines of a list on the first page
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the page shows it: what it concerned, and on which screen or for what."""

    event: Event
    subject: str
    why: str


@require_safe
@officer_only
def home(request: HttpRequest) -> HttpResponse:
    """The state of the log and of reading in the last month."""
    today = timezone.localdate()
    since = today - dt.timedelta(days=PERIOD - 1)
    month = Wanted(since=since, until=today)
    readers = selectors.readers(month)
    refused = selectors.refusals(month)
    reads = selectors.events(Wanted(actions=[FILE_READ]))[:LINES]
    checked = verify(last=CHECKED_AT_ONCE)
    context = {
        "checked": checked,
        "whole": checked.head is None or checked.count == checked.head.number,
        "last_check": selectors.last_check(),
        "since": since,
        "reads": sum(reader.reads for reader in readers),
        "readers": len(readers),
        "refusals": refused.count(),
        "unusual": [
            (item, _reads_of(item)) for item in selectors.unusual(since=since, until=today)
        ],
        "refused": _lines(refused[:LINES]),
        "last_reads": _lines(reads),
    }
    return render(request, "office/privacy/home.html", context)


def _reads_of(item: UnusualDay) -> str:
    """Address of the log of one person on one day."""
    day = item.day.isoformat()
    what = Field.REFUSALS if item.refusals else Field.READS
    asked = urlencode({"who": item.by, "what": what.value, "since": day, "until": day})
    return f"{reverse('privacy-log')}?{asked}"


@require_POST
@officer_only
def check(request: HttpRequest) -> HttpResponse:
    """Check the whole log, from its first event to the kept end, and put it on record."""
    result = verify()
    data = {"count": result.count, "fault": " ".join(result.findings)}
    by = request.user.get_username()
    record(action="audit.verified", subject="audit", by=by, at=timezone.now(), data=data)
    if result.sound:
        messages.success(request, _sound(result))
    for finding in result.findings:
        messages.error(request, finding)
    return redirect("privacy-home")


def _sound(result: Verification) -> str:
    word = plural(result.count, "wpis", "wpisy", "wpisów")
    return f"Sprawdzono cały dziennik: {print_number(result.count)} {word}, bez zastrzeżeń."


@require_safe
@officer_only
def log(request: HttpRequest) -> HttpResponse:
    """The whole log, narrowed by person, family, field and period; who read a family's file."""
    form = LogForm(request.GET)
    wanted = form.wanted() if form.is_valid() else Wanted(subjects=frozenset())
    page = Paginator(selectors.events(wanted), A_PAGE).get_page(request.GET.get("strona"))
    asked = request.GET.copy()
    asked.pop("strona", None)
    context = {
        "form": form,
        "family": form.found,
        "readers": selectors.readers(wanted) if form.found else [],
        "shown": page,
        "lines": _lines(page),
        "asked": asked.urlencode(),
    }
    return render(
        request, "office/privacy/log.html", context, status=200 if form.is_valid() else 422
    )


@require_safe
@officer_only
def retention(request: HttpRequest) -> HttpResponse:
    """What is kept longer than its class says, on a day."""
    form = RetentionForm(request.GET)
    day = (form.cleaned_data["on"] if form.is_valid() else None) or timezone.localdate()
    context = {"form": form, "day": day, "classes": due_on(day)}
    status = 200 if form.is_valid() else 422
    return render(request, "office/privacy/retention.html", context, status=status)


def _lines(events: Iterable[Event]) -> list[Line]:
    found = list(events)
    subjects = told(event.subject for event in found)
    return [
        Line(event, subjects.get(event.subject, ""), str(event.data.get("why", "")))
        for event in found
    ]
