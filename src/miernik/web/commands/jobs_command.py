"""``miernik jobs run``: what happens by itself. Once for cron, or as a worker with --watch."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from typing import TYPE_CHECKING

from miernik.web.commands.setup import prepare_database, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miernik.collection.jobs import Job

SHORTEST = 5  # seconds between rounds of a worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    run_them = actions.add_parser(
        "run",
        help="wykonaj zadania: poczta przychodząca, przypomnienia, zestawienie, wysyłka",
    )
    run_them.add_argument(
        "--watch", type=int, metavar="SEKUNDY", help="nie kończ: powtarzaj co tyle sekund"
    )
    run_them.add_argument("--once", metavar="ZADANIE", help="tylko to jedno zadanie")
    run_them.add_argument("--list", action="store_true", help="pokaż zadania i ostatnie przebiegi")


def run(arguments: argparse.Namespace) -> int:
    """Run the jobs; 1 when one of them failed. A quiet round prints nothing, as cron likes it."""
    prepare_database()
    from miernik.collection.jobs import job_named
    from miernik.web.jobs import JOBS

    if arguments.list:
        return _list()
    chosen = (job_named(arguments.once, JOBS),) if arguments.once else JOBS
    end = threading.Event()
    if arguments.watch is None:
        return 1 if _round(chosen, end) else 0
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end.set())
    say("Zadania w tle działają. Zatrzymanie: Ctrl+C albo SIGTERM.")
    while not end.is_set():
        _round(chosen, end, surviving=True)
        end.wait(max(arguments.watch, SHORTEST))
    say("Zadania w tle zatrzymano.")
    return 0


def _round(jobs: Sequence[Job], end: threading.Event, *, surviving: bool = False) -> int:
    """Run each job once; returns how many failed. ``surviving``: also a database that is away."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from miernik.collection.errors import BusyJobError
    from miernik.collection.jobs import run_job

    failed = 0
    for job in jobs:
        if end.is_set():
            break
        try:
            row = run_job(job, clock=timezone.now, stop=end.is_set)
        except BusyJobError as error:
            say(str(error))
            continue
        except DatabaseError as error:
            if not surviving:
                raise
            close_old_connections()
            failed += 1
            print(f"{job.label}: baza danych nie odpowiada ({error}).", file=sys.stderr)
            continue
        if row.error:
            failed += 1
            print(f"{job.label}: {row.error}", file=sys.stderr)
        elif row.result:
            say(f"{timezone.localtime(row.finished_at):%d.%m.%Y %H:%M} {job.label}: {row.result}")
    return failed


def _list() -> int:
    from django.utils import timezone

    from miernik.collection.jobs import last_runs
    from miernik.web.jobs import JOBS

    for job, last, busy in last_runs(JOBS):
        say(f"{job.name}: {job.label}")
        if last is None:
            say("  jeszcze nie wykonano")
            continue
        state = "w toku" if last.finished_at is None else "nie było nic do zrobienia"
        told = last.error or last.result or state
        say(f"  ostatnio {timezone.localtime(last.started_at):%d.%m.%Y %H:%M}: {told}")
        if busy is not None and busy.pk != last.pk:
            told = busy.error or busy.result
            say(f"  przedtem {timezone.localtime(busy.started_at):%d.%m.%Y %H:%M}: {told}")
    return 0
