"""Every job that runs by itself: those of the collection, and mailings to organisations."""

from __future__ import annotations

from miernik.accounts.organisations.mailing.services import send_round
from miernik.collection import jobs
from miernik.collection.jobs import Job, Run, send_in_rounds


def send_mailings(run: Run) -> str:
    """Send what is due of started mailings."""
    return send_in_rounds(run, send_round)


JOBS = (*jobs.JOBS, Job("mailings", "mailing do organizacji", send_mailings))
