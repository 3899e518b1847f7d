"""The life of a consultation as a table: service, from, to, audit tag.

Each line is one line of ``docs/konsultacje.md``; a test runs every service in every state.
"""

from __future__ import annotations

from typing import NamedTuple

from miernik.consultations.errors import PreparationOverError, WrongStateError
from miernik.consultations.models import ConsultationState


class Step(NamedTuple):
    """One allowed step and the tag it leaves in the event log; no target: nothing is left."""

    service: str
    source: ConsultationState | None
    target: ConsultationState | None
    event: str

    @property
    def reached(self) -> ConsultationState:
        """The state after a step that leaves the consultation in being."""
        assert self.target is not None, self.service
        return self.target


_S = ConsultationState
STEPS = (
    Step("create_consultation", None, _S.PREPARED, "consultation.created"),
    Step("change_consultation", _S.PREPARED, _S.PREPARED, "consultation.changed"),
    Step("add_track", _S.PREPARED, _S.PREPARED, "consultation.track_added"),
    Step("change_track", _S.PREPARED, _S.PREPARED, "consultation.track_changed"),
    Step("remove_track", _S.PREPARED, _S.PREPARED, "consultation.track_removed"),
    Step("add_draft", _S.PREPARED, _S.PREPARED, "consultation.draft_added"),
    Step("change_draft", _S.PREPARED, _S.PREPARED, "consultation.draft_changed"),
    Step("remove_draft", _S.PREPARED, _S.PREPARED, "consultation.draft_removed"),
    Step("change_notice", _S.PREPARED, _S.PREPARED, "consultation.notice_changed"),
    Step("remove_notice", _S.PREPARED, _S.PREPARED, "consultation.notice_removed"),
    Step("discard_consultation", _S.PREPARED, None, "consultation.discarded"),
    Step("announce", _S.PREPARED, _S.ANNOUNCED, "consultation.announced"),
    Step("cancel", _S.PREPARED, _S.CANCELLED, "consultation.cancelled"),
    Step("cancel", _S.ANNOUNCED, _S.CANCELLED, "consultation.cancelled"),
    Step("extend", _S.ANNOUNCED, _S.ANNOUNCED, "consultation.extended"),
    Step("freeze_report", _S.ANNOUNCED, _S.REPORTED, "consultation.reported"),
    Step("freeze_report", _S.REPORTED, _S.REPORTED, "consultation.reported"),
    Step("reopen_decisions", _S.REPORTED, _S.ANNOUNCED, "consultation.reopened"),
    Step("make_next_version", _S.ANNOUNCED, _S.ANNOUNCED, "consultation.next_version"),
    Step("make_next_version", _S.REPORTED, _S.REPORTED, "consultation.next_version"),
    Step("adopt", _S.REPORTED, _S.COMPLETED, "consultation.adopted"),
)


def follow(service: str, source: str | None) -> Step:
    """Return the step a service takes from a state; raises WrongStateError when there is none."""
    for step in STEPS:
        if (step.service, step.source) == (service, source):
            return step
    raise WrongStateError(ConsultationState(source).label if source else "nowe")


def prepare(service: str, source: str) -> Step:
    """Return the step of a service that is there only before the announcement.

    Raises PreparationOverError, which says what can be done instead.
    """
    if not allowed(service, source):
        raise PreparationOverError(
            ConsultationState(source).label, extendable=allowed("extend", source)
        )
    return follow(service, source)


def allowed(service: str, source: str) -> bool:
    """Return whether a service may be used in this state."""
    return any((step.service, step.source) == (service, source) for step in STEPS)
