"""Pasted lists: addresses of institutions, members of a group."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from miernik.accounts.models import Institution, InstitutionKind
from miernik.accounts.pasted import Pasted, read_pasted
from miernik.collection.models import Campaign
from miernik.collection.permissions import Deed
from miernik.collection.services.assigning import assign_implementers
from miernik.collection.services.contacts import UnknownNamesError, add_members, set_contacts
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web.office.campaigns.door import (
    campaign_desk,
    campaign_of,
    crumbs,
    institution_of,
    signed,
)
from miernik.web.office.campaigns.forms import MembersForm, PasteForm


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.RUN)
def contacts(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Set the addresses of many institutions; all faults of the list are told at once."""
    campaign = campaign_of(identity)
    form = PasteForm(request.POST or None)
    faults: tuple[str, ...] = ()
    number = 0
    if request.method == "POST" and form.is_valid():
        pasted = read_pasted(form.cleaned_data["lines"], email_needed=True)
        faults = pasted.faults
        try:
            number = _set(request, pasted)
        except UnknownNamesError as error:
            faults = (*faults, *error.faults)
        except MiernikError as error:
            faults = (*faults, str(error))
        if not faults:
            words = plural(number, "adres", "adresy", "adresów")
            messages.success(request, f"Zapisano {print_number(number)} {words}.")
            return redirect("campaign-institutions", campaign.uuid)
    context = {
        "title": "Adresy e-mail instytucji",
        "crumbs": crumbs(campaign, _to_institutions(campaign)),
        "campaign": campaign,
        "form": form,
        "faults": faults,
        "lead": "Wklej listę instytucji z adresami. Zapisze się cała albo, gdy coś się nie "
        "zgadza, nic.",
        "button": "Zapisz adresy",
        "members": None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/campaigns/paste.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.RUN)
def members(request: HttpRequest, identity: uuid.UUID, whom: uuid.UUID) -> HttpResponse:
    """Put members of a collective name ("szkoły") on record, so that they can be asked."""
    campaign, group = campaign_of(identity), institution_of(whom)
    form = MembersForm(request.POST or None)
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        pasted = read_pasted(form.cleaned_data["lines"])
        faults = pasted.faults
        if not faults:
            try:
                messages.success(request, _add(request, campaign, group, form, pasted))
                return redirect(request.path)
            except MiernikError as error:
                faults = (str(error),)
    context = {
        "title": f"Członkowie grupy: {group.name}",
        "crumbs": crumbs(campaign, (reverse("campaign-questions", args=[identity]), "Pytania")),
        "campaign": campaign,
        "form": form,
        "faults": faults,
        "members": group.parts.order_by("name"),
        "lead": "Dokument wymienia te instytucje zbiorczo. Żeby je zapytać, trzeba wiedzieć, które "
        "to są. Adres e-mail można dopisać później.",
        "button": "Dopisz instytucje",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/campaigns/paste.html", context, status=status)


def _set(request: HttpRequest, pasted: Pasted) -> int:
    """Save when every line could be read; names are checked even when not, to tell all faults."""
    with transaction.atomic():
        number = set_contacts(lines=pasted.lines, **signed(request))
        transaction.set_rollback(bool(pasted.faults))
    return number


@transaction.atomic
def _add(
    request: HttpRequest, campaign: Campaign, group: Institution, form: MembersForm, pasted: Pasted
) -> str:
    kind = InstitutionKind(form.cleaned_data["kind"])
    done = add_members(group=group, kind=kind, lines=pasted.lines, **signed(request))
    said = f"Dopisano do grupy: {print_number(done.created + done.joined)}"
    if form.cleaned_data["ask"]:
        asked = assign_implementers(campaign=campaign, **signed(request)).added
        words = plural(asked, "pytanie", "pytania", "pytań")
        said += f"; przydzielono {print_number(asked)} {words}"
    return f"{said}."


def _to_institutions(campaign: Campaign) -> tuple[str, str]:
    return reverse("campaign-institutions", args=[campaign.uuid]), "Pytania według instytucji"
