"""The first page of messages: campaigns, jobs, what came by post."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from miernik.collection.jobs import last_runs
from miernik.collection.models import Campaign, IncomingFile, IncomingState
from miernik.web.jobs import JOBS
from miernik.web.office.campaigns.door import crumbs
from miernik.web.office.messages.door import runners_only


@require_safe
@runners_only
def home(request: HttpRequest) -> HttpResponse:
    """Where letters stand in every campaign, and whether the jobs run."""
    found = Campaign.objects.annotate(
        sent=Count("messages", filter=Q(messages__state="sent")),
        queued=Count("messages", filter=Q(messages__state="queued")),
        failed=Count("messages", filter=Q(messages__state="failed")),
    )
    context = {
        "title": "Wiadomości",
        "crumbs": crumbs(),
        "campaigns": found.order_by("-year", "-id"),
        "jobs": last_runs(JOBS),
        "waiting": IncomingFile.objects.filter(state=IncomingState.WAITING).count(),
        "as_files": not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"),
        "mailbox": bool(settings.MAILBOX),
    }
    return render(request, "office/messages/home.html", context)
