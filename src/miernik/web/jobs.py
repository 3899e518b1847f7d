"""Every job that runs by itself: of the collection, mailings, letters about opinions."""

from __future__ import annotations

from miernik.accounts.organisations.mailing.services import send_round
from miernik.collection import jobs
from miernik.collection.jobs import Job, Run, send_in_rounds
from miernik.consultations.services.posting import send_letters


def send_mailings(run: Run) -> str:
    """Send what is due of started mailings."""
    return send_in_rounds(run, send_round)


def send_opinion_letters(run: Run) -> str:
    """Send what is due of receipts of opinions and outcomes of consultations."""
    return send_in_rounds(run, send_letters)


JOBS = (
    *jobs.JOBS,
    Job("mailings", "mailing do organizacji", send_mailings),
    Job("opinions", "potwierdzenia opinii i wiadomości o wyniku", send_opinion_letters),
)
