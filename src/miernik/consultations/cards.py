"""Decision cards: one for each unit anybody wants changed, with all proposals of all tracks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from miernik.consultations.models import (
    Change,
    ConsultedDraft,
    Decision,
    Edit,
    Operation,
    Submission,
    SubmitterKind,
)
from miernik.kernel.redline import Piece, redline
from miernik.strategy.text.reading import Line, lines


@dataclass(slots=True)
class Proposal:
    """One change as a card shows it; ``hidden``: a person's words, not yet looked through."""

    change: Change
    submitter: str
    pieces: list[Piece]
    reasons: str
    decisions: list[Decision]
    eligible: bool | None
    in_time: bool
    hidden: bool = False


@dataclass(slots=True)
class Card:
    """A unit of a draft with what was asked for; ``line`` None collects general remarks."""

    line: Line | None
    proposals: list[Proposal] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    indicators: list[Line] = field(default_factory=list)

    @property
    def decided(self) -> bool:
        """Whether every proposal has a decision."""
        return all(proposal.decisions for proposal in self.proposals)

    @property
    def contested(self) -> bool:
        """Whether more than one proposal wants another wording of the unit."""
        asked = [p for p in self.proposals if p.change.operation != Operation.INSERT_AFTER]
        return len(asked) > 1


def cards(draft: ConsultedDraft) -> list[Card]:
    """Return the cards of a draft in reading order, general remarks last."""
    known = lines(draft.version) if draft.version else []
    by_unit = {line.unit_id: line for line in known}
    found: dict[int | None, Card] = {}
    for change in changes_of(draft):
        key = change.unit_id
        if key not in found:
            line = by_unit.get(key or 0)
            found[key] = Card(line, indicators=_indicators(known, line))
        found[key].proposals.append(_proposal(change))
    for edit in draft.edits.prefetch_related("decisions"):
        if edit.unit_id in found:
            found[edit.unit_id].edits.append(edit)
    order = {line.unit_id: place for place, line in enumerate(known)}
    return sorted(
        found.values(), key=lambda card: order[card.line.unit_id] if card.line else len(order)
    )


def persons_words(found: Iterable[Card]) -> list[Proposal]:
    """Return the proposals of natural persons on these cards."""
    proposals = (proposal for card in found for proposal in card.proposals)
    return [one for one in proposals if one.change.submission.kind == SubmitterKind.PERSON]


def veil(found: Iterable[Card]) -> None:
    """Leave of the words of natural persons only what may be published."""
    for proposal in persons_words(found):
        public = published(proposal.change)
        proposal.hidden = public is None
        text, proposal.reasons = public or ("", "")
        proposal.pieces = redline(proposal.change.old_text, text) if public else []


def changes_of(draft: ConsultedDraft) -> list[Change]:
    """Return every change of a draft, of all tracks, with its submission and decisions."""
    found = draft.changes.select_related("submission__track", "submission__person", "unit")
    return list(
        found.prefetch_related("decisions", "public_wordings", "submission__rulings").order_by(
            "submission__number", "position"
        )
    )


def is_eligible(submission: Submission) -> bool | None:
    """Return the last ruling, None before there is one."""
    rulings = list(submission.rulings.all())
    return rulings[-1].eligible if rulings else None


def public_name(submission: Submission) -> str:
    """Return how the submitter is named in public: a person only with consent."""
    if submission.kind != SubmitterKind.PERSON:
        return submission.name
    if submission.publish_name and hasattr(submission, "person") and submission.person.full_name:
        return submission.person.full_name
    return "Osoba fizyczna (dane do wiadomości urzędu)"


def published(change: Change) -> tuple[str, str] | None:
    """Return the proposal and the reasons that may be published; None until somebody looked.

    An organisation's words are public unless a person made a public wording of them.
    """
    wordings = list(change.public_wordings.all())
    if wordings:
        return wordings[-1].new_text, wordings[-1].reasons
    if change.submission.kind == SubmitterKind.PERSON:
        return None
    return change.new_text, change.reasons


def _proposal(change: Change) -> Proposal:
    submission = change.submission
    return Proposal(
        change=change,
        submitter=public_name(submission),
        pieces=redline(change.old_text, change.new_text),
        reasons=change.reasons,
        decisions=list(change.decisions.all()),
        eligible=is_eligible(submission),
        in_time=submission.in_time,
    )


def _indicators(known: Iterable[Line], line: Line | None) -> list[Line]:
    if line is None or not line.section:
        return []
    return [one for one in known if one.section == line.section and one.kind == "indicator"]
