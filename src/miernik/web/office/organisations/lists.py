"""Lists of recipients: who is on them, adding, taking off."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from miernik.accounts.organisations.permissions import Deed
from miernik.accounts.organisations.selectors import (
    addressees,
    find_organisation,
    lists_with_counts,
)
from miernik.accounts.organisations.services import save_list, subscribe, unsubscribe
from miernik.kernel.errors import MiernikError
from miernik.web.office.campaigns.door import signed
from miernik.web.office.organisations.door import base_desk, list_of, way
from miernik.web.office.organisations.forms import ListForm, MemberForm


@require_http_methods(["GET", "HEAD", "POST"])
@base_desk(Deed.KEEP)
def listing(request: HttpRequest) -> HttpResponse:
    """Every list, and a new one."""
    form = ListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = save_list(**form.cleaned_data, **signed(request))
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Listę utworzono.")
            return redirect("newsletter-list", identity=made.uuid)
    context = {
        "title": "Listy odbiorców",
        "crumbs": way(),
        "lists": lists_with_counts(),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/organisations/lists.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@base_desk(Deed.KEEP)
def one_list(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Who is on a list and who left it; adding by number or name."""
    newsletter = list_of(identity)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["who"]
        found = find_organisation(who)
        if found is None:
            form.add_error("who", f"W bazie nie ma organizacji „{who}”: wpisz całą nazwę.")
        else:
            subscribe(organisation=found, to=newsletter, **signed(request))
            messages.success(request, f"„{found}” jest na liście.")
            return redirect("newsletter-list", identity=newsletter.uuid)
    rows = newsletter.subscriptions.select_related("organisation")
    context = {
        "title": newsletter.name,
        "crumbs": way((reverse("newsletter-lists"), "Listy odbiorców")),
        "newsletter": newsletter,
        "rows": rows.order_by("organisation__name_key"),
        "reached": addressees(newsletter).count(),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/organisations/one_list.html", context, status=status)


@require_POST
@base_desk(Deed.KEEP)
def remove(request: HttpRequest, identity: uuid.UUID, which: uuid.UUID) -> HttpResponse:
    """Take an organisation off a list."""
    newsletter = list_of(identity)
    row = newsletter.subscriptions.filter(uuid=which).order_by("id").first()
    if row is None:
        raise Http404
    unsubscribe(subscription=row, reason="wypisana w urzędzie", **signed(request))
    messages.success(request, "Organizację wypisano z listy.")
    return redirect("newsletter-list", identity=newsletter.uuid)
