"""What can go wrong in the room, in words for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from miernik.kernel.errors import MiernikError


class ObservationError(MiernikError):
    """Base of the room's errors; the message is a Polish sentence."""


class InvalidValueError(ObservationError):
    """A value breaks a rule of the store; ``sentences`` has one Polish sentence a rule."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class AlreadyCorrectedError(ObservationError):
    """The value to correct is no longer in force."""

    def __init__(self) -> None:
        super().__init__(
            "Ta wartość została już sprostowana. Odśwież stronę i popraw wartość obowiązującą."
        )


class MissingReasonError(ObservationError):
    """A correction or a decision does not say why."""

    def __init__(self) -> None:
        super().__init__("Podaj powód: bez niego nikt nie zrozumie tej zmiany za rok.")


class ForbiddenActionError(ObservationError):
    """A break in this state does not allow this action."""

    def __init__(self, action: str, state: str, allowed: list[str]) -> None:
        listed = " albo ".join(f"„{name}”" for name in allowed)
        super().__init__(
            f"Przerwy w stanie „{state}” nie można: „{action}”. Możliwe jest tylko: {listed}."
        )


class NoEmbargoError(ObservationError):
    """The year to be shown to the public is not kept from it."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"Publikacja roku {year} nie jest wstrzymana: jego wartości są już w portalu."
        )


class RewriteForbiddenError(ObservationError):
    """Somebody tried to change or delete what is only ever added to."""


@contextmanager
def in_polish() -> Iterator[None]:
    """Run a block in a transaction and say its database errors in Polish.

    Raises InvalidValueError for a broken constraint, with the constraint's own sentence, and
    RewriteForbiddenError for a refusal by a trigger. Other errors pass unchanged.
    """
    try:
        with transaction.atomic():
            yield
    except ValidationError as error:
        raise InvalidValueError(list(dict.fromkeys(error.messages))) from error
    except IntegrityError as error:
        known = _constraint_sentence(str(error))
        if known is not None:
            raise InvalidValueError([known]) from error
        if sentence := _trigger_sentence(str(error)):
            raise RewriteForbiddenError(sentence) from error
        raise


def _constraint_sentence(message: str) -> str | None:
    """The sentence of the constraint a database names; for a plain one SQLite names columns."""
    from miernik.observations.models import ComparabilityBreak, Embargo, Note, Observation

    for model in (Observation, Note, ComparabilityBreak, Embargo):
        options = model._meta  # noqa: SLF001  # Django's documented model API
        for constraint in options.constraints:
            fields = [f"{options.db_table}.{name}" for name in getattr(constraint, "fields", ())]
            named = re.search(rf"\b{re.escape(constraint.name)}\b", message)
            if named or (fields and _columns(message) == fields):
                return str(constraint.get_violation_error_message())
    return None


def _columns(message: str) -> list[str]:
    """Columns in "UNIQUE constraint failed: table.note_id, table.position", as field names."""
    _, told, listed = message.partition("UNIQUE constraint failed: ")
    return [column.removesuffix("_id") for column in listed.split(", ")] if told else []


def _trigger_sentence(message: str) -> str | None:
    """The Polish sentence a trigger raised: the first line, without the database's own lines."""
    first = message.strip().splitlines()[0] if message.strip() else ""
    return first if re.search(r"\bnie zmienia się ani nie usuwa\b", first) else None
