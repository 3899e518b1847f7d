"""Leaving messages by the address that stands in them: a page with a button, and RFC 8058."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from miernik.accounts.organisations.errors import BadUnsubscribeLinkError
from miernik.accounts.organisations.mailing.unsubscribing import leave, open_unsubscribing
from miernik.web.answering.doors import private

_TEMPLATE = "public/unsubscribe.html"


# The address itself is the authority, and mail programs post it without a cookie (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what would be left; leave it when posted. A damaged address is told so."""
    try:
        leaving = open_unsubscribing(token)
    except BadUnsubscribeLinkError as error:
        return private(render(request, _TEMPLATE, {"damaged": str(error)}, status=404))
    if request.method != "POST":
        return private(_page(request, {"leaving": leaving}))
    done = leave(
        leaving=leaving,
        everything=request.POST.get("zakres") == "wszystko",
        reason=request.POST.get("powod", ""),
        at=timezone.now(),
    )
    return private(_page(request, {"leaving": done}))


def _page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    return render(request, _TEMPLATE, {"damaged": "", **context})
