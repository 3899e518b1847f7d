"""The messages of a campaign: whom to write to, what was written, taking back, sending again."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from miernik.collection.messages.deciding import cancel, requeue
from miernik.collection.messages.inviting import invite, send_fresh_link, waiting_for_invitation
from miernik.collection.messages.queueing import has_address
from miernik.collection.messages.reminding import remind, reminders_due
from miernik.collection.messages.templates import body_with
from miernik.collection.models import Campaign, CampaignState, Message, MessageState
from miernik.collection.states import OWING
from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural
from miernik.web.office.campaigns.door import campaign_of, crumbs, form_of
from miernik.web.office.messages import door
from miernik.web.office.messages.door import runners_only
from miernik.web.office.messages.forms import LogForm

PAGE = 50
_HIDDEN_LINK = "[osobisty link, wpisywany dopiero przy wysyłaniu]"
_SURE = "tak"


@require_safe
@runners_only
def log(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """The log of a campaign with what can be sent now."""
    campaign = campaign_of(identity)
    form = LogForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = _chosen(campaign, wanted)
    fresh, _ = waiting_for_invitation(campaign)
    today = timezone.localdate()
    due = reminders_due(campaign, today, everyone=True)
    owing = [
        item
        for item in campaign.questionnaires.select_related("institution", "campaign").order_by(
            "institution__name"
        )
        if item.state in OWING
    ]
    context = {
        "title": "Wiadomości",
        "crumbs": crumbs(campaign),
        "campaign": campaign,
        "form": form,
        "asked": urlencode({name: value for name, value in wanted.items() if value}),
        "page": Paginator(found, PAGE).get_page(request.GET.get("strona")),
        "open": campaign.state == CampaignState.OPEN,
        "to_invite": len(fresh),
        "to_remind": sum(has_address(item.form) for item in due),
        "without_email": [item for item in owing if not has_address(item)],
        "reachable": [item for item in owing if has_address(item)],
        "counts": [
            (state.label, campaign.messages.filter(state=state).count()) for state in MessageState
        ],
    }
    return render(request, "office/messages/log.html", context)


def _chosen(campaign: Campaign, wanted: dict[str, Any]) -> QuerySet[Message]:
    found = campaign.messages.select_related("questionnaire__institution").order_by("-id")
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    who = (wanted.get("who") or "").strip()
    if who:
        name = Q(questionnaire__institution__name__icontains=who)
        found = found.filter(name | Q(recipient__icontains=who))
    return found


@require_safe
@runners_only
def one_message(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One message as it was written; the personal address is not shown to anybody."""
    item = door.message(identity)
    context = {
        "item": item,
        "title": item.get_kind_display(),
        "crumbs": crumbs(
            item.campaign, (reverse("messages-log", args=[item.campaign.uuid]), "Wiadomości")
        ),
        "body": body_with(item.body, _HIDDEN_LINK),
        "waits": item.state == MessageState.QUEUED,
    }
    return render(request, "office/messages/message.html", context)


@require_POST
@runners_only
def send_invitations(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Queue invitations once the person has confirmed the count."""
    campaign = campaign_of(identity)
    if _confirmed(request):
        try:
            batch = invite(
                campaign=campaign, by=request.user.get_username(), at=timezone.now(),
                with_sheet=request.POST.get("with_sheet") == _SURE,
            )  # fmt: skip
        except MiernikError as error:
            messages.error(request, str(error))
        else:
            _tell(request, len(batch.queued), "zaproszenie", "zaproszenia", "zaproszeń")
    return redirect("messages-log", identity=campaign.uuid)


@require_POST
@runners_only
def send_reminders(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Queue a reminder to everybody who owes, once the person has confirmed the count."""
    campaign = campaign_of(identity)
    if _confirmed(request):
        at = timezone.now()
        try:
            batch = remind(
                campaign=campaign, on=timezone.localdate(at), by=request.user.get_username(),
                at=at, everyone=True,
            )  # fmt: skip
        except MiernikError as error:
            messages.error(request, str(error))
        else:
            _tell(request, len(batch.queued), "przypomnienie", "przypomnienia", "przypomnień")
    return redirect("messages-log", identity=campaign.uuid)


@require_POST
@runners_only
def fresh_link(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Queue a new link to one institution."""
    campaign = campaign_of(identity)
    try:
        form = form_of(campaign, uuid.UUID(request.POST.get("form", "")))
    except ValueError as error:
        raise Http404 from error
    try:
        send_fresh_link(form=form, by=request.user.get_username(), at=timezone.now())
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Nowy link w kolejce do wysłania: {form.institution.name}.")
    return redirect("messages-log", identity=campaign.uuid)


@require_POST
@runners_only
def decide(request: HttpRequest, identity: uuid.UUID, step: str) -> HttpResponse:
    """Take a message back (``wycofaj``) or send it again (``ponow``)."""
    item = door.message(identity)
    act, said = {
        "wycofaj": (cancel, "Wiadomość wycofano."),
        "ponow": (requeue, "Wiadomość czeka na ponowne wysłanie."),
    }[step]
    try:
        act(message=item, by=request.user.get_username(), at=timezone.now())
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("message", identity=item.uuid)


def _confirmed(request: HttpRequest) -> bool:
    if request.POST.get("confirmed") == _SURE:
        return True
    messages.error(request, "Zaznacz, że na pewno: wysłanych wiadomości nie da się cofnąć.")
    return False


def _tell(request: HttpRequest, count: int, one: str, few: str, many: str) -> None:
    if count:
        words = plural(count, one, few, many)
        messages.success(request, f"W kolejce do wysłania: {count} {words}.")
    else:
        messages.info(request, "Nie ma teraz do kogo pisać.")
