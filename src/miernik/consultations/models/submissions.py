"""What came in: who wrote, by which way, and each single change that was asked for."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from miernik.accounts.organisations.models import Organisation
from miernik.audit.fields import EncryptedTextField
from miernik.consultations.models.consultation import Consultation, ConsultedDraft, Track
from miernik.kernel.quantities import Labelled
from miernik.strategy.models import Unit, UnitKind


class SubmitterKind(Labelled):
    """Who wrote."""

    ORGANISATION = "organisation", "organizacja"
    PERSON = "person", "osoba fizyczna"
    BODY = "body", "organ lub rada"


class Channel(Labelled):
    """How an opinion came."""

    ONLINE = "online", "formularz na stronie"
    PAPER = "paper", "pismo lub formularz na papierze"
    EMAIL = "email", "poczta elektroniczna"
    SCAN = "scan", "skan przesłany pocztą elektroniczną"
    WORD = "word", "plik Word"
    MINUTES = "minutes", "ustnie do protokołu"


class Operation(Labelled):
    """What a change does to the text."""

    REPLACE = "replace", "zmiana brzmienia"
    INSERT_AFTER = "insert_after", "dodanie po jednostce"
    DELETE = "delete", "skreślenie"
    GENERAL = "general", "uwaga ogólna"


class Submission(models.Model):
    """One letter, form or message; never changed after it is registered.

    ``name`` is an organisation's or a body's, and stands in reports; a natural person's name and
    address are apart, in ``SubmitterPerson``. ``in_time`` is judged by the server's clock on line
    and by the postmark or the day of receipt at the desk. ``content_hash`` is the SHA-256 of what
    was submitted; the receipt's code is its short form.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="submissions")
    track = models.ForeignKey(Track, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField("numer w rejestrze")
    kind = models.CharField("kto", max_length=12, choices=SubmitterKind.choices())
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    name = models.CharField("nazwa", max_length=300, blank=True)
    krs = models.CharField("KRS", max_length=10, blank=True)
    statutory_activity = models.BooleanField("oświadcza działalność statutową w mieście", null=True)
    channel = models.CharField("droga", max_length=10, choices=Channel.choices())
    received_at = models.DateTimeField("wpłynęło")
    postmarked_on = models.DateField("data stempla pocztowego", null=True, blank=True)
    in_time = models.BooleanField("w terminie")
    publish_name = models.BooleanField("zgoda na podanie imienia i nazwiska", default=False)
    general = models.TextField("uwagi ogólne", blank=True)
    file_name = models.CharField("nazwa pliku", max_length=255, blank=True)
    stored_file = models.CharField("plik w archiwum", max_length=200, blank=True)
    file_sha256 = models.CharField("skrót pliku", max_length=64, blank=True)
    content_hash = models.CharField("skrót treści", max_length=64)
    registered_by = models.CharField("kto zarejestrował", max_length=150)

    class Meta:
        verbose_name = "opinia"
        verbose_name_plural = "opinie"
        ordering: ClassVar = ["consultation_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation", "number"],
                name="opinion_number_once",
                violation_error_message="Opinia o tym numerze już jest w rejestrze.",
            ),
            models.CheckConstraint(
                condition=Q(kind="person") | ~Q(name=""),
                name="submission_has_a_name",
                violation_error_message="Podaj nazwę organizacji albo organu.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="person") | Q(name=""),
                name="submission_of_a_person_has_no_open_name",
                violation_error_message="Imię i nazwisko osoby zapisuje się osobno, zaszyfrowane.",
            ),
        ]

    def __str__(self) -> str:
        return f"opinia nr {self.number}"


