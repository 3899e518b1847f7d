"""The cards of a draft: every proposal of every track, and what was decided."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from miernik.consultations.cards import Card, cards, persons_words, veil
from miernik.consultations.models import ConsultationState, ConsultedDraft, DecisionState
from miernik.consultations.permissions import Deed, may
from miernik.consultations.services.deciding import approve
from miernik.consultations.services.finishing import missing_decisions
from miernik.consultations.services.submitting import record_personal_read
from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural
from miernik.strategy.text.reading import Line, lines
from miernik.strategy.text.siblings import sibling_phrases
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import consultation_desk, crumbs
from miernik.web.office.deciding.door import (
    cards_address,
    decision_of,
    draft_of,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with the units of its section that a change touches besides."""

    card: Card
    siblings: list[Line]
    implementers: list[Line]


@require_safe
@consultation_desk(Deed.WATCH)
def cards_page(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Show the cards of a draft; ``?stan=czeka`` only those that wait."""
    draft = draft_of(code, position)
    found = cards(draft)
    if may(request.user, Deed.PERSONAL):
        _write_down(request, found)
    else:
        veil(found)
    waiting = request.GET.get("stan") == "czeka"
    known = lines(draft.version) if draft.version else []
    proposals = [proposal for card in found for proposal in card.proposals]
    open_now = draft.consultation.state == ConsultationState.ANNOUNCED
    context = {
        "title": f"Rozstrzygnięcia: {draft.title}",
        "crumbs": crumbs(draft.consultation),
        "draft": draft,
        "cards": [_shown(card, known) for card in found if not (waiting and card.decided)],
        "waiting": waiting,
        "decided": sum(bool(proposal.decisions) for proposal in proposals),
        "total": len(proposals),
        "missing": missing_decisions(draft),
        "tracks": draft.consultation.tracks.order_by("pk"),
        "may_decide": open_now and may(request.user, Deed.RUN),
        "may_approve": open_now and may(request.user, Deed.APPROVE),
    }
    return render(request, "office/deciding/cards.html", context)


@require_POST
@consultation_desk(Deed.APPROVE)
def approve_one(
    request: HttpRequest, code: str, position: int, identity: uuid.UUID
) -> HttpResponse:
    """Approve one decision."""
    draft = draft_of(code, position)
    decision = decision_of(draft, identity)
    try:
        approve(decision=decision, **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Zatwierdzono rozstrzygnięcie.")
    return redirect(cards_address(draft))


@require_POST
@consultation_desk(Deed.APPROVE)
def approve_all(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Approve every prepared decision of the draft."""
    draft = draft_of(code, position)
    try:
        number = _approved(request, draft)
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        word = plural(number, "rozstrzygnięcie", "rozstrzygnięcia", "rozstrzygnięć")
        messages.success(request, f"Zatwierdzono {number} {word}.")
    return redirect(cards_address(draft))


def _write_down(request: HttpRequest, found: list[Card]) -> None:
    """Reading the words of natural persons leaves a trace, once for each opinion."""
    read = {one.change.submission_id: one.change.submission for one in persons_words(found)}
    for submission in read.values():
        record_personal_read(submission=submission, why="karty rozstrzygnięć", **signed(request))


@transaction.atomic
def _approved(request: HttpRequest, draft: ConsultedDraft) -> int:
    waiting = list(draft.decisions.filter(state=DecisionState.PREPARED).order_by("position"))
    for decision in waiting:
        approve(decision=decision, **signed(request))
    return len(waiting)


def _shown(card: Card, known: list[Line]) -> Shown:
    line = card.line
    if line is None:
        return Shown(card, [], [])
    siblings: dict[str, Line] = {}
    for proposal in card.proposals:
        if proposal.change.operation == "replace":
            for other in sibling_phrases(known, line, proposal.change.new_text):
                siblings.setdefault(other.code, other)
    same = [one for one in known if line.section and one.section == line.section]
    return Shown(card, list(siblings.values()), [one for one in same if "Realizator" in one.path])
