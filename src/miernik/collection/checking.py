"""A form against the rules in force: loads what the rules compare with, then asks the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count

from miernik.collection.asked import AskedIndicator
from miernik.collection.asking import Asking, all_histories, histories
from miernik.collection.content import AnswerContent
from miernik.collection.models import Assignment, Campaign, Questionnaire
from miernik.collection.typed import complaints, field_of
from miernik.collection.validation.engine import check
from miernik.collection.validation.rule import Finding, Severity
from miernik.collection.validation.store import rules_in_force
from miernik.strategy.models import Indicator

#: The code under which findings tell of texts that are no numbers.
UNREAD = "nieczytelne"


def findings_of(
    form: Questionnaire, asked: Sequence[AskedIndicator], answers: Mapping[str, AnswerContent]
) -> list[Finding]:
    """Return what the rules say of these answers of a form, in the form's order.

    What was typed and cannot be read is an error of the rule ``UNREAD``, whatever rules there are.
    """
    wanted = Indicator.objects.filter(uuid__in=[item.indicator for item in asked])
    found = check(
        asked,
        answers,
        rules=rules_in_force(),
        history=histories(form, wanted.order_by("id").values_list("pk", flat=True)),
        alone=asked_of_one(form.campaign_id, [item.indicator for item in asked]),
        year=form.campaign.year,
    )
    return _with_unread(found, asked, answers)


class Checker:
    """The rules against many forms of one campaign; what they compare with is read once."""

    def __init__(self, campaign: Campaign) -> None:
        forms = campaign.questionnaires.select_related("institution").order_by("id")
        self._asked = Asking(campaign).of_all([form.institution for form in forms])
        indicators = sorted({item.indicator for asked in self._asked.values() for item in asked})
        self._history = all_histories(campaign, indicators)
        self._alone = asked_of_one(campaign.pk, indicators)
        self._rules = rules_in_force()
        self._year = campaign.year

    def asked(self, form: Questionnaire) -> list[AskedIndicator]:
        """Return what the form asks, in the order of the text."""
        return self._asked[form.institution_id]

    def findings(self, form: Questionnaire, answers: Mapping[str, AnswerContent]) -> list[Finding]:
        """Return what ``findings_of`` would."""
        asked = self.asked(form)
        found = check(
            asked,
            answers,
            rules=self._rules,
            history=self._history.get(form.institution_id, {}),
            alone=self._alone,
            year=self._year,
        )
        return _with_unread(found, asked, answers)


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


def _with_unread(
    found: list[Finding], asked: Sequence[AskedIndicator], answers: Mapping[str, AnswerContent]
) -> list[Finding]:
    """Add what could not be read, in the place of "there is no value" about the same answer."""
    unread = [
        Finding(UNREAD, Severity.ERROR, item.indicator, field_of(place), sentence)
        for item in asked
        if item.indicator in answers
        for place, sentence in complaints(item, answers[item.indicator])
    ]
    if not unread:
        return found
    doubled = {(item.indicator, item.field) for item in unread}
    kept = [item for item in found if (item.indicator, item.field) not in doubled]
    places = {item.indicator: place for place, item in enumerate(asked)}
    return sorted([*unread, *kept], key=lambda item: places[item.indicator])
