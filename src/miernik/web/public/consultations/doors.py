"""From an address to a public consultation; one that was never announced is not there."""

from __future__ import annotations

from django.http import Http404

from miernik.consultations.models import Consultation, ConsultedDraft
from miernik.consultations.selectors import public_consultations
from miernik.strategy.text.reading import Line, lines


def consultation(code: str) -> Consultation:
    """Return the announced consultation with this code; raises Http404."""
    found = public_consultations().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def draft(of: Consultation, position: int) -> ConsultedDraft:
    """Return the draft at this place, text or not; raises Http404."""
    found = of.drafts.select_related("version__work", "compared_with__work")
    draft = found.filter(position=position).first()
    if draft is None:
        raise Http404
    return draft


def draft_lines(of: ConsultedDraft) -> list[Line]:
    """Return the lines of a draft whose text is known; raises Http404 for a title alone."""
    if of.version is None:
        raise Http404
    return lines(of.version)


def unit(of: ConsultedDraft, code: str) -> Line:
    """Return the unit of a draft with this short code; raises Http404."""
    for line in draft_lines(of):
        if line.code == code:
            return line
    raise Http404
