"""The coordinator's board: who handed in, who is late, what to look at first. It only reads."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef

from miernik.collection.links import end_of_day
from miernik.collection.models import (
    Answer,
    Campaign,
    CampaignState,
    Question,
    Questionnaire,
    QuestionnaireState,
    Submission,
)
from miernik.collection.services.answering import deadline_of
from miernik.collection.services.campaigns import asked_assignments
from miernik.collection.states import OWING
from miernik.collection.validation.rule import RuleKind, Severity
from miernik.collection.validation.store import rules_in_force
from miernik.kernel.quantities import Labelled
from miernik.kernel.text import folded, sort_key

_STATE = QuestionnaireState


class Order(Labelled):
    """How the board is ordered."""

    NAME = "nazwa", "według nazwy"
    JUMPS = "skoki", "najpierw skoki"
    WHEN = "kiedy", "najpierw przekazane ostatnio"


@dataclass(frozen=True, slots=True)
class Line:
    """One institution. ``late`` says handed in after the term, or owed after it.

    ``warnings`` and ``jumps`` are findings of the last submission; ``unsettled`` are questions of
    the office that nobody has closed, ``replied`` those of them that have a reply to read.
    """

    form: Questionnaire
    asked: int
    answered: int
    submitted_at: dt.datetime | None
    late: bool
    overdue: bool
    warnings: int
    jumps: int
    unsettled: int
    replied: int

    @property
    def state(self) -> QuestionnaireState:
        """The state of the form."""
        return QuestionnaireState(self.form.state)

    @property
    def handed_in(self) -> bool:
        """Whether the institution's answers stand with the office."""
        if self.state is _STATE.LOCKED:
            return self.form.accepted_id is not None
        return self.state not in OWING

    @property
    def waits(self) -> bool:
        """Whether the office has to look at it."""
        return self.state is _STATE.SUBMITTED


@dataclass(frozen=True, slots=True)
class Figures:
    """The board in numbers of institutions; ``asked`` and ``given`` count single answers.

    ``silent`` have not written a word; ``on_time`` is the percent of those handed in that came
    in time, None while nothing came.
    """

    institutions: int
    handed_in: int
    accepted: int
    waiting: int
    returned: int
    started: int
    silent: int
    late: int
    questions: int
    asked: int
    given: int
    on_time: int | None

    @property
    def complete(self) -> int:
        """The percent of institutions that handed in, rounded down: 100 means all."""
        return self.handed_in * 100 // self.institutions if self.institutions else 0


def lines_of(campaign: Campaign, at: dt.datetime) -> list[Line]:
    """Return every institution of a campaign by name, in six queries however many there are."""
    forms = campaign.questionnaires.select_related("institution__parent").order_by("id")
    asked = _counts(asked_assignments(campaign).order_by(), "institution_id")
    answered = _counts(_answered(campaign), "questionnaire_id")
    last = _last_submissions(campaign)
    questions = _open_questions(campaign)
    jumping = {rule.code for rule in rules_in_force() if rule.kind is RuleKind.JUMP}
    found = []
    for form in forms:
        form.campaign = campaign
        submission = last.get(form.pk)
        findings = submission["content__findings"] if submission else ()
        unsettled, replied = questions.get(form.pk, (0, 0))
        state = QuestionnaireState(form.state)
        overdue = state in OWING and at >= end_of_day(deadline_of(form))
        found.append(
            Line(
                form=form,
                asked=asked.get(form.institution_id, 0),
                answered=answered.get(form.pk, 0),
                submitted_at=submission["submitted_at"] if submission else None,
                late=overdue or (state not in OWING and bool(submission and submission["late"])),
                overdue=overdue,
                warnings=sum(is_warning(item) for item in findings),
                jumps=sum(item["rule"] in jumping for item in findings),
                unsettled=unsettled,
                replied=replied,
            )
        )
    return sorted(found, key=lambda line: sort_key(line.form.institution.name))


