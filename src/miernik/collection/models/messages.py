"""What is written to institutions, what came back by post, and the jobs that carry it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from miernik.collection.models.answers import Submission
from miernik.collection.models.campaigns import Campaign
from miernik.collection.models.questionnaires import AccessLink, Questionnaire
from miernik.kernel.quantities import Labelled


class MessageKind(Labelled):
    """Why a message is written."""

    INVITATION = "invitation", "zaproszenie"
    REMINDER_BEFORE = "reminder_before", "przypomnienie przed terminem"
    REMINDER_AFTER = "reminder_after", "przypomnienie po terminie"
    RETURNED = "returned", "zwrot do poprawy"
    QUESTION = "question", "pytanie o wartość"
    RECEIPT = "receipt", "potwierdzenie przyjęcia"
    EXTENSION = "extension", "przedłużenie terminu"
    FRESH_LINK = "fresh_link", "nowy link"
    FILE_REFUSED = "file_refused", "plik nieprzyjęty"
    SUMMARY = "summary", "zestawienie dla koordynatora"


class MessageState(Labelled):
    """What became of a message."""

    QUEUED = "queued", "czeka na wysłanie"
    SENT = "sent", "wysłana"
    FAILED = "failed", "niewysłana"
    CANCELLED = "cancelled", "wycofana"


class MessageTemplate(models.Model):
    """One version of the words of a kind of message; the newest one is used. Append-only."""

    kind = models.CharField("rodzaj", max_length=20, choices=MessageKind.choices())
    number = models.PositiveIntegerField("wersja")
    subject = models.CharField("temat", max_length=200)
    body = models.TextField("treść")
    saved_at = models.DateTimeField("zapisano")
    saved_by = models.CharField("kto zapisał", max_length=150)

    class Meta:
        verbose_name = "szablon wiadomości"
        verbose_name_plural = "szablony wiadomości"
        ordering: ClassVar = ["kind", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="one_template_a_number",
                violation_error_message="Ktoś zapisał właśnie ten szablon. Odśwież stronę.",
            ),
        ]

    def __str__(self) -> str:
        return f"{MessageKind(self.kind).label}, wersja {self.number}"


class Message(models.Model):
    """A message that waits or was sent: the queue and the log in one table.

    ``body`` has ``{link}`` where the personal address goes: its secret is derived when the message
    leaves, never stored; other braces are doubled. ``occasion`` names what the message is about,
    so that the same thing is never written twice to the same institution.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="messages")
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    link = models.ForeignKey(
        AccessLink, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    kind = models.CharField("rodzaj", max_length=20, choices=MessageKind.choices())
    occasion = models.CharField("okazja", max_length=100)
    recipient = models.EmailField("do kogo")
    subject = models.CharField("temat", max_length=300)
    body = models.TextField("treść")
    with_sheet = models.BooleanField("z formularzem XLSX", default=False)
    created_at = models.DateTimeField("utworzono")
    created_by = models.CharField("kto utworzył", max_length=150)
    state = models.CharField(
        "stan", max_length=10, choices=MessageState.choices(), default=MessageState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField("próby", default=0)
    next_try_at = models.DateTimeField("następna próba")
    last_error = models.CharField("ostatni błąd", max_length=300, blank=True)
    sent_at = models.DateTimeField("wysłano", null=True, blank=True)
    message_id = models.CharField("identyfikator", max_length=200, blank=True)

    class Meta:
        verbose_name = "wiadomość"
        verbose_name_plural = "wiadomości"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "next_try_at"], name="message_queue"),
            models.Index(fields=["campaign", "kind"], name="message_log"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["questionnaire", "kind", "occasion"],
                condition=Q(questionnaire__isnull=False),
                name="message_once_an_occasion",
                violation_error_message="Ta wiadomość jest już w kolejce albo została wysłana.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind", "occasion"],
                condition=Q(questionnaire__isnull=True),
                name="campaign_message_once_an_occasion",
                violation_error_message="Ta wiadomość jest już w kolejce albo została wysłana.",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="sent_message_says_when",
                violation_error_message="Wysłana wiadomość musi mieć datę.",
            ),
        ]

    def __str__(self) -> str:
        return f"{MessageKind(self.kind).label}: {self.recipient}"


class IncomingState(Labelled):
    """What became of a file that came by post."""

    WAITING = "waiting", "czeka na decyzję"
    TAKEN = "taken", "przyjęty"
    REFUSED = "refused", "nieprzyjęty"


class IncomingFile(models.Model):
    """A workbook from the mailbox: kept as it came, taken into a form or not.

    ``path`` is relative to MEDIA_ROOT, "" where nothing was kept; ``faults`` are Polish
    sentences. ``remark`` says why a person has to decide, or what was decided.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message_id = models.CharField("identyfikator wiadomości", max_length=300)
    sha256 = models.CharField("skrót", max_length=64)
    sender = models.CharField("od kogo", max_length=320)
    subject = models.CharField("temat", max_length=300, blank=True)
    written_at = models.DateTimeField("napisano", null=True, blank=True)
    read_at = models.DateTimeField("odczytano")
    name = models.CharField("nazwa pliku", max_length=200)
    path = models.CharField("miejsce pliku", max_length=300, blank=True)
    size = models.PositiveIntegerField("wielkość w bajtach", default=0)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, null=True, blank=True, related_name="incoming"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="incoming"
    )
    state = models.CharField("stan", max_length=10, choices=IncomingState.choices())
    faults = models.JSONField("usterki", default=list)
    remark = models.CharField("uwaga", max_length=300, blank=True)
    decided_at = models.DateTimeField("zdecydowano", null=True, blank=True)
    decided_by = models.CharField("kto zdecydował", max_length=150, blank=True)

    class Meta:
        verbose_name = "plik z poczty"
        verbose_name_plural = "pliki z poczty"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message_id", "sha256"],
                name="incoming_file_once",
                violation_error_message="Ten plik z tej wiadomości już odczytano.",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(questionnaire__isnull=False),
                name="taken_file_has_a_form",
                violation_error_message="Przyjęty plik musi należeć do formularza.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sender})"


class JobRun(models.Model):
    """One run of a job; an unfinished one keeps a second run of the same job away."""

    name = models.CharField("zadanie", max_length=40)
    started_at = models.DateTimeField("początek")
    alive_at = models.DateTimeField("ostatni znak życia")
    finished_at = models.DateTimeField("koniec", null=True, blank=True)
    idle = models.BooleanField("nie było nic do zrobienia", default=False)
    result = models.TextField("co zrobiono", blank=True)
    error = models.TextField("błąd", blank=True)

    class Meta:
        verbose_name = "przebieg zadania"
        verbose_name_plural = "przebiegi zadań"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(finished_at__isnull=True),
                name="one_run_of_a_job_at_a_time",
                violation_error_message="To zadanie właśnie trwa.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.started_at:%d.%m.%Y %H:%M}"
