"""The forms a rule is tried on: what institutions said in the latest campaign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from miernik.collection.asked import AskedIndicator, asked_from_json
from miernik.collection.asking import Asking
from miernik.collection.checking import asked_of_one
from miernik.collection.content import AnswerContent, from_json
from miernik.collection.models import Answer, Campaign, CampaignState, Questionnaire, Submission
from miernik.collection.validation.form import form_from
from miernik.collection.validation.trial import TriedForm
from miernik.observations.models import Observation

Said = tuple[list[AskedIndicator], dict[str, AnswerContent]]
Histories = dict[int, dict[str, list[tuple[int, Decimal]]]]


def latest_campaign() -> Campaign | None:
    """Return the newest campaign that was opened, None when there was none yet."""
    opened = Campaign.objects.exclude(state=CampaignState.DRAFT)
    return opened.order_by("-year", "-id").first()


def answered_forms(campaign: Campaign) -> list[TriedForm]:
    """Return the forms of a campaign with an answer in them, by the institution's name.

    The last submission where there is one, else what is written so far. A handful of queries for
    any number of forms.
    """
    forms = list(
        Questionnaire.objects.filter(campaign=campaign)
        .select_related("institution")
        .order_by("institution__name", "id")
    )
    said = _submitted(campaign)
    said |= _begun(campaign, [form for form in forms if form.pk not in said])
    pasts = _histories(campaign, (form.institution_id for form in forms if form.pk in said))
    names = {card.indicator for asked, _ in said.values() for card in asked}
    alone = asked_of_one(campaign.pk, sorted(names))
    return [
        TriedForm(
            form.institution.name,
            form_from(*said[form.pk], pasts.get(form.institution_id, {}), {}, alone, campaign.year),
        )
        for form in forms
        if form.pk in said
    ]


def _submitted(campaign: Campaign) -> dict[int, Said]:
    rows = Submission.objects.filter(questionnaire__campaign=campaign).order_by("number")
    last = dict(rows.values_list("questionnaire_id", "content"))
    return {
        form: (
            [asked_from_json(card) for card in content["asked"]],
            {key: from_json(answer) for key, answer in content["answers"].items()},
        )
        for form, content in last.items()
    }


def _begun(campaign: Campaign, forms: list[Questionnaire]) -> dict[int, Said]:
    """Answers not handed in yet, with the questions as they are asked now."""
    answers: defaultdict[int, dict[str, AnswerContent]] = defaultdict(dict)
    rows = Answer.objects.filter(questionnaire__in=forms).order_by("id")
    for form, identity, content in rows.values_list(
        "questionnaire_id", "indicator__uuid", "content"
    ):
        answers[form][str(identity)] = from_json(content)
    begun = [form for form in forms if form.pk in answers]
    if not begun:
        return {}
    asked = Asking(campaign).of_all([form.institution for form in begun])
    return {
        form.pk: (
            # what is not answered yet says nothing of the rule
            [card for card in asked[form.institution_id] if card.indicator in answers[form.pk]],
            answers[form.pk],
        )
        for form in begun
    }


def _histories(campaign: Campaign, institutions: Iterable[int]) -> Histories:
    rows = Observation.objects.filter(
        institution__in=list(institutions),
        year__lt=campaign.year,
        breakdown="",
        superseded_by__isnull=True,
        number__isnull=False,
    ).order_by("year")
    found: Histories = {}
    for institution, identity, year, number in rows.values_list(
        "institution_id", "indicator__uuid", "year", "number"
    ):
        assert institution is not None
        assert number is not None
        own = found.setdefault(institution, {})
        own.setdefault(str(identity), []).append((year, number))
    return found
