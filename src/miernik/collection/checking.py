"""A form against the rules in force: loads what the rules compare with, then asks the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count

from miernik.collection.asked import AskedIndicator
from miernik.collection.asking import histories
from miernik.collection.content import AnswerContent
from miernik.collection.models import Assignment, Questionnaire
from miernik.collection.validation.engine import check
from miernik.collection.validation.rule import Finding
from miernik.collection.validation.store import rules_in_force
from miernik.strategy.models import Indicator


def findings_of(
    form: Questionnaire, asked: Sequence[AskedIndicator], answers: Mapping[str, AnswerContent]
) -> list[Finding]:
    """Return what the rules say of these answers of a form, in the form's order."""
    wanted = Indicator.objects.filter(uuid__in=[item.indicator for item in asked])
    return check(
        asked,
        answers,
        rules=rules_in_force(),
        history=histories(form, wanted.order_by("id").values_list("pk", flat=True)),
        alone=asked_of_one(form.campaign_id, [item.indicator for item in asked]),
        year=form.campaign.year,
    )


def asked_of_one(campaign: int, indicators: Sequence[str]) -> frozenset[str]:
    """Return which indicators (UUIDs) only one institution of the campaign is asked."""
    rows = Assignment.objects.filter(
        campaign=campaign, excluded=False, indicator__uuid__in=indicators
    )
    asked = rows.order_by().values("indicator__uuid").annotate(number=Count("id"))
    return frozenset(
        str(identity)
        for identity, number in asked.order_by("indicator__uuid").values_list(
            "indicator__uuid", "number"
        )
        if number == 1
    )
