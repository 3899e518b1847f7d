"""Deciding: one decision about one or more changes, one final wording of a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from miernik.audit.services import record
from miernik.consultations.citations import checked, known_acts
from miernik.consultations.errors import (
    DishonestVerdictError,
    NeedsWordingError,
    NotReadyError,
    WrongStateError,
)
from miernik.consultations.honest import Objection, Wording, object_to
from miernik.consultations.models import (
    CHANGING,
    Alarm,
    Change,
    Consultation,
    ConsultationState,
    ConsultedDraft,
    Decision,
    DecisionState,
    Edit,
    Operation,
    Verdict,
)
from miernik.kernel.redline import is_changed
from miernik.kernel.text import squeeze
from miernik.strategy.text.reading import Line, lines


@dataclass(frozen=True, slots=True)
class Final:
    """The final wording of one unit: ``code`` as in ``Asked``; "" deletes."""

    operation: Operation
    code: str
    text: str = ""
    inserted_kind: str = ""


def objection_to(
    *, draft: ConsultedDraft, changes: Sequence[Change], verdict: Verdict, finals: Sequence[Final]
) -> Objection | None:
    """Return why a verdict would be stopped; writes nothing (the card asks while one types)."""
    return object_to(verdict, _wordings(draft, changes, finals))


def decide(
    *,
    draft: ConsultedDraft,
    changes: Sequence[Change],
    verdict: Verdict,
    reasons: str,
    by: str,
    at: dt.datetime,
    statement: str = "",
    finals: Sequence[Final] = (),
    covered_by: str = "",
    replace_wording: bool = False,
    decision: Decision | None = None,
) -> Decision:
    """Decide about changes of one draft, or decide anew (``decision``).

    Raises DishonestVerdictError, and keeps an Alarm, when the verdict does not fit the text;
    NeedsWordingError when a unit has another final wording already and ``replace_wording`` is
    not said; NotReadyError without reasons; WrongStateError after the report.
    """
    _must_be_decided_now(draft)
    if not reasons.strip() or not changes:
        raise NotReadyError(["uzasadnienia" if changes else "zmian, których dotyczy"])
    if verdict is Verdict.COVERED and draft.version_id and not covered_by:
        raise NotReadyError(["jednostki, która już to mówi"])
    objection = objection_to(draft=draft, changes=changes, verdict=verdict, finals=finals)
    if objection is not None:
        _keep_alarm(draft, changes, verdict, objection, by, at)
        raise DishonestVerdictError(objection.message, objection.offered)
    return _decide(
        draft=draft,
        changes=changes,
        verdict=verdict,
        reasons=reasons.strip(),
        statement=statement.strip(),
        finals=finals if verdict in CHANGING else (),
        covered_by=covered_by,
        replace_wording=replace_wording,
        decision=decision,
        by=by,
        at=at,
    )


@transaction.atomic
def approve(*, decision: Decision, by: str, at: dt.datetime) -> Decision:
    """Approve a prepared decision; nothing happens to an approved one."""
    of = Decision.objects.select_for_update().get(pk=decision.pk)
    _must_be_decided_now(of.draft)
    if of.state == DecisionState.PREPARED:
        of.state, of.approved_by, of.approved_at = DecisionState.APPROVED, by, at
        of.save(update_fields=["state", "approved_by", "approved_at"])
        _event("decision.approved", of, by, at, {"verdict": of.verdict})
    return of


@transaction.atomic
def withdraw(*, decision: Decision, by: str, at: dt.datetime) -> None:
    """Take a decision back, with the wordings that only it brought."""
    of = Decision.objects.select_for_update().get(pk=decision.pk)
    _must_be_decided_now(of.draft)
    _event("decision.withdrawn", of, by, at, {"verdict": of.verdict})
    edits = list(of.edits.all())
    of.delete()
    for edit in edits:
        if not edit.decisions.exists():
            edit.delete()


@transaction.atomic
def _decide(
    *,
    draft: ConsultedDraft,
    changes: Sequence[Change],
    verdict: Verdict,
    reasons: str,
    statement: str,
    finals: Sequence[Final],
    covered_by: str,
    replace_wording: bool,
    decision: Decision | None,
    by: str,
    at: dt.datetime,
) -> Decision:
    known = _lines(draft)
    if decision is not None:
        withdraw(decision=decision, by=by, at=at)
    last = draft.decisions.aggregate(last=Max("position"))["last"] or 0
    made = Decision.objects.create(
        draft=draft,
        verdict=verdict,
        statement=statement,
        reasons=reasons,
        citations=checked(reasons, at.date(), known_acts(draft.consultation)),
        covered_by_id=known[covered_by].unit_id if covered_by else None,
        position=last + 1,
        by=by,
        at=at,
    )
    made.changes.set(changes)
    made.edits.set(
        _edit(draft, known[final.code], final, replace_wording, by, at) for final in finals
    )
    data = {"verdict": str(verdict), "changes": [str(change.uuid) for change in changes]}
    _event("decision.made", made, by, at, data)
    return made


def _edit(
    draft: ConsultedDraft, line: Line, final: Final, replace: bool, by: str, at: dt.datetime
) -> Edit:
    text = "" if final.operation is Operation.DELETE else squeeze(final.text)
    if final.operation is not Operation.INSERT_AFTER:
        found = draft.edits.filter(
            unit_id=line.unit_id, operation__in=[Operation.REPLACE, Operation.DELETE]
        ).first()
        if found is not None:
            if not is_changed(found.text, text):
                return found
            if not replace:
                raise NeedsWordingError(line.path, found.text)
            found.operation, found.text, found.by, found.at = final.operation, text, by, at
            found.save(update_fields=["operation", "text", "by", "at"])
            return found
    return Edit.objects.create(
        draft=draft,
        operation=final.operation,
        unit_id=line.unit_id,
        inserted_kind=final.inserted_kind
        or (line.kind if final.operation is Operation.INSERT_AFTER else ""),
        text=text,
        by=by,
        at=at,
    )


def _wordings(
    draft: ConsultedDraft, changes: Sequence[Change], finals: Sequence[Final]
) -> list[Wording]:
    """One wording for each change, and one for each consequential text nobody asked for."""
    known = _lines(draft)
    codes = {line.unit_id: line.code for line in known.values()}
    waiting = {(final.operation, final.code): final for final in finals}
    found = []
    for change in changes:
        code = codes.get(change.unit_id or 0, "")
        operation = Operation(change.operation)
        final = waiting.pop((operation, code), None)
        if final is None and operation is Operation.DELETE:
            final = waiting.pop((Operation.REPLACE, code), None)
        if final is None and operation is Operation.REPLACE:
            final = waiting.pop((Operation.DELETE, code), None)
        found.append(
            Wording(change.old_text, change.new_text, None if final is None else final.text)
        )
    for final in waiting.values():
        before = "" if final.operation is Operation.INSERT_AFTER else known[final.code].text
        found.append(Wording(before, final.text, final.text))
    return found


def _keep_alarm(
    draft: ConsultedDraft,
    changes: Sequence[Change],
    verdict: Verdict,
    objection: Objection,
    by: str,
    at: dt.datetime,
) -> None:
    alarm = Alarm.objects.create(
        draft=draft,
        verdict=verdict,
        offered=objection.offered,
        message=objection.message,
        by=by,
        at=at,
    )
    alarm.changes.set(changes)


def _lines(draft: ConsultedDraft) -> dict[str, Line]:
    return {line.code: line for line in lines(draft.version)} if draft.version else {}


def _must_be_decided_now(draft: ConsultedDraft) -> None:
    state = Consultation.objects.values_list("state", flat=True).get(pk=draft.consultation_id)
    if state != ConsultationState.ANNOUNCED:
        raise WrongStateError(ConsultationState(state).label)


def _event(action: str, of: Decision, by: str, at: dt.datetime, data: dict[str, Any]) -> None:
    record(action=action, subject=f"decision:{of.uuid}", by=by, at=at, data=data)
