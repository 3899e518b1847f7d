"""Everything that writes persons and families; each takes ``by`` and ``at`` and leaves an event."""

from __future__ import annotations

from miernik.cases.register.corrections import strike_out
from miernik.cases.register.duplicates import (
    decide_duplicate,
    propose_duplicates,
    undo_duplicate,
)
from miernik.cases.register.facts import (
    correct_income,
    correct_reason,
    end_income,
    end_reason,
    record_income,
    record_reason,
)
from miernik.cases.register.families import (
    assign_worker,
    change_family,
    close_family,
    reopen_family,
    split_family,
    start_family,
)
from miernik.cases.register.memberships import (
    add_member,
    correct_membership,
    end_membership,
    move_members,
)
from miernik.cases.register.people import change_person, register_person
from miernik.cases.register.undoing import undo_correction

__all__ = [
    "add_member",
    "assign_worker",
    "change_family",
    "change_person",
    "close_family",
    "correct_income",
    "correct_membership",
    "correct_reason",
    "decide_duplicate",
    "end_income",
    "end_membership",
    "end_reason",
    "move_members",
    "propose_duplicates",
    "record_income",
    "record_reason",
    "register_person",
    "reopen_family",
    "split_family",
    "start_family",
    "strike_out",
    "undo_correction",
    "undo_duplicate",
]