class SubmitterPerson(models.Model):
    """Personal data beside a submission: encrypted, removed when the track's term is over.

    ``wants_letters``: the submitter asked for the receipt and the outcome at ``email``.
    """

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="person")
    full_name = EncryptedTextField("imię i nazwisko", blank=True)
    email = EncryptedTextField("e-mail", blank=True)
    address = EncryptedTextField("adres do korespondencji", blank=True)
    phone = EncryptedTextField("telefon", blank=True)
    wants_letters = models.BooleanField("prosi o wiadomości", default=False)

    class Meta:
        verbose_name = "dane składającego"
        verbose_name_plural = "dane składających"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return "dane składającego"


class EligibilityRuling(models.Model):
    """Whether the submitter belongs to the track's addressees; the last ruling counts."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="rulings")
    eligible = models.BooleanField("uprawniony")
    reason = models.TextField("powód", blank=True)
    by = models.CharField("kto", max_length=150)
    at = models.DateTimeField("kiedy")

    class Meta:
        verbose_name = "ocena uprawnienia"
        verbose_name_plural = "oceny uprawnień"
        ordering: ClassVar = ["submission_id", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(eligible=True) | ~Q(reason=""),
                name="ineligible_says_why",
                violation_error_message="Napisz, dlaczego składający nie jest uprawniony.",
            ),
        ]

    def __str__(self) -> str:
        return "uprawniony" if self.eligible else "nieuprawniony"


class Change(models.Model):
    """One atomic change of a text that a submission asks for.

    ``unit`` is the unit to replace or delete, or the one after which to insert (None for a
    general remark). ``old_text`` is the wording of the consulted version at that moment ("" for
    an insertion). ``group`` joins changes that share one row of the annex and one ``reasons``.
    ``inserted_kind`` is the kind of a new unit; ``label`` is the label it asked for ("6)").
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="changes")
    draft = models.ForeignKey(ConsultedDraft, models.PROTECT, related_name="changes")
    position = models.PositiveIntegerField("kolejność")
    group = models.PositiveIntegerField("wiersz załącznika", default=1)
    operation = models.CharField("co", max_length=12, choices=Operation.choices())
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="changes")
    inserted_kind = models.CharField(
        "rodzaj nowej jednostki", max_length=10, choices=UnitKind.choices(), blank=True
    )
    label = models.CharField("oznaczenie", max_length=30, blank=True)
    path = models.CharField("miejsce", max_length=300, blank=True)
    old_text = models.TextField("dotychczasowy zapis", blank=True)
    new_text = models.TextField("propozycja zapisu", blank=True)
    reasons = models.TextField("uzasadnienie", blank=True)

    class Meta:
        verbose_name = "proponowana zmiana"
        verbose_name_plural = "proponowane zmiany"
        ordering: ClassVar = ["submission_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "position"],
                name="change_once_at_a_place",
                violation_error_message="Ta zmiana już jest zapisana.",
            ),
            models.CheckConstraint(
                condition=Q(operation="general") | Q(unit__isnull=False),
                name="change_has_a_unit",
                violation_error_message="Wskaż jednostkę tekstu, której dotyczy zmiana.",
            ),
            models.CheckConstraint(
                condition=Q(operation="delete") | ~Q(new_text=""),
                name="change_has_a_wording",
                violation_error_message="Wpisz proponowany zapis.",
            ),
        ]

    def __str__(self) -> str:
        return self.path or Operation(self.operation).label


class PublicWording(models.Model):
    """What of a change may be published after personal and health data were looked for.

    The original stays; the last row counts. Without a row nothing of the change that comes from a
    natural person is published.
    """

    change = models.ForeignKey(Change, models.PROTECT, related_name="public_wordings")
    new_text = models.TextField("propozycja do publikacji", blank=True)
    reasons = models.TextField("uzasadnienie do publikacji", blank=True)
    ground = models.TextField("co usunięto i dlaczego", blank=True)
    by = models.CharField("kto", max_length=150)
    at = models.DateTimeField("kiedy")

    class Meta:
        verbose_name = "treść do publikacji"
        verbose_name_plural = "treści do publikacji"
        ordering: ClassVar = ["change_id", "id"]

    def __str__(self) -> str:
        return self.new_text
