"""A queue of letters kept by a room: claiming, sending, trying again, giving up.

A letter is claimed in a short transaction of its own and sent outside it: whoever dies in between
leaves a claim that ends by itself, so the letter goes out at a later run with the same
Message-ID. What is written to whom, and whether it is still wanted, is the room's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.core.mail import EmailMessage
from django.db import connection as database
from django.db import models, transaction

from miernik.accounts.post import CLAIM, MAX_ATTEMPTS, Fate, Post, Sent, hand_over, pause_after
from miernik.kernel.quantities import Labelled

LONGEST_ERROR = 300


class LetterState(Labelled):
    """What became of one letter; rooms word it in their own way."""

    WAITING = "waiting", "czeka"
    SENT = "sent", "wysłana"
    FAILED = "failed", "nie wysłano"
    PASSED_OVER = "passed_over", "pominięta"


class QueuedLetter(models.Model):
    """The columns of a row that is a letter in a queue; ``error`` is a Polish sentence."""

    state = models.CharField(
        "stan", max_length=12, choices=LetterState.choices(), default=LetterState.WAITING
    )
    attempts = models.PositiveSmallIntegerField("próby", default=0)
    next_try_at = models.DateTimeField("następna próba")
    sent_at = models.DateTimeField("wysłano", null=True, blank=True)
    error = models.CharField("ostatni błąd", max_length=LONGEST_ERROR, blank=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=QueuedLetter)


class LetterQueue(Generic[Row]):
    """One room's queue: which letters may leave, what they say, what follows from their fate."""

    def open_rows(self) -> models.QuerySet[Row]:
        """Return the letters that may leave, those whose time has not come among them."""
        raise NotImplementedError

    def pointless(self, row: Row) -> str:
        """Return the Polish sentence why a letter need not leave any more; "" when it should."""
        raise NotImplementedError

    def compose(self, row: Row, at: dt.datetime) -> EmailMessage:
        """Put the letter together: only here is its address written out."""
        raise NotImplementedError

    def told(self, said: str) -> str:
        """Return what may be kept of what the server said."""
        return said

    def settled(self, row: Row, at: dt.datetime) -> None:
        """Do what follows when nothing more will become of a letter, in its transaction."""


def send_round(
    queue: LetterQueue[Row], *, at: dt.datetime, limit: int, stop: Callable[[], bool]
) -> Sent:
    """Send up to ``limit`` letters whose time has come; never raises for what a server says.

    A pointless letter is passed over. A refused recipient fails at once, anything passing is
    tried again after a growing pause until ``MAX_ATTEMPTS``; nothing is tried twice in one run. A
    fault of the installation ends the run and costs no attempt. ``stop`` is asked before each.
    """
    done, post = Sent(), Post()
    tried: set[int] = set()
    try:
        while len(tried) < limit and not done.stopped and not stop():
            row = _claim(queue, at, tried)
            if row is None:
                break
            tried.add(row.pk)
            reason = queue.pointless(row)
            if reason:
                _settle(queue, row, LetterState.PASSED_OVER, at, error=reason)
                done.cancelled += 1
            else:
                _send(queue, post, row, at, done)
    finally:
        post.close()
    return done


def _claim(queue: LetterQueue[Row], at: dt.datetime, tried: set[int]) -> Row | None:
    """Take the letter that waits longest; its attempt is counted from here."""
    with transaction.atomic():
        waiting = queue.open_rows().filter(state=LetterState.WAITING, next_try_at__lte=at)
        waiting = waiting.exclude(pk__in=tried).order_by("next_try_at", "pk")
        if database.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        row = waiting.first()
        if row is None:
            return None
        _write(row, attempts=row.attempts + 1, next_try_at=at + CLAIM)
    return row


def _send(queue: LetterQueue[Row], post: Post, row: Row, at: dt.datetime, done: Sent) -> None:
    handed = hand_over(post, lambda: queue.compose(row, at))
    said = queue.told(handed.said)
    if handed.fate == Fate.STOPPED:
        _write(row, attempts=row.attempts - 1, next_try_at=at, error=said)
        done.stopped = said
    elif handed.fate == Fate.SENT:
        _settle(queue, row, LetterState.SENT, at)
        done.sent += 1
    elif handed.fate == Fate.REFUSED or row.attempts >= MAX_ATTEMPTS:
        _settle(queue, row, LetterState.FAILED, at, error=said)
        done.failed += 1
    else:
        _write(row, next_try_at=at + pause_after(row.attempts), error=said)
        done.again += 1


@transaction.atomic
def _settle(
    queue: LetterQueue[Row], row: Row, state: LetterState, at: dt.datetime, *, error: str = ""
) -> None:
    _write(row, state=state, error=error, sent_at=at if state is LetterState.SENT else None)
    queue.settled(row, at)


def _write(row: QueuedLetter, **columns: Any) -> None:
    """Change columns of a row, in the database and in hand; one that is gone stays gone."""
    columns |= {"error": columns["error"][:LONGEST_ERROR]} if "error" in columns else {}
    for name, value in columns.items():
        setattr(row, name, value)
    type(row)._default_manager.filter(pk=row.pk).update(**columns)  # noqa: SLF001  # documented API
