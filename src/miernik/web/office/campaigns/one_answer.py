"""One answer of one form: correct it, ask about it, write it down for the institution."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from miernik.collection.errors import StaleAnswerError
from miernik.collection.models import Questionnaire, QuestionnaireState
from miernik.collection.permissions import Deed
from miernik.collection.reviewing import ReviewRow, review_of
from miernik.collection.services.answering import Change, is_open, save_answers
from miernik.collection.services.review import ask, correct_answer
from miernik.kernel.errors import MiernikError
from miernik.strategy.models import Indicator
from miernik.web.office.campaigns.door import (
    campaign_desk,
    campaign_of,
    crumbs,
    form_of,
    indicator_of,
    signed,
)
from miernik.web.office.campaigns.forms import QuestionForm
from miernik.web.office.campaigns.typed import BehalfForm, CorrectionForm

_CORRECTED = (QuestionnaireState.SUBMITTED, QuestionnaireState.ACCEPTED)


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.RUN)
def one_answer(
    request: HttpRequest, identity: uuid.UUID, which: uuid.UUID, what: uuid.UUID
) -> HttpResponse:
    """One answer with what may be done with it in this state of the form."""
    campaign = campaign_of(identity)
    form = form_of(campaign, which)
    indicator = indicator_of(campaign, what)
    row = _row(form, indicator)
    step = request.POST.get("krok", "")
    written = BehalfForm(
        request.POST if step == "wpisz" else None,
        card=row.card,
        before=row.answer,
        prefix="wpis",
        initial={"explanation": " ".join(dict.fromkeys(row.answer.explanations.values()))},
    )
    corrected = CorrectionForm(
        request.POST if step == "popraw" else None,
        card=row.card,
        before=row.answer,
        prefix="poprawka",
    )
    asked = QuestionForm(request.POST if step == "zapytaj" else None, prefix="pytanie")
    for name, typed in (("wpisz", written), ("popraw", corrected), ("zapytaj", asked)):
        if name != step or not typed.is_valid():
            continue
        try:
            said = _act(request, form, indicator, row, typed)
        except MiernikError as error:
            typed.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(f"{_url(form)}#w-{indicator.uuid.hex}")
    present = form.answers.filter(indicator=indicator).first()
    context = {
        "title": row.card.name,
        "crumbs": crumbs(campaign, (_url(form), form.institution.name)),
        "campaign": campaign,
        "form": form,
        "row": row,
        "written": written if is_open(form) else None,
        "corrected": corrected if form.state in _CORRECTED else None,
        "asked": asked,
        "revision": present.revision if present else 0,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/campaigns/answer.html", context, status=status)


def _act(
    request: HttpRequest,
    form: Questionnaire,
    indicator: Indicator,
    row: ReviewRow,
    typed: BehalfForm | CorrectionForm | QuestionForm,
) -> str:
    if isinstance(typed, BehalfForm):
        return _write(request, form, indicator, row, typed)
    if isinstance(typed, CorrectionForm):
        correct_answer(
            questionnaire=form,
            indicator=indicator,
            content=typed.answer,
            reason=typed.cleaned_data["reason"],
            **signed(request),
        )
        return "Zapisano poprawkę. Wartość podana przez instytucję została obok."
    text = typed.cleaned_data["text"]
    ask(questionnaire=form, indicator=indicator, text=text, **signed(request))
    return "Zapisano pytanie. Instytucja zobaczy je w formularzu."


def _write(
    request: HttpRequest,
    form: Questionnaire,
    indicator: Indicator,
    row: ReviewRow,
    typed: BehalfForm,
) -> str:
    """Save an answer for the institution; its words explain every question of the rules."""
    words = typed.cleaned_data["explanation"].strip()
    explanations = {item.rule: words for item in row.remarks if item.warning} if words else {}
    content = replace(typed.answer, explanations=dict(row.answer.explanations) | explanations)
    key = str(indicator.uuid)
    over = request.POST.get("wersja", "")
    change = Change(content, int(over) if over.isdigit() else 0)
    saved = save_answers(questionnaire=form, changes={key: change}, **signed(request))
    if key in saved.conflicts:
        conflict = saved.conflicts[key]
        raise StaleAnswerError(conflict.by, conflict.at)
    fresh = _row(form, indicator)
    open_questions = [item.message for item in fresh.remarks if item.warning and not item.explained]
    if open_questions:
        return f"Zapisano odpowiedź. Trzeba ją jeszcze wyjaśnić: {' '.join(open_questions)}"
    return "Zapisano odpowiedź instytucji."


def _row(form: Questionnaire, indicator: Indicator) -> ReviewRow:
    key = str(indicator.uuid)
    found = next((row for row in review_of(form).rows if row.card.indicator == key), None)
    if found is None:
        raise Http404
    return found


def _url(form: Questionnaire) -> str:
    return reverse("campaign-form", args=[form.campaign.uuid, form.uuid])
