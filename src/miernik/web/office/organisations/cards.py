"""The base: the list of organisations and the card of one."""

from __future__ import annotations

import datetime as dt
import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.accounts.models import Organisation
from miernik.accounts.organisations.errors import OrganisationDataError
from miernik.accounts.organisations.permissions import Deed
from miernik.accounts.organisations.selectors import OrganisationFilter, organisations
from miernik.accounts.organisations.services import (
    add_organisation,
    archive_organisation,
    change_organisation,
    data_of,
    give_consent,
    record_contacts_read,
    restore_organisation,
    subject_of,
    withdraw_consent,
)
from miernik.kernel.errors import MiernikError
from miernik.web.office.campaigns.door import signed
from miernik.web.office.organisations.door import base_desk, keeps, organisation_of, way
from miernik.web.office.organisations.forms import ConsentForm, FilterForm, OrganisationForm

PAGE = 50
_CONSENT = {"tak": True, "nie": False}


def wanted_of(form: FilterForm) -> OrganisationFilter:
    """Return what the filter asks for; an invalid one asks for nothing."""
    if not form.is_bound or not form.is_valid():
        return OrganisationFilter()
    data = form.cleaned_data
    return OrganisationFilter(
        text=data["q"], field=data["field"], list=data["list"],
        consent=_CONSENT.get(data["consent"]), archived=data["archived"],
    )  # fmt: skip


@require_safe
@base_desk(Deed.WATCH)
def listing(request: HttpRequest) -> HttpResponse:
    """The base in the order of names; contacts only for those who keep it, and on record."""
    form = FilterForm(request.GET or None)
    found = organisations(wanted_of(form))
    keeping = keeps(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("strona"))
    if keeping and page.object_list:
        record_contacts_read(why="lista organizacji", **signed(request))
    asked = {name: value for name, value in request.GET.items() if value and name != "strona"}
    context = {
        "title": "Organizacje",
        "crumbs": way()[:1],
        "form": form,
        "page": page,
        "asked": urlencode(asked),
        "keeps": keeping,
        "empty": not Organisation.objects.exists(),
    }
    return render(request, "office/organisations/list.html", context)


@require_safe
@base_desk(Deed.WATCH)
def card(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One organisation; contacts only for those who keep the base, and on record."""
    found = organisation_of(identity)
    keeping = keeps(request)
    if keeping:
        why, subject = "karta organizacji", subject_of(found)
        record_contacts_read(why=why, subject=subject, **signed(request))
    context = {
        "title": found.name,
        "crumbs": way(),
        "card": found,
        "keeps": keeping,
        "subscriptions": found.subscriptions.select_related("list").order_by("list__name"),
        "form": ConsentForm(initial={"given_on": timezone.localdate()}),
    }
    return render(request, "office/organisations/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@base_desk(Deed.KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """Put an organisation into the base."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@base_desk(Deed.KEEP)
def edit(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Change a card."""
    return _form(request, organisation_of(identity))


def _form(request: HttpRequest, found: Organisation | None) -> HttpResponse:
    typed = OrganisationForm.typed(data_of(found)) if found else None
    form = OrganisationForm(request.POST or None, initial=typed)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.data_typed()
            if found is None:
                saved = add_organisation(data=data, **signed(request))
            else:
                saved = change_organisation(organisation=found, data=data, **signed(request))
        except OrganisationDataError as error:
            form.tell(error.faults)
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Kartę zapisano.")
            return redirect("organisation", identity=saved.uuid)
    elif found is not None and request.method != "POST":
        why, subject = "edycja karty organizacji", subject_of(found)
        record_contacts_read(why=why, subject=subject, **signed(request))
    more = [(reverse("organisation", args=[found.uuid]), found.name)] if found else []
    context = {
        "title": "Zmiana karty" if found else "Nowa organizacja",
        "crumbs": way(*more),
        "form": form,
        "button": "Zapisz kartę",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/organisations/form.html", context, status=status)


@require_POST
@base_desk(Deed.KEEP)
def decide(request: HttpRequest, identity: uuid.UUID, step: str) -> HttpResponse:
    """Archive, bring back, write down consent or its withdrawal."""
    found = organisation_of(identity)
    acts = {
        "archiwum": (archive_organisation, "Organizacja jest w archiwum: nikt do niej nie pisze."),
        "przywroc": (restore_organisation, "Organizacja jest znów w bazie."),
        "wycofanie": (withdraw_consent, "Zapisano wycofanie zgody."),
    }
    try:
        if step == "zgoda":
            _consent(request, found)
        elif step in acts:
            act, said = acts[step]
            act(organisation=found, **signed(request))
            messages.success(request, said)
        else:
            raise Http404
    except MiernikError as error:
        messages.error(request, str(error))
    return redirect("organisation", identity=found.uuid)


def _consent(request: HttpRequest, found: Organisation) -> None:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Podaj dzień zgody i napisz, skąd o niej wiadomo.")
        return
    by_at = signed(request)
    day = form.cleaned_data["given_on"]
    given_at = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    if day == timezone.localdate(by_at["at"]):
        given_at = by_at["at"]
    give_consent(organisation=found, source=form.cleaned_data["source"], given_at=given_at, **by_at)
    messages.success(request, "Zapisano zgodę na wiadomości.")
