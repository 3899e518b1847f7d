"""Jobs: idempotent, one at a time, each run on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from miernik.collection.errors import BusyJobError, UnknownJobError
from miernik.collection.jobs import DEAD_AFTER, JOBS, Job, Run, job_named, last_runs, run_job
from miernik.collection.models import JobRun, Message, MessageKind
from tests.collection.campaigns import DEADLINE, FIRST_SCHOOL, City, an_open_one, everything

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2026, 2, 24, 8, 0, tzinfo=dt.UTC)  # three days before the deadline


@pytest.fixture
def town() -> City:
    return an_open_one()


def run(name: str, at: dt.datetime = MORNING) -> JobRun:
    return run_job(job_named(name), clock=lambda: at)


def test_a_day_of_jobs_reminds_tells_the_coordinator_and_sends(town: City) -> None:
    town.hand_in(FIRST_SCHOOL, everything())
    told = {job.name: run(job.name).result for job in JOBS}
    assert told == {
        "mailbox": "",
        "reminders": "3 przypomnienia w kolejce",
        "summaries": "1 zestawienie dla koordynatora w kolejce",
        "outbox": "wysłano 5 wiadomości",
    }
    assert len(mail.outbox) == 5


def test_a_second_round_of_the_day_does_nothing(town: City) -> None:
    runs = [run(job.name) for _ in range(2) for job in JOBS]
    assert all(row.idle for row in runs[len(JOBS) :])
    assert len(mail.outbox) == Message.objects.count() == 5


def test_nobody_is_written_to_at_night(town: City) -> None:
    night = dt.datetime(2026, 2, 24, 0, 30, tzinfo=dt.UTC)
    assert run("reminders", night).idle
    assert not Message.objects.exists()


def test_a_day_on_which_nothing_is_planned_is_idle(town: City) -> None:
    day = dt.datetime.combine(DEADLINE - dt.timedelta(days=8), dt.time(9), tzinfo=dt.UTC)
    assert run("reminders", day).idle
    assert not Message.objects.filter(kind=MessageKind.REMINDER_BEFORE).exists()


def test_a_run_that_lasts_keeps_another_one_away(town: City) -> None:
    met: list[str] = []

    def second(_: Run) -> str:
        with pytest.raises(BusyJobError) as refused:
            run_job(slow, clock=lambda: MORNING)
        met.append(str(refused.value))
        return "zrobione"

    slow = Job("reminders", "przypomnienia", second)
    assert run_job(slow, clock=lambda: MORNING).result == "zrobione"
    assert "właśnie trwa" in met[0]
    assert JobRun.objects.count() == 1


def test_a_run_that_died_gives_way_after_a_while() -> None:
    JobRun.objects.create(name="outbox", started_at=MORNING, alive_at=MORNING)
    with pytest.raises(BusyJobError):
        run("outbox", MORNING + DEAD_AFTER)
    assert run("outbox", MORNING + DEAD_AFTER + dt.timedelta(seconds=1)).idle
    died = JobRun.objects.get(started_at=MORNING)
    assert "Przerwano" in died.error


def test_a_broken_job_is_on_record_and_raises_nothing() -> None:
    def broken(_: Run) -> str:
        raise ZeroDivisionError

    row = run_job(Job("summaries", "x", broken), clock=lambda: MORNING)
    assert "ZeroDivisionError" in row.error
    assert row.finished_at == MORNING


def test_a_mailbox_that_is_not_there_is_an_error_in_words(settings: Any) -> None:
    settings.MAILBOX = "/nie/ma/takiego"
    assert run("mailbox").error == "Nie ma folderu „takiego”: popraw MIERNIK_MAILBOX."


def test_idle_runs_do_not_pile_up(town: City) -> None:
    for minute in range(5):
        run("outbox", MORNING + dt.timedelta(minutes=minute))
    assert JobRun.objects.filter(name="outbox").count() == 1
    run("reminders")
    run("outbox", MORNING + dt.timedelta(minutes=6))
    run("outbox", MORNING + dt.timedelta(minutes=7))
    job, last, busy = last_runs()[-1]
    assert job.name == "outbox"
    assert last is not None
    assert busy is not None
    assert last.idle
    assert busy.result == "wysłano 4 wiadomości"


def test_a_job_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(UnknownJobError, match="mailbox, reminders, summaries, outbox"):
        job_named("przypomnienia")
