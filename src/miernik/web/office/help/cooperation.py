"""Volunteers and partners."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from miernik.cases.help.selectors import during
from miernik.cases.help.services import volunteers as services
from miernik.cases.models import Partnership, Volunteer, VolunteerKind
from miernik.cases.permissions import Deed
from miernik.web.office.door_register import register_desk
from miernik.web.office.help.acting import (
    Crumb,
    Data,
    Step,
    days,
    entry_page,
    form_of,
    form_page,
    home_crumbs,
    signed,
    step_form,
    today,
    withdrawal,
)
from miernik.web.office.help.forms import OnForm, PartnershipForm, VolunteerForm
from miernik.web.office.help.listing import Cell, Listing, listing_page, year_of


@require_safe
@register_desk(Deed.RECORD)
def volunteers(request: HttpRequest) -> HttpResponse:
    """Volunteers of a year."""

    def cells(item: Volunteer) -> list[Cell]:
        return [
            Cell(str(item), reverse("help-volunteer", args=[item.uuid])),
            Cell(VolunteerKind(item.kind).label),
            Cell(days(item.since, item.until)),
        ]

    listing = Listing(
        "Wolontariusze", "Kto pomaga i w czym.", ("Kto", "W czym", "Kiedy"), cells,
        reverse("help-new-volunteer"), "Dodaj wolontariusza", VolunteerKind.choices(),
    )  # fmt: skip
    rows = Volunteer.objects.filter(during(year_of(request)))
    return listing_page(request, listing, rows, crumbs=home_crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def new_volunteer(request: HttpRequest) -> HttpResponse:
    """Add a volunteer."""
    start = {"since": today(), "kind": request.GET.get("rodzaj")}
    form = form_of(request, VolunteerForm, initial=start)

    def act(data: Data) -> str:
        data["kind"] = VolunteerKind(data["kind"])
        services.add_volunteer(**data, **signed(request))
        messages.success(request, "Dodano wolontariusza.")
        return reverse("help-volunteers")

    crumb: Crumb = reverse("help-volunteers"), "Wolontariusze"
    return form_page(
        request, form, title="Dodaj wolontariusza", button="Dodaj", act=act,
        crumbs=home_crumbs(crumb),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def volunteer(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One volunteer."""
    item = Volunteer.objects.filter(uuid=identity).first()
    if item is None:
        raise Http404
    return _entry(
        request, item, crumb=(reverse("help-volunteers"), "Wolontariusze"),
        facts=[("W czym pomaga", VolunteerKind(item.kind).label)],
    )  # fmt: skip


@require_safe
@register_desk(Deed.RECORD)
def partnerships(request: HttpRequest) -> HttpResponse:
    """Organisations that worked with the centre in a year."""

    def cells(item: Partnership) -> list[Cell]:
        return [
            Cell(item.name, reverse("help-partnership", args=[item.uuid])),
            Cell(days(item.since, item.until)),
        ]

    listing = Listing(
        "Partnerzy", "Podmioty, które współpracują w organizowaniu społeczności lokalnej.",
        ("Podmiot", "Kiedy"), cells, reverse("help-new-partnership"), "Dodaj podmiot",
    )  # fmt: skip
    rows = Partnership.objects.filter(during(year_of(request)))
    return listing_page(request, listing, rows, crumbs=home_crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def new_partnership(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    form = form_of(request, PartnershipForm, initial={"since": today()})

    def act(data: Data) -> str:
        services.add_partnership(**data, **signed(request))
        messages.success(request, "Dodano podmiot.")
        return reverse("help-partnerships")

    crumb: Crumb = reverse("help-partnerships"), "Partnerzy"
    return form_page(
        request, form, title="Dodaj podmiot", button="Dodaj", act=act, crumbs=home_crumbs(crumb)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def partnership(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One organisation."""
    item = Partnership.objects.filter(uuid=identity).first()
    if item is None:
        raise Http404
    return _entry(request, item, crumb=(reverse("help-partnerships"), "Partnerzy"), facts=[])


def _entry(
    request: HttpRequest,
    item: Volunteer | Partnership,
    *,
    crumb: Crumb,
    facts: list[tuple[str, str]],
) -> HttpResponse:
    """Show a volunteer or an organisation: end the work, or take the entry back."""

    def end(data: Data) -> str:
        services.end_cooperation(row=item, on=data["on"], **signed(request))
        return "Zapisano koniec."

    steps = [
        withdrawal(
            request, leaves=crumb[0],
            act=lambda why: services.withdraw_cooperation(row=item, reason=why, **signed(request)),
        )
    ]  # fmt: skip
    if item.until is None:
        form = step_form(request, "koniec", OnForm, initial={"on": today()})
        steps.insert(0, Step("koniec", "Zakończ", "Zapisz koniec", form, end))
    return entry_page(
        request, title=str(item), crumbs=home_crumbs(crumb), steps=steps,
        facts=[*facts, ("Kiedy", days(item.since, item.until))],
    )  # fmt: skip
