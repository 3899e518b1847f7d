"""The one way to a form: a personal link opened in this browser, or an account of the institution.

Nothing else opens a form, and what is refused looks the same whether the form exists or not. The
pages are kept out of caches and search engines. The address of a link holds a secret and must not
reach other sites: ``same-origin`` keeps it here (``no-referrer`` would also take the origin off
the forms of these pages, and the protection against forged requests would refuse them).
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from miernik.accounts.models import User
from miernik.collection.errors import BadLinkError
from miernik.collection.links import usable_link
from miernik.collection.models import AccessLink, Attachment, Channel, Questionnaire
from miernik.collection.permissions import own_forms

P = ParamSpec("P")
SESSION_KEY = "answering"
#: A link stays open in a browser for a working day; the letter opens it again.
SESSION_SECONDS = 12 * 60 * 60
_BY_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Visit:
    """A person at a form: ``by`` is what stands in the records, ``link`` None for an account."""

    form: Questionnaire
    by: str
    channel: Channel
    link: AccessLink | None = None


View = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]


def visit(request: HttpRequest, identity: uuid.UUID) -> Visit:
    """Return the visit to a form; raises Http404, and BadLinkError for a link that has ended.

    The link is asked anew at every request, so that a revoked one closes at once.
    """
    own = own_forms(request.user).filter(uuid=identity)
    of = own.select_related("campaign", "institution").first()
    if of is not None and isinstance(request.user, User):
        return Visit(of, request.user.username, Channel.ACCOUNT)
    opened = _opened(request).get(str(identity))
    if opened is None:
        raise Http404
    link = usable_link(uuid.UUID(opened), timezone.now())
    if link.questionnaire.uuid != identity:
        raise Http404
    return Visit(link.questionnaire, name_of(link), Channel.LINK, link)


def visits(request: HttpRequest) -> list[Questionnaire]:
    """Return every form this browser may open now, the newest campaign first."""
    found = list(own_forms(request.user).select_related("campaign", "institution"))
    for opened in _opened(request).values():
        try:
            found.append(usable_link(uuid.UUID(opened), timezone.now()).questionnaire)
        except BadLinkError:
            continue
    by_key = {form.pk: form for form in found}
    return sorted(
        by_key.values(), key=lambda form: (-form.campaign.year, form.institution.name, form.pk)
    )


def remember(request: HttpRequest, link: AccessLink) -> None:
    """Let this browser open the link's form; a new session key, so that none was planted."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = _opened(request) | {
        str(link.questionnaire.uuid): str(link.uuid)
    }
    if not request.user.is_authenticated:
        request.session.set_expiry(SESSION_SECONDS)


def forget(request: HttpRequest, form: Questionnaire) -> None:
    """Close the form in this browser; other forms opened in it stay."""
    opened = _opened(request)
    opened.pop(str(form.uuid), None)
    request.session[SESSION_KEY] = opened


def name_of(link: AccessLink) -> str:
    """Return who answers by a link, for the records."""
    name = link.person or link.questionnaire.institution.name
    return f"link: {name}"[:_BY_LENGTH]


def attachment(at: Visit, identity: uuid.UUID) -> Attachment:
    """Return a file of this form that was not removed; raises Http404."""
    found = at.form.attachments.filter(uuid=identity, removed_at__isnull=True).first()
    if found is None:
        raise Http404
    return found


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a page out of caches, search engines and other sites' logs."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def closed(request: HttpRequest, sentence: str = "", status: int = 404) -> HttpResponse:
    """Return the friendly page of a door that stays closed."""
    return render(request, "answering/closed.html", {"sentence": sentence}, status=status)


def at_form(view: View[P]) -> Callable[Concatenate[HttpRequest, uuid.UUID, P], HttpResponseBase]:
    """Let only people in who may open the form; the view is given the visit."""

    @functools.wraps(view)
    def guarded(
        request: HttpRequest, identity: uuid.UUID, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        try:
            found = visit(request, identity)
        except BadLinkError as error:
            return private(_refused(request, str(error), 410))
        except Http404:
            return private(_refused(request, "", 404))
        return private(view(request, found, *args, **kwargs))

    return guarded


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    if request.headers.get("accept") == "application/json":
        said = sentence or "Ten formularz jest zamknięty w tej przeglądarce. Otwórz go linkiem."
        return JsonResponse({"error": said}, status=status)
    return closed(request, sentence, status)


def _opened(request: HttpRequest) -> dict[str, str]:
    """Links opened in this browser: form by form."""
    return dict(request.session.get(SESSION_KEY, {}))
