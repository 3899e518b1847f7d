"""The whole opinion before it is sent, sending it, and its receipt."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from miernik.consultations.cards import is_eligible, public_name
from miernik.consultations.errors import BadReceiptError, ClosedError, SubmitterError
from miernik.consultations.models import (
    Change,
    Consultation,
    ConsultedDraft,
    Decision,
    LetterKind,
    Operation,
    Submission,
)
from miernik.consultations.receipts import receipt_code, receipt_token, submission_of
from miernik.consultations.selectors import Standing, open_tracks, results_are_final
from miernik.consultations.services.submitting import submit_online
from miernik.kernel.errors import MiernikError
from miernik.kernel.redline import Piece, redline
from miernik.strategy.text.reading import Line, lines
from miernik.web.answering.doors import private
from miernik.web.pauses import Pause
from miernik.web.public.consultations import basket, doors
from miernik.web.public.consultations.forms import OpinionForm
from miernik.web.public.consultations.pages import change_words, frame
from miernik.web.public.consultations.paper_form import privacy_of, ways_of

#: Anybody may type anybody's address: a stranger's mailbox is not to be filled.
LETTERS = Pause("letters", allowed=5, seconds=60 * 60)
_TOO_MANY_LETTERS = (
    "Na ten adres poproszono już o wiadomości o kilku opiniach. Odznacz to pole i wyślij opinię "
    "bez wiadomości albo spróbuj za godzinę."
)
_CANCELLED = "Te konsultacje odwołano. Opinii do nich nie przyjmujemy, także inną drogą."


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change that waits, with its unit and its redline."""

    wanted: basket.Wanted
    draft: ConsultedDraft
    line: Line
    pieces: list[Piece]


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the opinion says and who sends it; sending leads to the receipt."""
    of = doors.consultation(code)
    if request.method != "POST":
        form = OpinionForm(tracks=open_tracks(of, timezone.now()))
        return private(_show(request, of, form))
    form = OpinionForm(request.POST, tracks=list(of.tracks.all()))
    if form.is_valid():
        sent = _send(request, of, form)
        if sent is not None:
            return private(sent)
    elif not open_tracks(of, timezone.now()):
        return private(_show(request, of, form, status=403))
    return private(_show(request, of, form, status=422))


def _send(request: HttpRequest, of: Consultation, form: OpinionForm) -> HttpResponse | None:
    """Submit; returns the way on, None when the form has to be mended."""
    at = timezone.now()
    mailbox = form.cleaned_data["email"].casefold() if form.cleaned_data["letters"] else ""
    if mailbox and LETTERS.is_on(mailbox):
        form.add_error("letters", _TOO_MANY_LETTERS)
        return None
    try:
        made = submit_online(
            track=form.track,
            submitter=form.submitter(),
            asked=basket.asked(basket.waiting(request, of), form.cleaned_data["common"]),
            general=form.cleaned_data["general"],
            at=at,
        )
    except ClosedError as error:
        return _show(request, of, form, status=403, closed=str(error))
    except SubmitterError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    except MiernikError as error:
        form.add_error(None, str(error))
        return None
    if mailbox:
        LETTERS.count(mailbox)
    basket.empty(request, of)
    return redirect("consultation-receipt", receipt_token(made))


def _show(
    request: HttpRequest,
    of: Consultation,
    form: OpinionForm,
    *,
    status: int = 200,
    closed: str = "",
) -> HttpResponse:
    context = frame(request, of, timezone.now())
    if context["standing"] is Standing.CANCELLED:
        closed = _CANCELLED
    elif not context["is_open"] and not closed:
        closed = _closed_words(of)
    context |= {
        "form": form,
        "changes": _shown(of, context["waiting"]),
        "closed": closed,
        "ways": ways_of(of),
        "privacy": privacy_of(of),
        "drafts": [draft for draft in of.drafts.all() if draft.version_id],
    }
    return render(request, "public/consultations/opinion.html", context, status=status)


def _closed_words(of: Consultation) -> str:
    """Why nothing is taken now, by the track that closes last."""
    last = max(of.tracks.all(), key=lambda track: track.ends)
    return str(ClosedError(last.starts, last.ends, timezone.localdate(timezone.now())))


def _shown(of: Consultation, waiting: list[basket.Wanted]) -> list[ShownChange]:
    """The changes that wait, in the order they were proposed."""
    drafts = {str(draft.uuid): draft for draft in of.drafts.select_related("version")}
    texts = {
        name: {line.code: line for line in lines(draft.version)}
        for name, draft in drafts.items()
        if draft.version and any(item.draft == name for item in waiting)
    }
    found = []
    for item in waiting:
        line = texts.get(item.draft, {}).get(item.code)
        if line is not None:
            before = "" if item.is_new else line.text
            found.append(ShownChange(item, drafts[item.draft], line, redline(before, item.text)))
    return found


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponseBase:
    """What was submitted and when, by the server's clock; later what was decided."""
    try:
        found = submission_of(token)
    except BadReceiptError as error:
        damaged = {"damaged": str(error)}
        page = render(request, "public/consultations/receipt.html", damaged, status=404)
        return private(page)
    final = results_are_final(found.consultation)
    context = {
        "damaged": "",
        "submission": found,
        "consultation": found.consultation,
        "code": receipt_code(found),
        "submitter": public_name(found),
        "changes": _submitted(found, decided=final),
        "change_words": change_words(found.changes.count()),
        "final": final,
        "ineligible": is_eligible(found) is False,
        "letters": {kind.value: found.letters.filter(kind=kind).first() for kind in LetterKind},
    }
    return private(render(request, "public/consultations/receipt.html", context))


def _submitted(
    submission: Submission, *, decided: bool
) -> list[tuple[Change, list[Piece], list[tuple[Decision, Line | None]]]]:
    """Each change with its redline and decisions; with these the unit that covers it already."""
    changes = submission.changes.select_related("draft__version").prefetch_related(
        "decisions__edits"
    )
    return [
        (
            change,
            redline(
                change.old_text, "" if change.operation == Operation.DELETE else change.new_text
            ),
            [(one, _covering(one, change)) for one in change.decisions.all()] if decided else [],
        )
        for change in changes.order_by("position")
    ]


def _covering(decision: Decision, change: Change) -> Line | None:
    """The unit of the consulted text that says what was asked for."""
    if decision.covered_by_id is None or change.draft.version is None:
        return None
    known = lines(change.draft.version)
    return next((line for line in known if line.unit_id == decision.covered_by_id), None)
