"""What every room keeps longer than its classes say, on a day."""

from __future__ import annotations

import datetime as dt

from miernik.accounts.organisations.retention import due_on as due_of_organisations
from miernik.audit.retention import Due
from miernik.cases.retention import due_on as due_of_the_register
from miernik.collection.held.retention import due_on as due_of_pseudonyms
from miernik.consultations.retention import due_on as due_of_submitters


def due_on(on: dt.date) -> list[Due]:
    """Return every class with what is due on the day, in the order of the rooms."""
    return [
        *due_of_the_register(on),
        *due_of_pseudonyms(on),
        *due_of_organisations(on),
        *due_of_submitters(on),
    ]
