"""What may be done in the procedure, by subject; each step stands in ``procedure.states``."""

from miernik.cases.procedure.services.applications import (
    receive_application,
    withdraw_application,
)
from miernik.cases.procedure.services.drafts import (
    Wish,
    discard_decision,
    prepare_change,
    prepare_decision,
    revise_decision,
)
from miernik.cases.procedure.services.interviews import hold_interview
from miernik.cases.procedure.services.issuing import end_grant, facts_agree, issue_decision
from miernik.cases.procedure.services.payments import (
    WithholdingReason,
    cancel_payments,
    mark_paid,
    plan_payments,
    release,
    set_off,
    withhold,
)

__all__ = [
    "Wish",
    "WithholdingReason",
    "cancel_payments",
    "discard_decision",
    "end_grant",
    "facts_agree",
    "hold_interview",
    "issue_decision",
    "mark_paid",
    "plan_payments",
    "prepare_change",
    "prepare_decision",
    "receive_application",
    "release",
    "revise_decision",
    "set_off",
    "withdraw_application",
    "withhold",
]
