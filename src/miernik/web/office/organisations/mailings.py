"""Mailings at the desk: writing with a preview, sending, following."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.accounts.letter_queue import LetterState
from miernik.accounts.models import Mailing
from miernik.accounts.organisations.mailing.models import MailingState
from miernik.accounts.organisations.mailing.services import (
    body_with,
    check_words,
    discard_mailing,
    prepare_mailing,
    retry_failed,
    start_mailing,
)
from miernik.accounts.organisations.permissions import Deed
from miernik.accounts.organisations.selectors import addressees
from miernik.accounts.organisations.services import record_contacts_read
from miernik.kernel.errors import MiernikError
from miernik.web.office.campaigns.door import signed
from miernik.web.office.organisations.door import base_desk, mailing_of, way
from miernik.web.office.organisations.forms import MailingForm

PAGE = 50
_SAMPLE_ADDRESS = "https://…/wypisz/…/"


@require_safe
@base_desk(Deed.KEEP)
def listing(request: HttpRequest) -> HttpResponse:
    """Every mailing with how far it is."""
    found = Mailing.objects.select_related("list").annotate(
        number=Count("recipients"),
        left=Count("recipients", filter=Q(recipients__state=LetterState.SENT)),
        failed=Count("recipients", filter=Q(recipients__state=LetterState.FAILED)),
    )
    context = {
        "title": "Mailing",
        "crumbs": way(),
        "mailings": found.order_by("-id"),
        "as_files": not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"),
    }
    return render(request, "office/organisations/mailings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@base_desk(Deed.KEEP)
def compose(request: HttpRequest) -> HttpResponse:
    """Write a message, look at it with the number of its recipients, prepare it."""
    form = MailingForm(request.POST or None)
    preview, number, status = "", 0, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                if request.POST.get("krok") == "przygotuj":
                    made = prepare_mailing(**data, **signed(request))
                    return redirect("mailing", identity=made.uuid)
                _, body = check_words(data["subject"], data["body"])
                found = addressees(data["to"])
                first = found.first()
                number, status = found.count(), 200
                preview = body_with(body, first.name if first else "[nazwa]", _SAMPLE_ADDRESS)
            except MiernikError as error:
                form.add_error(None, str(error))
    context = {
        "title": "Nowa wiadomość",
        "crumbs": way((reverse("mailings"), "Mailing")),
        "form": form,
        "preview": preview,
        "number": number,
    }
    return render(request, "office/organisations/compose.html", context, status=status)


@require_safe
@base_desk(Deed.KEEP)
def one_mailing(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """A mailing, how far it is, and what became of each message."""
    mailing = mailing_of(identity)
    rows = mailing.recipients.select_related("organisation").order_by("organisation__name_key")
    asked = request.GET.get("stan", "")
    if asked in {state.value for state in LetterState}:
        rows = rows.filter(state=asked)
    record_contacts_read(why="odbiorcy mailingu", **signed(request))
    context = {
        "title": mailing.subject,
        "crumbs": way((reverse("mailings"), "Mailing")),
        "mailing": mailing,
        "prepared": mailing.state == MailingState.PREPARED,
        "counts": [
            (state, state.label, mailing.recipients.filter(state=state).count())
            for state in LetterState
        ],
        "number": mailing.recipients.count(),
        "failed": mailing.recipients.filter(state=LetterState.FAILED).exists(),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("strona")),
        "asked": f"stan={asked}" if asked else "",
    }
    return render(request, "office/organisations/mailing.html", context)


@require_POST
@base_desk(Deed.KEEP)
def decide(request: HttpRequest, identity: uuid.UUID, step: str) -> HttpResponse:
    """Send a prepared mailing once confirmed, discard it, or try the failed ones again."""
    mailing = mailing_of(identity)
    try:
        if step == "wyslij":
            _start(request, mailing)
        elif step == "ponow":
            retry_failed(mailing=mailing, **signed(request))
            messages.success(request, "Nieudane wiadomości czekają na ponowne wysłanie.")
        elif step == "usun":
            discard_mailing(mailing=mailing, **signed(request))
            messages.success(request, "Mailing usunięto. Niczego nie wysłano.")
            return redirect("mailings")
        else:
            raise Http404
    except MiernikError as error:
        messages.error(request, str(error))
    return redirect("mailing", identity=mailing.uuid)


def _start(request: HttpRequest, mailing: Mailing) -> None:
    if request.POST.get("confirmed") != "tak":
        messages.error(request, "Zaznacz, że na pewno: wysłanych wiadomości nie da się cofnąć.")
        return
    start_mailing(mailing=mailing, **signed(request))
    messages.success(request, "Wysyłka się zaczęła: wiadomości wyjdą w najbliższych minutach.")