def figures_of(lines: Sequence[Line]) -> Figures:
    """Return the lines in numbers."""
    states = [line.state for line in lines]
    came = [line for line in lines if line.handed_in]
    in_time = sum(not line.late for line in came)
    return Figures(
        institutions=len(lines),
        handed_in=len(came),
        accepted=sum(line.handed_in and not line.waits for line in lines),
        waiting=states.count(_STATE.SUBMITTED),
        returned=states.count(_STATE.RETURNED),
        started=states.count(_STATE.IN_PROGRESS),
        silent=states.count(_STATE.NOT_STARTED)
        + sum(line.state is _STATE.LOCKED and not line.handed_in for line in lines),
        late=sum(line.late for line in lines),
        questions=sum(line.unsettled for line in lines),
        asked=sum(line.asked for line in lines),
        given=sum(line.answered for line in came),
        on_time=in_time * 100 // len(came) if came else None,
    )


def chosen(
    lines: Iterable[Line],
    *,
    state: str = "",
    group: str = "",
    late: bool = False,
    questions: bool = False,
    words: str = "",
    order: str = "",
) -> list[Line]:
    """Return the lines that fit: a state, a group ("grupa:UUID") or kind of institution, words.

    An empty wish does not narrow. ``words`` must all stand in the name, whatever their marks.
    """
    wanted = folded(words).split()
    found = [
        line
        for line in lines
        if (not state or line.state == state)
        and (not group or group in _groups(line))
        and (not late or line.late)
        and (not questions or line.unsettled)
        and all(word in folded(line.form.institution.name) for word in wanted)
    ]
    if order == Order.JUMPS:
        return sorted(found, key=lambda line: (not line.waits, -line.jumps, -line.warnings))
    if order == Order.WHEN:
        return sorted(found, key=_when, reverse=True)
    return found


def groups_of(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return the groups the institutions belong to, as pairs (value for ``chosen``, name)."""
    parents = {line.form.institution.parent for line in lines}
    named = {f"grupa:{parent.uuid}": parent.name for parent in parents if parent is not None}
    return sorted(named.items(), key=lambda item: sort_key(item[1]))


def is_warning(finding: dict[str, Any]) -> bool:
    """Whether a finding kept in a submission is a question to the institution."""
    return bool(finding.get("severity", Severity.WARNING) == Severity.WARNING)


def completeness(campaigns: Iterable[Campaign]) -> dict[int, tuple[int, int]]:
    """Return by campaign id how many institutions handed in, and how many are asked."""
    found: dict[int, tuple[int, int]] = {}
    rows = Questionnaire.objects.filter(campaign__in=list(campaigns)).order_by()
    for campaign, state, accepted in rows.values_list("campaign_id", "state", "accepted_id"):
        came, everybody = found.get(campaign, (0, 0))
        given = accepted is not None if state == _STATE.LOCKED else state not in OWING
        found[campaign] = (came + given, everybody + 1)
    return found


def running() -> list[Campaign]:
    """Return the campaigns that collect answers now, the newest first."""
    return list(Campaign.objects.filter(state=CampaignState.OPEN))


def _when(line: Line) -> tuple[bool, float]:
    at = line.submitted_at
    return (at is not None, at.timestamp() if at else 0)


def _groups(line: Line) -> tuple[str, ...]:
    institution = line.form.institution
    parent = (f"grupa:{institution.parent.uuid}",) if institution.parent else ()
    return (*parent, institution.kind)


def _counts(rows: Any, by: str) -> dict[int, int]:
    return {row[by]: row["number"] for row in rows.values(by).annotate(number=Count("id"))}


def _answered(campaign: Campaign) -> Any:
    still = asked_assignments(campaign).filter(
        institution=OuterRef("questionnaire__institution"), indicator=OuterRef("indicator")
    )
    found = Answer.objects.filter(questionnaire__campaign=campaign, content__has_key="status")
    return found.filter(Exists(still)).order_by()


def _last_submissions(campaign: Campaign) -> dict[int, dict[str, Any]]:
    """The newest submission of each form, of its content only the findings."""
    rows = Submission.objects.filter(questionnaire__campaign=campaign).order_by("number")
    wanted = ("questionnaire_id", "submitted_at", "late", "content__findings")
    return {row["questionnaire_id"]: row for row in rows.values(*wanted)}


def _open_questions(campaign: Campaign) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    rows = Question.objects.filter(questionnaire__campaign=campaign, settled_at__isnull=True)
    for form, reply in rows.order_by("id").values_list("questionnaire_id", "reply"):
        open_, replied = found[form]
        found[form] = (open_ + 1, replied + bool(reply))
    return found
