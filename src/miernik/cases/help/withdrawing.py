"""Taking a wrong entry back: the row goes, the event log keeps that it stood and why it went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from miernik.audit.services import record
from miernik.kernel.quantities import Labelled


class WithdrawalReason(Labelled):
    """Why an entry is taken back: a closed list, so that no name slips into the event log."""

    MISTAKE = "pomylka", "wpisano przez pomyłkę"
    WRONG_PERSON = "inna_osoba", "to była inna osoba lub rodzina"
    WRONG_DETAILS = "inne_dane", "inny rodzaj, inna data albo liczba"
    TWICE = "dwa_razy", "wpisano dwa razy"
    NOT_GIVEN = "nie_odbylo_sie", "nie doszło do skutku"


class Row(Protocol):
    """A row that can go."""

    def delete(self) -> Any:
        """Remove the row."""


def withdraw(
    row: Row,
    *,
    action: str,
    subject: str,
    facts: Mapping[str, Any],
    reason: WithdrawalReason,
    by: str,
    at: dt.datetime,
) -> None:
    """Delete ``row`` and log ``facts`` of it (plain JSON, no personal data) with the reason.

    Call it inside a transaction.
    """
    record(action=action, subject=subject, by=by, at=at, data={**facts, "reason": reason.value})
    row.delete()
