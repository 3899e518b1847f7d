"""The form as a page: every question with its answer, and what the whole says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from uuid import UUID

from miernik.collection.asked import AskedIndicator
from miernik.collection.asking import asked_of
from miernik.collection.checking import findings_of
from miernik.collection.content import EMPTY, AnswerContent, from_json
from miernik.collection.held.sets import asked_pseudonyms, mark_of
from miernik.collection.models import (
    CampaignState,
    Question,
    Questionnaire,
    QuestionnaireState,
)
from miernik.collection.services.answering import Conflict, deadline_of, is_open
from miernik.collection.states import Thing, allowed
from miernik.collection.validation.rule import Finding
from miernik.kernel.quantities import CountedUnit
from miernik.strategy.models import Indicator
from miernik.web.answering.lines import Line

_PEOPLE = (CountedUnit.PERSON, CountedUnit.PERSON_IN_FAMILY)


@dataclass(frozen=True, slots=True)
class Posting:
    """What was posted and could not be stored as it is: shown again instead of the stored."""

    answers: Mapping[str, AnswerContent] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    pseudonym_errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one task."""

    first: AskedIndicator
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Mend:
    """What is to be mended: the question's number and name, why, the identifier of the field."""

    order: int
    name: str
    message: str
    at: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form to be shown; ``sentence`` says why it cannot be changed, "" when it can."""

    form: Questionnaire
    lines: list[Line]
    checked: bool
    sentence: str
    deadline: dt.date
    may_withdraw: bool

    @property
    def groups(self) -> list[Group]:
        """The questions task by task, in the order of the text."""
        groups = groupby(self.lines, key=lambda line: (line.asked.work_code, line.asked.task_code))
        found = [list(lines) for _, lines in groups]
        return [Group(lines[0].asked, lines) for lines in found]

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return sum(line.answered for line in self.lines)

    @property
    def to_mend(self) -> list[tuple[Line, Finding]]:
        """What keeps the form from being handed in, with its question."""
        return [(line, item) for line in self.lines for item in line.findings if item.stops]

    @property
    def mends(self) -> list[Mend]:
        """The same as links to the fields."""
        return [
            Mend(line.order, line.asked.name, item.message, line.place_of(item.field))
            for line, item in self.to_mend
        ]

    @property
    def asked_about(self) -> list[Line]:
        """Questions about which the office asked."""
        return [line for line in self.lines if line.questions]

    @property
    def takes_replies(self) -> bool:
        """Whether a reply to the office may be written."""
        return self.form.campaign.state == CampaignState.OPEN

    @property
    def conflicts(self) -> list[Line]:
        """Questions somebody else answered meanwhile."""
        return [line for line in self.lines if line.conflict is not None]

    @property
    def waiting(self) -> list[Line]:
        """Questions about which the office waits for a reply."""
        return [line for line in self.lines if any(_waits(item) for item in line.questions)]


def page_of(
    form: Questionnaire, *, check: bool = False, posting: Posting | None = None
) -> FormPage:
    """Return the form as it stands; with ``check`` the rules are asked too.

    What ``posting`` holds is shown in place of what is stored.
    """
    given = posting or Posting()
    asked = asked_of(form)
    rows = {
        str(row.indicator.uuid): row for row in form.answers.select_related("indicator")
    }
    answers = {key: from_json(row.content) for key, row in rows.items()} | dict(given.answers)
    lines = {
        item.indicator: Line(
            item,
            order,
            answers.get(item.indicator, EMPTY),
            given.revisions.get(
                item.indicator, rows[item.indicator].revision if item.indicator in rows else 0
            ),
            given.conflicts.get(item.indicator),
            pseudonyms_error=given.pseudonym_errors.get(item.indicator, ""),
        )
        for order, item in enumerate(asked, 1)
    }
    if check:
        for finding in findings_of(form, asked, answers):
            line = lines[finding.indicator]
            line.findings = [*line.findings, finding]
    _add_questions(form, lines)
    _add_attachments(form, lines)
    sentence = closed_sentence(form)
    if not sentence:
        _add_pseudonyms(form, lines)
    may_withdraw = form.campaign.state == CampaignState.OPEN and allowed(
        Thing.QUESTIONNAIRE, "withdraw_submission", form.state
    )
    return FormPage(form, list(lines.values()), check, sentence, deadline_of(form), may_withdraw)


def line_of(form: Questionnaire, line: Line) -> Line:
    """Return one question with what ``page_of`` would put beside its answer."""
    lines = {line.asked.indicator: line}
    _add_questions(form, lines)
    _add_attachments(form, lines)
    _add_pseudonyms(form, lines)
    return line


def closed_sentence(form: Questionnaire) -> str:
    """Return why the form cannot be changed now, in a friendly sentence; "" when it can."""
    if is_open(form):
        return ""
    campaign, state = form.campaign, QuestionnaireState(form.state)
    if campaign.state == CampaignState.DRAFT:
        return "Zbieranie odpowiedzi jeszcze się nie zaczęło. Napiszemy, gdy formularz się otworzy."
    if state is QuestionnaireState.ACCEPTED:
        return "Urząd przyjął te odpowiedzi. Dziękujemy, nic więcej nie trzeba robić."
    if campaign.state != CampaignState.OPEN or state is QuestionnaireState.LOCKED:
        return (
            f"Zbieranie odpowiedzi za {campaign.year} r. już się zakończyło. "
            "Poniżej widać, co zostało zapisane."
        )
    return "Odpowiedzi są przekazane. Urząd je sprawdzi i odezwie się, jeśli o coś zapyta."


def _add_questions(form: Questionnaire, lines: Mapping[str, Line]) -> None:
    for question in form.questions.select_related("indicator").order_by("id"):
        line = lines.get(str(question.indicator.uuid))
        if line is not None:
            line.questions.append(question)


def _add_attachments(form: Questionnaire, lines: Mapping[str, Line]) -> None:
    kept = form.attachments.filter(removed_at__isnull=True, indicator__isnull=False)
    for item in kept.select_related("indicator").order_by("id"):
        line = lines.get(str(item.indicator.uuid)) if item.indicator else None
        if line is not None:
            line.attachments.append(item)


def _add_pseudonyms(form: Questionnaire, lines: Mapping[str, Line]) -> None:
    wanted = {
        key: line
        for key, line in lines.items()
        if line.asked.persons_may_overlap and line.asked.counted_unit in _PEOPLE
    }
    if not wanted:
        return
    first = Indicator(uuid=UUID(next(iter(wanted))))
    asked = asked_pseudonyms(questionnaire=form, indicator=first)
    if asked is None:
        return
    for key, line in wanted.items():
        line.pseudonyms = replace(asked, indicator=mark_of(Indicator(uuid=UUID(key))))


def _waits(question: Question) -> bool:
    return question.settled_at is None and not question.reply
