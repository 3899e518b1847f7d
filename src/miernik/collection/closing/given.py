"""What every asked institution said of every indicator, silence too, when a campaign closes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from miernik.collection.content import AnswerContent, from_json
from miernik.collection.models import Campaign, Questionnaire, QuestionnaireState, Submission
from miernik.collection.services.campaigns import asked_assignments
from miernik.kernel.aggregation import total
from miernik.kernel.quantities import Aggregation, Kind, Status

_SILENT = AnswerContent(Status.NOT_SUBMITTED)
_NUMERIC = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)
_KNOWN = (Status.VALUE, Status.TRUE_ZERO)


@dataclass(frozen=True, slots=True)
class Given:
    """One institution's word on one indicator.

    ``content.status`` is never None; ``why`` are sentences for people (why there is no value, what
    the office corrected), ``provenance`` where the word stands.
    """

    institution: int
    name: str
    content: AnswerContent
    why: tuple[str, ...]
    provenance: Mapping[str, Any]

    @property
    def status(self) -> Status:
        """The kind of value, or of nothing."""
        return self.content.status or Status.NO_DATA

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.status in _KNOWN


def given_of(campaign: Campaign, kinds: Mapping[int, Kind]) -> dict[int, list[Given]]:
    """Return what was said by indicator id, institutions by name; three queries and a few more.

    ``kinds`` are the kinds of the asked indicators. A form that was not accepted says nothing:
    its institution is silent.
    """
    forms = _forms(campaign)
    pairs = (
        asked_assignments(campaign)
        .order_by("institution__name", "id")
        .values_list("institution_id", "institution__name", "indicator_id", "indicator__uuid")
    )
    answers = {key: _Answers(form) for key, form in forms.items()}
    found: dict[int, list[Given]] = defaultdict(list)
    for institution, name, indicator, identity in pairs:
        said = answers.get(institution) or _Answers(None)
        content, why = said.of(str(identity))
        content = _usable(kinds.get(indicator, Kind.COUNT), content)
        found[indicator].append(Given(institution, name, content, why, said.provenance))
    return dict(found)


class _Answers:
    """The accepted submission of one form with the office's corrections over it."""

    def __init__(self, form: Questionnaire | None) -> None:
        self.form = form
        taken = form.accepted if form is not None else None
        self.plain = {} if taken is None else dict(taken.content["answers"])
        self.provenance = {} if taken is None else _provenance(taken)
        self.corrected: dict[str, str] = {}
        for item in _corrections(taken):
            self.plain[str(item.indicator.uuid)] = item.content
            self.corrected[str(item.indicator.uuid)] = item.reason

    def of(self, identity: str) -> tuple[AnswerContent, tuple[str, ...]]:
        """Return the answer of an indicator and what is to be known of it."""
        if self.form is None or self.form.accepted is None:
            return _SILENT, (_why_silent(self.form),)
        if identity not in self.plain:
            return _SILENT, ("pytanie dodano już po przekazaniu formularza",)
        content = from_json(self.plain[identity])
        why = [f"poprawiono w urzędzie: {self.corrected[identity]}"] if (
            identity in self.corrected
        ) else []  # fmt: skip
        if content.status is None:
            content = AnswerContent(Status.NO_DATA)
        if content.status not in _KNOWN and content.reason.strip():
            why.insert(0, content.reason.strip())
        return content, tuple(why)


def _forms(campaign: Campaign) -> dict[int, Questionnaire]:
    found = campaign.questionnaires.select_related("accepted").prefetch_related(
        "accepted__corrections__indicator"
    )
    return {form.institution_id: form for form in found.order_by("id")}


def _corrections(taken: Submission | None) -> Iterable[Any]:
    return [] if taken is None else sorted(taken.corrections.all(), key=lambda item: item.pk)


def _provenance(taken: Submission) -> dict[str, Any]:
    return {
        "submission": str(taken.uuid),
        "number": taken.number,
        "receipt": taken.receipt,
        "hash": taken.content_hash,
    }


def _why_silent(form: Questionnaire | None) -> str:
    """What became of a form that says nothing."""
    if form is None or form.state == QuestionnaireState.NOT_STARTED:
        return "formularza nie przekazano"
    if form.return_reason:
        return "formularz zwrócono do poprawy i nie przekazano go ponownie"
    return "formularza nie przekazano" if not form.revision else (
        "formularz zaczęto wypełniać, ale go nie przekazano"
    )  # fmt: skip


def _usable(kind: Kind, content: AnswerContent) -> AnswerContent:
    """Return the answer as the store can hold it: numeric ones with their number, or no data.

    A percent told as its numerator and denominator has its number worked out.
    """
    if kind not in _NUMERIC or content.status not in _KNOWN or content.number is not None:
        return content
    if content.status is Status.TRUE_ZERO:
        return replace(content, number=Decimal(0))
    if kind is Kind.PERCENT and content.numerator is not None and content.denominator:
        fraction = (content.numerator, content.denominator)
        return replace(content, number=total(Aggregation.RATIO, [Decimal(0)], [fraction]))
    return AnswerContent(Status.NO_DATA, notes=content.notes)
