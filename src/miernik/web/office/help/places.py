"""Facilities and their places; the map of places not meant for living; streetworkers' visits."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.cases.errors import RegisterError
from miernik.cases.help import selectors
from miernik.cases.help.services import places as services
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import Facility, FacilityKind, StreetVisit, UnfitPlace
from miernik.cases.permissions import Deed
from miernik.kernel.dates import print_short_date
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
    signed,
    step_form,
    today,
    withdrawal,
)
from miernik.web.office.help.forms import (
    FacilityForm,
    OnForm,
    PlacesForm,
    PointForm,
    UnfitPlaceForm,
    VisitForm,
)

#: Numbers of people one press writes down; more than that goes through the form.
MET = range(7)

# --- facilities ---------------------------------------------------------------------------------


@require_safe
@register_desk(Deed.RECORD)
def facilities(request: HttpRequest) -> HttpResponse:
    """Every facility with its places today, and how many places there are in all."""
    rows = selectors.facilities_on(today())
    context = {
        "title": "Placówki i miejsca",
        "crumbs": home_crumbs(),
        "rows": [(row, FacilityKind(row.facility.kind).label) for row in rows],
        "total": sum(row.places or 0 for row in rows),
        "day": today(),
    }
    return render(request, "office/help/facilities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def new_facility(request: HttpRequest) -> HttpResponse:
    """Add a facility with its places."""
    start = {"since": today(), "kind": request.GET.get("rodzaj")}
    form = form_of(request, FacilityForm, initial=start)

    def act(data: Data) -> str:
        facility = services.add_facility(
            kind=FacilityKind(data["kind"]), name=data["name"], address=data["address"],
            latitude=data["latitude"], longitude=data["longitude"], **signed(request),
        )  # fmt: skip
        services.set_places(
            facility=facility, number=data["number"], since=data["since"], **signed(request)
        )
        messages.success(request, "Dodano placówkę.")
        return reverse("help-facilities")

    crumb: Crumb = reverse("help-facilities"), "Placówki i miejsca"
    return form_page(
        request, form, title="Dodaj placówkę", button="Dodaj", act=act, crumbs=home_crumbs(crumb)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def facility(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One facility: a new number of places, or take it back."""
    item = Facility.objects.filter(uuid=identity).first()
    if item is None:
        raise Http404

    def change(data: Data) -> str:
        services.set_places(facility=item, **data, **signed(request))
        return "Zapisano liczbę miejsc."

    history = "\n".join(f"{row.number}: {days(row.since, row.until)}" for row in item.places.all())
    form = step_form(request, "miejsca", PlacesForm, initial={"since": today()})
    crumb: Crumb = reverse("help-facilities"), "Placówki i miejsca"
    back = withdrawal(
        request, leaves=crumb[0],
        act=lambda why: services.withdraw_facility(facility=item, reason=why, **signed(request)),
    )  # fmt: skip
    return entry_page(
        request, title=item.name, crumbs=home_crumbs(crumb),
        steps=[Step("miejsca", "Zmień liczbę miejsc", "Zapisz", form, change), back],
        facts=[
            ("Rodzaj", FacilityKind(item.kind).label),
            ("Adres", item.address or "–"),
            ("Liczba miejsc", history or "nie podano"),
        ],
    )  # fmt: skip


# --- the map ------------------------------------------------------------------------------------


