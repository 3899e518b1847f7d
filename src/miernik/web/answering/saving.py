"""What a person posted, stored: the whole form at once, or one answer as it is typed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from miernik.collection.asked import AskedIndicator
from miernik.collection.asking import asked_of
from miernik.collection.content import EMPTY, from_json
from miernik.collection.errors import AttachmentError, FormNotOpenError, NotAskedError
from miernik.collection.models import Attachment, Questionnaire
from miernik.collection.services.answering import Conflict, save_answers
from miernik.collection.services.attachments import add_attachment, remove_attachment
from miernik.collection.services.review import reply
from miernik.collection.typed import complaints
from miernik.kernel.errors import MiernikError
from miernik.strategy.models import Indicator
from miernik.web.answering.doors import Visit, at_form, attachment
from miernik.web.answering.lines import Line, said
from miernik.web.answering.page import line_of
from miernik.web.answering.reading import Posted, prefix_of, read_answer, read_form
from miernik.web.pseudonyms import receive_posted

_REMOVE = "usun:"


@dataclass(slots=True)
class Stored:
    """What became of a posted form: conflicts and errors by indicator, sentences about files."""

    posted: dict[str, Posted] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    pseudonym_errors: dict[str, str] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)


def store(request: HttpRequest, at_visit: Visit, at: dt.datetime) -> Stored:
    """Store a whole posted form: answers, replies to the office, files, pseudonyms.

    Raises FormNotOpenError when answers came and the form takes none.
    """
    form, by = at_visit.form, at_visit.by
    asked = asked_of(form)
    stored = Stored(read_form(request.POST, asked))
    _reply(request, at_visit, at, stored)
    if not stored.posted:
        return stored
    changes = {
        key: change for key, one in stored.posted.items() if (change := one.change()) is not None
    }
    stored.conflicts = save_answers(questionnaire=form, changes=changes, by=by, at=at).conflicts
    _keep_pseudonyms(request, at_visit, at, asked, stored)
    _keep_files(request, at_visit, at, asked, stored)
    return stored


def _reply(request: HttpRequest, at_visit: Visit, at: dt.datetime, stored: Stored) -> None:
    for question in at_visit.form.questions.filter(settled_at__isnull=True).order_by("id"):
        text = request.POST.get(f"reply-{question.uuid.hex}", "").strip()
        if text and text != question.reply:
            try:
                reply(question=question, text=text, by=at_visit.by, at=at)
            except MiernikError as error:
                stored.sentences.append(str(error))


def _keep_files(
    request: HttpRequest,
    at_visit: Visit,
    at: dt.datetime,
    asked: Sequence[AskedIndicator],
    stored: Stored,
) -> None:
    for item in asked:
        for upload in request.FILES.getlist(f"{prefix_of(item.indicator)}-file"):
            try:
                add_attachment(
                    questionnaire=at_visit.form,
                    indicator=_indicator(item),
                    name=upload.name or "",
                    content=upload.read(),
                    by=at_visit.by,
                    at=at,
                )
            except AttachmentError as error:
                stored.sentences.append(str(error))
    step = request.POST.get("krok", "")
    if step.startswith(_REMOVE):
        remove_attachment(attachment=_named(at_visit, step), by=at_visit.by, at=at)


def _named(at_visit: Visit, step: str) -> Attachment:
    try:
        identity = uuid.UUID(step.removeprefix(_REMOVE))
    except ValueError:
        identity = uuid.UUID(int=0)
    return attachment(at_visit, identity)


def _keep_pseudonyms(
    request: HttpRequest,
    at_visit: Visit,
    at: dt.datetime,
    asked: Sequence[AskedIndicator],
    stored: Stored,
) -> None:
    for item in asked:
        name = f"{prefix_of(item.indicator)}-pseudonyms"
        if not item.persons_may_overlap or not (
            request.POST.get(name, "").strip() or f"{name}_made" in request.FILES
        ):
            continue
        number = stored.posted[item.indicator].content.number if item.indicator in stored.posted else None
        try:
            receive_posted(
                request,
                questionnaire=at_visit.form,
                indicator=_indicator(item),
                persons=None if number is None else int(number),
                by=at_visit.by,
                at=at,
                field=name,
                file_field=f"{name}_made",
            )
        except MiernikError as error:
            stored.pseudonym_errors[item.indicator] = str(error)


def _indicator(asked: AskedIndicator) -> Indicator:
    return Indicator.objects.get(uuid=asked.indicator)


@require_POST
@at_form
def autosave(request: HttpRequest, at_visit: Visit) -> HttpResponse:
    """Store one answer as it is typed; the reply is JSON.

    200: ``revision``, ``saved`` (the hour), ``answered``, ``errors`` by the end of the field's
    name. 409: somebody else changed it; ``html`` is the question with both versions. 422: the
    form takes no answers, ``error`` says why. With ``pelne`` the question comes as ``html`` too.
    """
    asked = asked_of(at_visit.form)
    place = next(
        (n for n, one in enumerate(asked) if f"{prefix_of(one.indicator)}-revision" in request.POST),
        None,
    )
    if place is None:
        return JsonResponse({"error": str(NotAskedError())}, status=422)
    item, posted = asked[place], read_answer(request.POST, asked[place])
    change = posted.change()
    try:
        saved = save_answers(
            questionnaire=at_visit.form,
            changes={} if change is None else {item.indicator: change},
            by=at_visit.by,
            at=timezone.now(),
        )
    except FormNotOpenError as error:
        return JsonResponse({"error": str(error)}, status=422)
    conflict = saved.conflicts.get(item.indicator)
    if conflict is not None:
        line = Line(item, place + 1, posted.content, posted.over, conflict)
        told = {"revision": posted.over, "html": _html(request, at_visit.form, line)}
        return JsonResponse(told, status=409)
    return JsonResponse(_told(request, at_visit.form, asked, place))


def _told(
    request: HttpRequest, form: Questionnaire, asked: Sequence[AskedIndicator], place: int
) -> dict[str, Any]:
    """What stands in the store after a save."""
    item = asked[place]
    rows = {str(row.indicator.uuid): row for row in form.answers.select_related("indicator")}
    row = rows.get(item.indicator)
    content = from_json(row.content) if row else EMPTY
    revision = row.revision if row else 0
    told: dict[str, Any] = {
        "revision": revision,
        "saved": f"{timezone.localtime():%H:%M}",
        "answered": sum(
            said(rows[one.indicator].content) for one in asked if one.indicator in rows
        ),
        "errors": dict(complaints(item, content)),
    }
    if "pelne" in request.POST:
        told["html"] = _html(request, form, Line(item, place + 1, content, revision))
    return told


def _html(request: HttpRequest, form: Questionnaire, line: Line) -> str:
    context = {"line": line_of(form, line), "form": form}
    return render_to_string("answering/_question.html", context, request)
