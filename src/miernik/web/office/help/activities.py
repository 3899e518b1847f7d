"""Events, workshops, clubs and groups: adding, counting, the list of participants."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.cases.errors import RegisterError
from miernik.cases.help import selectors
from miernik.cases.help.finding import Found, find_families
from miernik.cases.help.services import activities as services
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import Activity, ActivityKind, Participation, Person
from miernik.cases.permissions import Deed
from miernik.kernel.text import plural
from miernik.web.office.door_register import person_at_desk, register_desk
from miernik.web.office.help.acting import (
    Crumb,
    Data,
    Step,
    days,
    entry_page,
    form_of,
    form_page,
    home_crumbs,
    htmx_of,
    picked,
    signed,
    step_form,
    today,
    withdrawal,
)
from miernik.web.office.help.forms import ActivityForm, CountForm, OnForm
from miernik.web.office.help.listing import Cell, Listing, listing_page, year_of

MORE = (1, 5, 10)


def _crumb() -> Crumb:
    return reverse("help-activities"), "Zajęcia i wydarzenia"


@require_safe
@register_desk(Deed.RECORD)
def activities(request: HttpRequest) -> HttpResponse:
    """Activities of a year with how many took part."""

    def cells(item: Activity) -> list[Cell]:
        named: int = getattr(item, "named", 0)
        return [
            Cell(item.title, reverse("help-activity", args=[item.uuid])),
            Cell(ActivityKind(item.kind).label),
            Cell(days(item.since, item.until)),
            Cell(str(named + item.unnamed_participants)),
        ]

    listing = Listing(
        "Zajęcia i wydarzenia", "Grupy samopomocowe też są tutaj: wybierz ten rodzaj.",
        ("Nazwa", "Rodzaj", "Kiedy", "Uczestnicy"), cells,
        reverse("help-new-activity"), "Dodaj zajęcia lub wydarzenie", ActivityKind.choices(),
    )  # fmt: skip
    rows = selectors.activities_of(year_of(request))
    return listing_page(request, listing, rows, crumbs=home_crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def new_activity(request: HttpRequest) -> HttpResponse:
    """Add an activity; a count may come at once."""
    start = {"since": today(), "kind": request.GET.get("rodzaj"), "unnamed_participants": 0,
             "unnamed_families": 0, "volunteers_taking_part": 0}  # fmt: skip
    form = form_of(request, ActivityForm, initial=start)

    def act(data: Data) -> str:
        data["kind"] = ActivityKind(data["kind"])
        activity = services.add_activity(**data, **signed(request))
        messages.success(request, "Dodano. Teraz można dopisać uczestników.")
        return reverse("help-activity", args=[activity.uuid])

    return form_page(
        request, form, title="Dodaj zajęcia lub wydarzenie", button="Dodaj",
        crumbs=home_crumbs(_crumb()), act=act,
    )  # fmt: skip


def _activity(identity: uuid.UUID) -> Activity:
    found = Activity.objects.filter(uuid=identity).select_related("institution").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def activity(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One activity: headcount, the list by name, its end."""
    item = _activity(identity)
    if "wiecej" in request.POST:
        return _more(request, item)
    if "zapisz" in request.POST:
        return _join(request, item)
    person = person_at_desk(request)
    asked = request.POST.get("q", "") if "szukaj" in request.POST or htmx_of(request) else ""
    hits: list[Found] = find_families(person, asked, day=today()) if asked else []
    attendance = selectors.attendance(item, person)
    more = {
        "activity": item,
        "attendance": attendance,
        "listed": {row.person_id for row in attendance.shown},
        "total": attendance.named + item.unnamed_participants,
        "more": MORE,
        "asked": asked,
        "hits": hits,
        "members": sum(len(hit.members) for hit in hits),
        "address": request.path,
    }
    facts = [
        ("Rodzaj", ActivityKind(item.kind).label),
        ("Kiedy", days(item.since, item.until)),
        ("Kto prowadzi", item.institution.name if item.institution else "–"),
        ("Uwagi", item.note or "–"),
    ]
    return entry_page(
        request, title=item.title, crumbs=home_crumbs(_crumb()), facts=facts,
        steps=_steps(request, item), template="office/help/activity.html", more=more,
    )  # fmt: skip


def _steps(request: HttpRequest, item: Activity) -> list[Step]:
    def count(data: Data) -> str:
        services.count_participants(activity=item, **data, **signed(request))
        return "Zapisano liczbę uczestników."

    def end(data: Data) -> str:
        services.end_activity(activity=item, on=data["on"], **signed(request))
        return "Zapisano koniec zajęć."

    counts = {
        "participants": item.unnamed_participants,
        "families": item.unnamed_families,
        "volunteers": item.volunteers_taking_part,
    }
    form = step_form(request, "liczba", CountForm, initial=counts)
    steps = [Step("liczba", "Popraw liczby", "Zapisz liczby", form, count)]
    if item.until is None:
        ending = step_form(request, "koniec", OnForm, initial={"on": today()})
        steps.append(Step("koniec", "Zakończ", "Zapisz koniec", ending, end))
    back = withdrawal(
        request, leaves=reverse("help-activities"),
        act=lambda why: services.withdraw_activity(activity=item, reason=why, **signed(request)),
    )  # fmt: skip
    return [*steps, back]


def _more(request: HttpRequest, item: Activity) -> HttpResponse:
    """Add some unnamed participants with one press."""
    asked = request.POST["wiecej"]
    if asked not in {str(number) for number in MORE}:
        raise Http404
    services.count_participants(
        activity=item, participants=item.unnamed_participants + int(asked),
        families=item.unnamed_families, volunteers=item.volunteers_taking_part, **signed(request),
    )  # fmt: skip
    return redirect("help-activity", identity=item.uuid)


def _join(request: HttpRequest, item: Activity) -> HttpResponse:
    """Put everybody who was ticked on the list."""
    persons = [_ticked(request, value) for value in request.POST.getlist("osoba")]
    try:
        number = services.add_participants(
            activity=item, persons=persons, since=_first_day(item), **signed(request)
        )
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        word = plural(number, "osobę", "osoby", "osób")
        said = f"Dopisano {number} {word}." if number else "Nikogo nowego nie zaznaczono."
        messages.success(request, said)
    return redirect("help-activity", identity=item.uuid)


def _ticked(request: HttpRequest, value: str) -> Person:
    """Return the person of a ticked box ``family:person``; the family's file is opened."""
    _, person = picked(request, value, "udział w zajęciach")
    if person is None:
        raise Http404
    return person


def _first_day(item: Activity) -> dt.date:
    """The day a person joins who is put on the list now: today, or the last day of the activity."""
    day = today() if item.until is None else min(today(), item.until)
    return max(day, item.since)


@require_POST
@register_desk(Deed.RECORD)
def leave(request: HttpRequest, identity: uuid.UUID, number: int) -> HttpResponse:
    """Take a person off the list who was put there wrongly."""
    item = _activity(identity)
    shown = selectors.attendance(item, person_at_desk(request)).shown
    participation: Participation | None = next((row for row in shown if row.pk == number), None)
    if participation is None:
        raise Http404
    services.remove_participant(
        participation=participation, reason=WithdrawalReason.MISTAKE, **signed(request)
    )
    messages.success(request, "Usunięto z listy.")
    return redirect("help-activity", identity=item.uuid)
