"""What happens by itself: each job is a function of a moment, safe to run again at any time.

Opening and closing are decisions of people; jobs only read the mailbox, remind, tell the
coordinator and send what waits. Each run leaves a row, and an unfinished row keeps a second run
of the same job away, on this machine or another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from miernik.accounts.errors import MailServerError
from miernik.accounts.post import Sent
from miernik.collection.errors import BusyJobError, UnknownJobError
from miernik.collection.mailbox import open_mailbox
from miernik.collection.messages.reminding import remind
from miernik.collection.messages.sending import send_queued
from miernik.collection.messages.summary import summarise, summary_due
from miernik.collection.models import Campaign, CampaignState, JobRun
from miernik.collection.services.incoming import import_mailbox
from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural

Clock = Callable[[], dt.datetime]
Stop = Callable[[], bool]
BY = "zadanie w tle"
#: Letters to institutions are written in daytime, so that "today" is the reader's today.
FIRST_HOUR = 6
#: A run that gave no sign of life for so long has died with its process.
DEAD_AFTER = dt.timedelta(minutes=30)
KEPT = dt.timedelta(days=90)
_BATCH = 20


@dataclass(frozen=True, slots=True)
class Run:
    """What a job is given: the moment, whether to stop, and a way to say that it lives."""

    at: dt.datetime
    stop: Stop
    alive: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A job by its name; ``act`` returns what it did in Polish, "" when nothing."""

    name: str
    label: str
    act: Callable[[Run], str]


class Round(Protocol):
    """Sends some of what is due."""

    def __call__(self, *, limit: int, at: dt.datetime, stop: Stop) -> Sent:
        """Send up to ``limit`` messages."""


def read_mailbox(run: Run) -> str:
    """Take returned forms from the mailbox, where there is one."""
    if not settings.MAILBOX:
        return ""
    source = open_mailbox(settings.MAILBOX, password=settings.MAILBOX_PASSWORD)
    return import_mailbox(source=source, by=BY, at=run.at).sentence()


def write_reminders(run: Run) -> str:
    """Queue the reminders of the day in every open campaign."""
    count = silent = 0
    for campaign in _open_campaigns(run.at):
        batch = remind(campaign=campaign, on=timezone.localdate(run.at), by=BY, at=run.at)
        count += len(batch.queued)
        silent += len(batch.without_email) if batch.queued else 0
        run.alive()
    if not count:
        return ""
    told = f"{count} {plural(count, 'przypomnienie', 'przypomnienia', 'przypomnień')} w kolejce"
    return f"{told}; bez adresu e-mail: {silent}" if silent else told


def write_summaries(run: Run) -> str:
    """Queue the coordinator's summary of each open campaign when it is due."""
    on = timezone.localdate(run.at)
    due = [campaign for campaign in _open_campaigns(run.at) if summary_due(campaign, on)]
    made = [summarise(campaign=campaign, on=on, by=BY, at=run.at) for campaign in due]
    count = sum(message is not None for message in made)
    words = plural(count, "zestawienie", "zestawienia", "zestawień")
    return f"{count} {words} dla koordynatora w kolejce" if count else ""


def send_messages(run: Run) -> str:
    """Send what waits in the queue."""
    return send_in_rounds(run, send_queued)


def send_in_rounds(run: Run, send: Round) -> str:
    """Send round by round until nothing is due; a server that cannot be used is an error."""
    done = Sent()
    while not run.stop():
        some = send(limit=_BATCH, at=run.at, stop=run.stop)
        done += some
        run.alive()
        if not some or some.stopped:
            break
    if done.stopped:
        raise MailServerError(done.sentence())
    return done.sentence()


JOBS = (
    Job("mailbox", "odczytanie skrzynki z odesłanymi formularzami", read_mailbox),
    Job("reminders", "przypomnienia do instytucji", write_reminders),
    Job("summaries", "zestawienie dla koordynatora", write_summaries),
    Job("outbox", "wysłanie wiadomości z kolejki", send_messages),
)


def job_named(name: str, among: Sequence[Job] = JOBS) -> Job:
    """Return a job; raises UnknownJobError."""
    for job in among:
        if job.name == name:
            return job
    raise UnknownJobError(name, [job.name for job in among])


def run_job(job: Job, *, clock: Clock, stop: Stop = lambda: False) -> JobRun:
    """Run a job and keep what it did; what goes wrong in it is kept, not raised.

    Raises BusyJobError when the same job runs already.
    """
    row = _begin(job, clock())

    def alive() -> None:
        JobRun.objects.filter(pk=row.pk).update(alive_at=clock())

    try:
        row.result = job.act(Run(row.started_at, stop, alive))
    except MiernikError as error:
        row.error = str(error)
    except Exception as error:  # noqa: BLE001 - one broken job must not stop the others
        row.error = f"Nieoczekiwany błąd programu ({type(error).__name__}: {error})."[:1000]
    row.finished_at, row.idle = clock(), not row.result and not row.error
    row.alive_at = row.finished_at
    row.save()
    _tidy(row)
    return row


def last_runs(of: Sequence[Job] = JOBS) -> list[tuple[Job, JobRun | None, JobRun | None]]:
    """Return each job with its last run and the last one that did something or failed."""
    told = []
    for job in of:
        runs = JobRun.objects.filter(name=job.name).order_by("-id")
        told.append((job, runs.first(), runs.filter(idle=False, finished_at__isnull=False).first()))
    return told


def _begin(job: Job, at: dt.datetime) -> JobRun:
    unfinished = JobRun.objects.filter(name=job.name, finished_at__isnull=True)
    unfinished.filter(alive_at__lt=at - DEAD_AFTER).update(
        finished_at=at, error="Przerwano: program zakończył się w trakcie."
    )
    try:
        with transaction.atomic():
            return JobRun.objects.create(name=job.name, started_at=at, alive_at=at)
    except IntegrityError as error:
        raise BusyJobError(job.label) from error


def _tidy(row: JobRun) -> None:
    """Keep one idle run a job, and the others for ``KEPT``."""
    others = JobRun.objects.filter(name=row.name, finished_at__isnull=False).exclude(pk=row.pk)
    if row.idle:
        others.filter(idle=True).delete()
    others.filter(started_at__lt=row.started_at - KEPT).delete()


def _open_campaigns(at: dt.datetime) -> list[Campaign]:
    if timezone.localtime(at).hour < FIRST_HOUR:
        return []
    return list(Campaign.objects.filter(state=CampaignState.OPEN).order_by("id"))
