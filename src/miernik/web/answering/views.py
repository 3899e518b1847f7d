"""Opening a form, filling it in, handing it in, its receipt."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from miernik.collection.errors import BadLinkError, FormNotOpenError, UnfinishedFormError
from miernik.collection.links import note_use, open_link
from miernik.collection.printing import print_answer
from miernik.collection.receipts import receipt_of
from miernik.collection.services.answering import deadline_of, submit, withdraw_submission
from miernik.collection.services.attachments import file_of
from miernik.kernel.errors import MiernikError
from miernik.web.answering.doors import (
    Visit,
    at_form,
    attachment,
    closed,
    forget,
    name_of,
    private,
    remember,
    visits,
)
from miernik.web.answering.page import FormPage, Posting, page_of
from miernik.web.answering.reading import read_form
from miernik.web.answering.saving import Stored, store


@require_http_methods(["GET", "HEAD", "POST"])
def landing(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where a letter's link leads: a page with a button. Only the button opens the form.

    Scanners of mail follow links; a GET therefore uses nothing up.
    """
    now = timezone.now()
    try:
        link = open_link(token, now)
    except BadLinkError as error:
        return private(closed(request, str(error), 410))
    form = link.questionnaire
    if request.method == "POST":
        note_use(link=link, by=name_of(link), at=now)
        remember(request, link)
        return private(redirect("answer-form", form.uuid))
    context = {"form": form, "link": link, "deadline": deadline_of(form)}
    return private(render(request, "answering/landing.html", context))


@require_safe
def forms(request: HttpRequest) -> HttpResponseBase:
    """The forms this person may open: by an account, by links opened in this browser."""
    found = visits(request)
    if not found and not request.user.is_authenticated:
        return private(redirect_to_login(request.get_full_path()))
    context = {"forms": [(form, deadline_of(form)) for form in found]}
    return private(render(request, "answering/forms.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@at_form
def form(request: HttpRequest, at_visit: Visit) -> HttpResponse:
    """The form: shown, saved as a whole, checked and handed in."""
    if request.method == "POST":
        return _post(request, at_visit, timezone.now())
    check = request.GET.get("sprawdz") == "1"
    return _show(request, at_visit, page_of(at_visit.form, check=check))


def _show(
    request: HttpRequest,
    at_visit: Visit,
    page: FormPage,
    *,
    status: int = 200,
    unsaved: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {"page": page, "form": page.form, "visit": at_visit, "unsaved": unsaved or []}
    name = "answering/finished.html" if page.sentence else "answering/form.html"
    return render(request, name, context, status=status)


def _post(request: HttpRequest, at_visit: Visit, at: dt.datetime) -> HttpResponse:
    try:
        stored = store(request, at_visit, at)
    except FormNotOpenError as error:
        messages.error(request, str(error))
        return _not_taken(request, at_visit)
    for sentence in stored.sentences:
        messages.error(request, sentence)
    if stored.conflicts or stored.pseudonym_errors:
        page = page_of(at_visit.form, posting=_posting(stored))
        return _show(request, at_visit, page, status=409 if stored.conflicts else 422)
    here = reverse("answer-form", args=[at_visit.form.uuid])
    step = request.POST.get("krok", "")
    if step == "przekaz" and not stored.sentences:
        try:
            submit(
                questionnaire=at_visit.form, channel=at_visit.channel, by=at_visit.by, at=at
            )
        except (UnfinishedFormError, FormNotOpenError):
            return redirect(f"{here}?sprawdz=1#do-poprawy")
        return redirect("answer-receipt", at_visit.form.uuid)
    if not stored.sentences:
        messages.success(request, f"Zapisano o {timezone.localtime(at):%H:%M}.")
    place = request.POST.get("miejsce", "") if step.startswith("usun:") else step.partition(":")[2]
    return redirect(here + (f"#{place}" if place.startswith("pytanie-") else ""))


def _posting(stored: Stored) -> Posting:
    return Posting(
        {key: stored.posted[key].content for key in stored.conflicts},
        {key: stored.posted[key].over for key in stored.conflicts},
        stored.conflicts,
        stored.pseudonym_errors,
    )


def _not_taken(request: HttpRequest, at_visit: Visit) -> HttpResponse:
    """The form as it stands, with what was posted and could not be stored any more."""
    page = page_of(at_visit.form)
    posted = read_form(request.POST, [line.asked for line in page.lines])
    unsaved = [
        (line.asked.name, print_answer(line.asked.kind, posted[line.asked.indicator].content))
        for line in page.lines
        if line.asked.indicator in posted
        and posted[line.asked.indicator].content != line.answer
    ]
    return _show(request, at_visit, page, status=409, unsaved=unsaved)


@require_safe
@at_form
def receipt(request: HttpRequest, at_visit: Visit) -> HttpResponse:
    """The receipt of the last submission, to print or to keep."""
    last = at_visit.form.submissions.order_by("-number").first()
    if last is None:
        return redirect("answer-form", at_visit.form.uuid)
    page = page_of(at_visit.form)
    context = {
        "form": at_visit.form,
        "page": page,
        "visit": at_visit,
        "receipt": receipt_of(last),
        "late": last.late,
        "standing": page.may_withdraw,
    }
    return render(request, "answering/receipt.html", context)


@require_POST
@at_form
def withdraw(request: HttpRequest, at_visit: Visit) -> HttpResponse:
    """Take the form back to change it."""
    try:
        withdraw_submission(questionnaire=at_visit.form, by=at_visit.by, at=timezone.now())
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, "Przekazanie cofnięte. Popraw odpowiedzi i przekaż formularz jeszcze raz."
        )
    return redirect("answer-form", at_visit.form.uuid)


@require_POST
@at_form
def leave(request: HttpRequest, at_visit: Visit) -> HttpResponse:
    """Close the form in this browser; the page's script empties the browser's own notes."""
    forget(request, at_visit.form)
    return render(request, "answering/left.html", {"form": at_visit.form})


@require_GET
@at_form
def file(request: HttpRequest, at_visit: Visit, file: uuid.UUID) -> HttpResponseBase:
    """A file of this form, always to be saved and never shown in the page."""
    found = attachment(at_visit, file)
    path = file_of(found)
    if not path.exists():
        return closed(request, "Tego pliku nie ma już na dysku. Dodaj go jeszcze raz.", 404)
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


