"""One form as the office reviews it: each answer beside last year's, with all that was said of it.

It only reads. What was handed in is shown with the questions it answered; before that, the working
answers are shown and say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from miernik.collection.asked import AskedIndicator, asked_from_json
from miernik.collection.asking import asked_of
from miernik.collection.board import is_warning
from miernik.collection.checking import findings_of
from miernik.collection.content import EMPTY, AnswerContent, from_json
from miernik.collection.models import (
    Attachment,
    Correction,
    Question,
    Questionnaire,
    QuestionnaireState,
    Submission,
)
from miernik.collection.printing import print_answer
from miernik.collection.services.answering import answers_of
from miernik.collection.services.review import effective_answers
from miernik.collection.validation.rule import Severity

#: The institution has a newer version in its hands than the last submission.
_WORKING = (QuestionnaireState.NOT_STARTED, QuestionnaireState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule said of an answer, and the institution's words to it."""

    rule: str
    message: str
    explained: str
    warning: bool


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One answer: ``answer`` as it counts, ``original`` as it came, and everything beside it."""

    card: AskedIndicator
    answer: AnswerContent
    original: AnswerContent
    remarks: tuple[Remark, ...] = ()
    corrections: tuple[Correction, ...] = ()
    questions: tuple[Question, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def printed(self) -> str:
        """The value in Polish, "" when nothing was said."""
        return print_answer(self.card.kind, self.answer)

    @property
    def printed_original(self) -> str:
        """The value as the institution gave it."""
        return print_answer(self.card.kind, self.original)

    @property
    def difference(self) -> Decimal | None:
        """This year's number less the institution's own of last year; None without both."""
        before = self.card.previous
        if before is None or before.of_city or before.answer.number is None:
            return None
        return None if self.answer.number is None else self.answer.number - before.answer.number

    @property
    def flagged(self) -> bool:
        """Whether somebody should look: a warning, or a question that is not settled."""
        return any(item.warning for item in self.remarks) or any(
            item.settled_at is None for item in self.questions
        )


@dataclass(frozen=True, slots=True)
class Review:
    """The form, the submission shown (None: working answers) and the rows in their order."""

    form: Questionnaire
    submission: Submission | None
    rows: tuple[ReviewRow, ...]
    submissions: tuple[Submission, ...] = ()
    files: tuple[Attachment, ...] = field(default=())

    @property
    def flagged(self) -> tuple[ReviewRow, ...]:
        """The rows to look at first."""
        return tuple(row for row in self.rows if row.flagged)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(row.answer.status is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator that reads otherwise in a later submission; the values are printed."""

    card: AskedIndicator
    before: str
    after: str


def review_of(form: Questionnaire) -> Review:
    """Return a form with everything that was said of its answers."""
    submissions = tuple(form.submissions.order_by("number"))
    shown = submissions[-1] if submissions and form.state not in _WORKING else None
    if shown is None:
        cards: Sequence[AskedIndicator] = asked_of(form)
        answers = originals = answers_of(form)
        remarks = _working_remarks(form, cards, answers)
    else:
        cards = [asked_from_json(plain) for plain in shown.content["asked"]]
        originals = {key: from_json(plain) for key, plain in shown.content["answers"].items()}
        answers = effective_answers(shown)
        remarks = _kept_remarks(shown, originals)
    corrections, questions, files = _beside(form, shown)
    return Review(
        form=form,
        submission=shown,
        submissions=submissions,
        files=tuple(files.get("", ())),
        rows=tuple(
            ReviewRow(
                card=card,
                answer=answers.get(card.indicator, EMPTY),
                original=originals.get(card.indicator, EMPTY),
                remarks=tuple(remarks.get(card.indicator, ())),
                corrections=tuple(corrections.get(card.indicator, ())),
                questions=tuple(questions.get(card.indicator, ())),
                attachments=tuple(files.get(card.indicator, ())),
            )
            for card in cards
        ),
    )


def differences(before: Submission, after: Submission) -> list[Difference]:
    """Return what a later submission says otherwise, in its order; notes and reasons count."""
    first = {key: from_json(plain) for key, plain in before.content["answers"].items()}
    found = []
    for plain in after.content["asked"]:
        card = asked_from_json(plain)
        old = first.get(card.indicator, EMPTY)
        new = from_json(after.content["answers"][card.indicator])
        if old != new:
            found.append(Difference(card, _whole(card, old), _whole(card, new)))
    return found


def suggested_reason(rows: Sequence[ReviewRow]) -> str:
    """Return words for a return that name these indicators and what is asked of each."""
    parts = []
    for row in rows:
        said = [item.message for item in row.remarks if item.warning]
        said += [item.text for item in row.questions if item.settled_at is None]
        value = f" (podano: {row.printed})" if row.printed else ""
        parts.append(f"– {row.card.name}{value}: {' '.join(said) or 'sprawdź tę wartość.'}")
    return "\n".join(["Prosimy sprawdzić i poprawić albo wyjaśnić:", *parts]) if parts else ""


def _whole(card: AskedIndicator, answer: AnswerContent) -> str:
    """The value with its remarks and reason, so that a change of any of them shows."""
    notes = [note.text for note in answer.notes]
    said = [print_answer(card.kind, answer) or "bez odpowiedzi", *notes, answer.reason]
    return "; ".join(part for part in [*said, *answer.explanations.values()] if part)


def _kept_remarks(
    submission: Submission, answers: Mapping[str, AnswerContent]
) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = defaultdict(list)
    for item in submission.content["findings"]:
        answer = answers.get(item["indicator"], EMPTY)
        explained = item.get("explained") or answer.explanations.get(item["rule"], "")
        remark = Remark(item["rule"], item["message"], explained, is_warning(item))
        found[item["indicator"]].append(remark)
    return found


def _working_remarks(
    form: Questionnaire, cards: Sequence[AskedIndicator], answers: Mapping[str, AnswerContent]
) -> dict[str, list[Remark]]:
    """Findings on what is written so far; that an answer is still missing is no news."""
    found: dict[str, list[Remark]] = defaultdict(list)
    for item in findings_of(form, cards, answers):
        if answers.get(item.indicator, EMPTY).status is not None:
            warning = item.severity is not Severity.NOTE
            remark = Remark(item.rule, item.message, item.explained, warning)
            found[item.indicator].append(remark)
    return found


def _beside(
    form: Questionnaire, shown: Submission | None
) -> tuple[dict[str, list[Correction]], dict[str, list[Question]], dict[str, list[Attachment]]]:
    corrections: dict[str, list[Correction]] = defaultdict(list)
    if shown is not None:
        for item in shown.corrections.select_related("indicator").order_by("id"):
            corrections[str(item.indicator.uuid)].append(item)
    questions: dict[str, list[Question]] = defaultdict(list)
    for question in form.questions.select_related("indicator").order_by("id"):
        questions[str(question.indicator.uuid)].append(question)
    files: dict[str, list[Attachment]] = defaultdict(list)
    kept = form.attachments.filter(removed_at__isnull=True).select_related("indicator")
    for file in kept.order_by("id"):
        files[str(file.indicator.uuid) if file.indicator else ""].append(file)
    return corrections, questions, files
