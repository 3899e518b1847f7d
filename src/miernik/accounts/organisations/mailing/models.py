"""Mailings and to whom each was written: the queue and the log in one table."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from miernik.accounts.letter_queue import QueuedLetter
from miernik.accounts.organisations.models import NewsletterList, Organisation
from miernik.kernel.quantities import Labelled


class MailingState(Labelled):
    """How far a mailing is."""

    PREPARED = "prepared", "przygotowany"
    SENDING = "sending", "w wysyłce"
    SENT = "sent", "wysłany"


class Mailing(models.Model):
    """One message to many organisations; no list means all that consent."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField("temat", max_length=200)
    body = models.TextField("treść")
    list = models.ForeignKey(
        NewsletterList, models.PROTECT, null=True, blank=True, related_name="mailings"
    )
    created_at = models.DateTimeField("przygotowano")
    created_by = models.CharField("kto przygotował", max_length=150)
    started_at = models.DateTimeField("początek wysyłki", null=True, blank=True)
    sent_at = models.DateTimeField("koniec wysyłki", null=True, blank=True)
    state = models.CharField(
        "stan", max_length=10, choices=MailingState.choices(), default=MailingState.PREPARED
    )

    class Meta:
        verbose_name = "mailing"
        verbose_name_plural = "mailingi"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""),
                name="mailing_has_words",
                violation_error_message="Wiadomość musi mieć temat i treść.",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared") | Q(started_at__isnull=False),
                name="mailing_says_when_it_started",
                violation_error_message="Mailing w wysyłce musi mieć datę początku.",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="mailing_says_when_it_ended",
                violation_error_message="Wysłany mailing musi mieć datę końca.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def audience(self) -> str:
        """To whom it is written, in words."""
        return self.list.name if self.list else "wszystkie organizacje ze zgodą"


class MailingRecipient(QueuedLetter):
    """The message to one organisation; ``address`` as it stood when the mailing was prepared."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mailings")
    address = models.EmailField("adres")

    class Meta:
        verbose_name = "odbiorca mailingu"
        verbose_name_plural = "odbiorcy mailingu"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "next_try_at"], name="mailing_queue"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mailing", "organisation"],
                name="mailing_once_an_organisation",
                violation_error_message="Ta organizacja jest już wśród odbiorców tego mailingu.",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="mailing_message_says_when",
                violation_error_message="Wysłana wiadomość musi mieć datę.",
            ),
        ]

    def __str__(self) -> str:
        return self.address
