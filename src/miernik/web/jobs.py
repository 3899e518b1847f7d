"""Every job that runs by itself: those of the collection, and mailings to organisations."""

from __future__ import annotations

from miernik.accounts.errors import MailServerError
from miernik.accounts.organisations.mailing.services import send_round
from miernik.accounts.post import Sent
from miernik.collection import jobs
from miernik.collection.jobs import Job, Run

_BATCH = 20


def send_mailings(run: Run) -> str:
    """Send what is due of started mailings; a server that cannot be used is an error of the run."""
    done = Sent()
    while not run.stop():
        some = send_round(limit=_BATCH, at=run.at, stop=run.stop)
        done += some
        run.alive()
        if not some or some.stopped:
            break
    if done.stopped:
        raise MailServerError(done.sentence())
    return done.sentence()


JOBS = (*jobs.JOBS, Job("mailings", "mailing do organizacji", send_mailings))
