"""What the institutions have given so far: the answers handed in, with the office's corrections.

A form that was returned, or taken back by the institution, gives nothing until it comes again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from miernik.collection.content import AnswerContent, from_json
from miernik.collection.models import (
    Campaign,
    Correction,
    Questionnaire,
    QuestionnaireState,
    Submission,
)

#: States whose last submission stands for the institution; a locked form only when accepted.
STANDS = Q(state__in=(QuestionnaireState.SUBMITTED, QuestionnaireState.ACCEPTED)) | Q(
    state=QuestionnaireState.LOCKED, accepted__isnull=False
)


@dataclass(frozen=True, slots=True)
class Given:
    """The answers of one institution by indicator UUID; ``form`` and ``institution`` are ids."""

    form: int
    institution: int
    answers: dict[str, AnswerContent]


def standing_forms(campaign: Campaign) -> QuerySet[Questionnaire]:
    """Return the forms whose answers count at this moment."""
    return campaign.questionnaires.filter(STANDS)


def given_answers(campaign: Campaign, only: Collection[str] | None = None) -> list[Given]:
    """Return what counts at this moment, one institution a row, in three queries.

    ``only`` names the indicators wanted, by UUID; without it all come.
    """
    forms = dict(standing_forms(campaign).order_by("id").values_list("pk", "institution_id"))
    submissions = Submission.objects.filter(questionnaire__in=standing_forms(campaign).order_by())
    newest: dict[int, tuple[int, dict[str, Any]]] = {
        form: (pk, plain)
        for form, pk, plain in submissions.order_by("number").values_list(
            "questionnaire_id", "pk", "content__answers"
        )
    }
    corrected: dict[int, dict[str, Any]] = defaultdict(dict)
    corrections = Correction.objects.filter(submission__in=submissions.order_by())
    for submission, identity, plain in corrections.order_by("id").values_list(
        "submission_id", "indicator__uuid", "content"
    ):
        corrected[submission][str(identity)] = plain
    return [
        Given(form, forms[form], _read(plain | corrected.get(pk, {}), only))
        for form, (pk, plain) in newest.items()
    ]


def _read(plain: dict[str, Any], only: Collection[str] | None) -> dict[str, AnswerContent]:
    wanted = plain if only is None else [key for key in only if key in plain]
    return {key: from_json(plain[key]) for key in wanted}
