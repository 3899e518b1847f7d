"""What a visitor wants changed, kept in the session until it is sent. Only a POST changes it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.http import HttpRequest

from miernik.consultations.models import Consultation, Operation
from miernik.consultations.services.submitting import Asked
from miernik.kernel.errors import MiernikError

MAX_CHANGES = 100
MAX_LETTERS = 10_000
_KEY = "consultation-opinions"


class FullBasketError(MiernikError):
    """An opinion has as many changes as it may."""

    def __init__(self) -> None:
        super().__init__(
            f"Opinia może mieć najwyżej {MAX_CHANGES} zmian. Wyślij tę, a następne zmiany prześlij "
            "w drugiej opinii."
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change as it waits: ``draft`` is the draft's UUID, ``code`` the unit's short code."""

    key: str
    draft: str
    operation: str
    code: str
    text: str
    reasons: str

    @property
    def is_new(self) -> bool:
        """Whether a new unit is asked for after the one named."""
        return self.operation == Operation.INSERT_AFTER


def waiting(request: HttpRequest, of: Consultation) -> list[Wanted]:
    """Return the changes that wait in this session for the consultation, in their order."""
    rows = request.session.get(_KEY, {}).get(str(of.uuid), [])
    return [Wanted(**row) for row in rows]


def find(request: HttpRequest, of: Consultation, key: str) -> Wanted | None:
    """Return the waiting change with this key."""
    return next((item for item in waiting(request, of) if item.key == key), None)


def put(request: HttpRequest, of: Consultation, wanted: Wanted) -> None:
    """Add a change, or replace the one with its key or of the same unit; raises FullBasketError.

    A unit has one proposed wording in an opinion; any number of new units may follow it.
    """
    rows = waiting(request, of)
    place = next((at for at, row in enumerate(rows) if _is_same(row, wanted)), None)
    if place is not None:
        rows[place] = wanted
    elif len(rows) >= MAX_CHANGES:
        raise FullBasketError
    else:
        rows.append(wanted)
    _keep(request, of, rows)


def drop(request: HttpRequest, of: Consultation, key: str) -> None:
    """Take a change out."""
    _keep(request, of, [row for row in waiting(request, of) if row.key != key])


def empty(request: HttpRequest, of: Consultation) -> None:
    """Take everything out, after it was sent."""
    _keep(request, of, [])


def new_key() -> str:
    """Return a key for a change that is new."""
    return uuid.uuid4().hex[:12]


def asked(rows: Sequence[Wanted], common: str) -> list[Asked]:
    """Return the changes as the room takes them; ``common`` stands where no reasons do.

    Changes with the same reasons share one row of the annex.
    """
    groups: dict[tuple[str, str], int] = {}
    found = []
    for row in rows:
        reasons = row.reasons or common.strip()
        alone = "" if reasons else row.key
        found.append(
            Asked(
                draft=uuid.UUID(row.draft),
                operation=Operation(row.operation),
                code=row.code,
                text=row.text,
                reasons=reasons,
                group=groups.setdefault((reasons, alone), len(groups) + 1),
            )
        )
    return found


def _is_same(row: Wanted, wanted: Wanted) -> bool:
    if row.key == wanted.key:
        return True
    same = (row.draft, row.code) == (wanted.draft, wanted.code)
    return same and not row.is_new and not wanted.is_new


def _keep(request: HttpRequest, of: Consultation, rows: Sequence[Wanted]) -> None:
    held = request.session.get(_KEY, {})
    held[str(of.uuid)] = [asdict(row) for row in rows]
    request.session[_KEY] = {name: value for name, value in held.items() if value}