@require_safe
@register_desk(Deed.RECORD)
def map_of_places(request: HttpRequest) -> HttpResponse:
    """Places on a map and in a table; the map shows what the table says."""
    context = {
        "title": "Mapa miejsc niemieszkalnych",
        "crumbs": home_crumbs(),
        "places": selectors.unfit_places_on(today()),
        "facilities": [
            row for row in selectors.facilities_on(today()) if row.facility.latitude is not None
        ],
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
    return render(request, "office/help/map.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def new_place(request: HttpRequest) -> HttpResponse:
    """Put a place on the map."""
    form = form_of(request, UnfitPlaceForm, initial={"since": today()})

    def act(data: Data) -> str:
        services.add_unfit_place(**data, **signed(request))
        messages.success(request, "Dodano miejsce.")
        return reverse("help-map")

    return form_page(
        request, form, title="Dodaj miejsce", button="Dodaj", act=act,
        crumbs=home_crumbs((reverse("help-map"), "Mapa")),
    )  # fmt: skip


def _place(identity: uuid.UUID) -> UnfitPlace:
    found = UnfitPlace.objects.filter(uuid=identity).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def place(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One place: its visits, where it lies, its end."""
    item = _place(identity)
    point = f"{item.latitude}; {item.longitude}".replace(".", ",")
    return entry_page(
        request, title=item.name, crumbs=home_crumbs((reverse("help-map"), "Mapa")),
        facts=[
            ("Opis", item.description or "–"),
            ("Kiedy", days(item.since, item.until)),
            ("Współrzędne", point if item.latitude is not None else "nie podano"),
        ],
        steps=_place_steps(request, item), template="office/help/place.html",
        more={"place": item, "visits": item.visits.all()},
    )  # fmt: skip


def _place_steps(request: HttpRequest, item: UnfitPlace) -> list[Step]:
    def visit(data: Data) -> str:
        services.record_visit(place=item, **data, **signed(request))
        return "Zapisano wizytę."

    def move(data: Data) -> str:
        services.move_unfit_place(place=item, **data, **signed(request))
        return "Zapisano współrzędne."

    def close(data: Data) -> str:
        services.close_unfit_place(place=item, on=data["on"], **signed(request))
        return "Zapisano, że nikt tam już nie przebywa."

    here = {"latitude": item.latitude, "longitude": item.longitude}
    steps = [
        Step("wizyta", "Zapisz wizytę", "Zapisz wizytę",
             step_form(request, "wizyta", VisitForm, initial={"visited_on": today()}), visit),
        Step("punkt", "Popraw położenie", "Zapisz położenie",
             step_form(request, "punkt", PointForm, initial=here), move),
    ]  # fmt: skip
    if item.until is None:
        form = step_form(request, "koniec", OnForm, initial={"on": today()})
        steps.append(Step("koniec", "Nikt tam już nie przebywa", "Zapisz", form, close))
    back = withdrawal(
        request, leaves=reverse("help-map"),
        act=lambda why: services.withdraw_unfit_place(place=item, reason=why, **signed(request)),
    )  # fmt: skip
    return [*steps, back]


# --- visits in the street -----------------------------------------------------------------------


@require_safe
@register_desk(Deed.RECORD)
def street(request: HttpRequest) -> HttpResponse:
    """For a phone: open the place, press how many people were met."""
    mine = StreetVisit.objects.filter(
        recorded_by=person_at_desk(request).get_username(), recorded_at__date=today()
    )
    context = {
        "title": "Wizyta streetworkera",
        "crumbs": home_crumbs((reverse("help-map"), "Mapa")),
        "places": selectors.unfit_places_on(today()),
        "met": MET,
        "visits": mine.select_related("place").order_by("-recorded_at", "-id"),
    }
    return render(request, "office/help/street.html", context)


@require_POST
@register_desk(Deed.RECORD)
def visit(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Write down a visit of today with one press."""
    item = _place(identity)
    asked = request.POST.get("osob", "")
    if asked not in {str(number) for number in MET}:
        raise Http404
    number = int(asked)
    try:
        services.record_visit(place=item, visited_on=today(), persons_met=number, **signed(request))
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        word = plural(number, "osoba", "osoby", "osób")
        messages.success(
            request, f"{item.name}, {print_short_date(today())}: {number} {word}. Zapisano."
        )
    return redirect("help-street")


@require_POST
@register_desk(Deed.RECORD)
def undo_visit(request: HttpRequest, identity: uuid.UUID, number: int) -> HttpResponse:
    """Take back a visit that was written down wrongly."""
    found = StreetVisit.objects.filter(place__uuid=identity, pk=number).first()
    if found is None:
        raise Http404
    services.withdraw_visit(visit=found, reason=WithdrawalReason.MISTAKE, **signed(request))
    messages.success(request, "Cofnięto wizytę.")
    return redirect("help-street")
