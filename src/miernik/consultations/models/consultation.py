"""A consultation: its tracks, the drafts it is about, and what proves that it was announced."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.accounts.organisations.mailing.models import Mailing
from miernik.consultations.procedure import TrackKind
from miernik.kernel.quantities import Labelled
from miernik.strategy.models import Version, Work


class ConsultationState(Labelled):
    """How far the office is; whether opinions are taken is told by the dates alone."""

    PREPARED = "prepared", "w przygotowaniu"
    ANNOUNCED = "announced", "ogłoszone"
    REPORTED = "reported", "ze sprawozdaniem"
    COMPLETED = "completed", "zakończone"
    CANCELLED = "cancelled", "odwołane"


class NoticeKind(Labelled):
    """How the public was told."""

    WEBSITE = "website", "strona internetowa"
    MAILING = "mailing", "poczta elektroniczna do organizacji"
    BOARD = "board", "tablica ogłoszeń"
    PRESS = "press", "prasa, radio lub telewizja"
    OTHER = "other", "inny sposób"


class Consultation(models.Model):
    """One consultation of one or more drafts, on one or more tracks.

    ``code`` stands in addresses and on the command line. ``in_force_from`` is the day the
    resolution is meant to come into force: the timetable counts back from it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField("kod", max_length=60, unique=True)
    title = models.CharField("tytuł", max_length=600)
    place = models.CharField("miejscowość", max_length=120, default="Białystok")
    responsible = models.CharField("kto odpowiada", max_length=300)
    purpose = models.TextField("cel", blank=True)
    contact = models.TextField("kontakt w sprawie konsultacji", blank=True)
    in_force_from = models.DateField("planowane wejście w życie", null=True, blank=True)
    session_on = models.DateField("planowana sesja rady", null=True, blank=True)
    state = models.CharField(
        "stan",
        max_length=10,
        choices=ConsultationState.choices(),
        default=ConsultationState.PREPARED,
    )
    created_at = models.DateTimeField("utworzono")
    created_by = models.CharField("utworzył", max_length=150)
    announced_at = models.DateTimeField("ogłoszono", null=True, blank=True)

    class Meta:
        verbose_name = "konsultacje"
        verbose_name_plural = "konsultacje"
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(responsible=""),
                name="consultation_has_a_title",
                violation_error_message="Konsultacje muszą mieć tytuł i odpowiedzialną jednostkę.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Track(models.Model):
    """One way of being consulted: whom, by which rules, when.

    ``rule`` is the id of a rule set in procedure/rules.yaml; ``rule_snapshot`` is what it said
    when the consultation was announced. ``starts`` and ``ends`` are both days of the
    consultation. ``ways`` are sentences on how opinions are sent.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="tracks")
    kind = models.CharField("ścieżka", max_length=12, choices=TrackKind.choices())
    rule = models.CharField("zasady", max_length=60)
    rule_snapshot = models.JSONField("zasady w dniu ogłoszenia", null=True, blank=True)
    starts = models.DateField("od")
    ends = models.DateField("do")
    legal_bases = models.JSONField("podstawy prawne", default=list)
    addressees = models.TextField("adresaci", blank=True)
    ways = models.JSONField("jak składać opinie", default=list)
    email = models.EmailField("adres na opinie", blank=True)

    class Meta:
        verbose_name = "ścieżka konsultacji"
        verbose_name_plural = "ścieżki konsultacji"
        ordering: ClassVar = ["consultation_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation", "kind"],
                name="track_once_in_a_consultation",
                violation_error_message="Ta ścieżka już jest w tych konsultacjach.",
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="track_days_in_order",
                violation_error_message="Ostatni dzień konsultacji nie może być przed pierwszym.",
            ),
        ]

    def __str__(self) -> str:
        return TrackKind(self.kind).label


class ConsultedDraft(models.Model):
    """One draft resolution under consultation.

    ``version`` is its frozen text (none when only its title is known), ``compared_with`` the text
    in force it is shown against, ``result`` the version made of the decisions, ``enacted`` the
    adopted one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="drafts")
    position = models.PositiveSmallIntegerField("kolejność")
    title = models.CharField("tytuł projektu", max_length=600)
    case_sign = models.CharField("znak sprawy", max_length=60, blank=True)
    work = models.ForeignKey(
        Work, models.PROTECT, null=True, blank=True, related_name="consulted_in"
    )
    version = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="consulted_in"
    )
    compared_with = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="compared_in"
    )
    result = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="result_of"
    )
    enacted = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="enacted_from"
    )

    class Meta:
        verbose_name = "konsultowany projekt"
        verbose_name_plural = "konsultowane projekty"
        ordering: ClassVar = ["consultation_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation", "position"],
                name="draft_once_at_a_place",
                violation_error_message="Na tym miejscu jest już inny projekt.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="draft_has_a_title",
                violation_error_message="Projekt musi mieć tytuł.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Notice(models.Model):
    """One announcement: where and when; what proves it is its ``evidence``.

    ``sentence`` is how the report names it, without the letter and the comma at its end.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="notices")
    tracks = models.ManyToManyField(Track, related_name="notices")
    kind = models.CharField("rodzaj", max_length=10, choices=NoticeKind.choices())
    sentence = models.TextField("jak w sprawozdaniu")
    places = models.JSONField("miejsca", default=list)
    url = models.URLField("adres strony", max_length=500, blank=True)
    published_on = models.DateField("kiedy")
    mailing = models.ForeignKey(
        Mailing, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    addressees = models.PositiveIntegerField("liczba adresatów", null=True, blank=True)
    created_at = models.DateTimeField("zapisano")
    created_by = models.CharField("kto zapisał", max_length=150)

    class Meta:
        verbose_name = "ogłoszenie"
        verbose_name_plural = "ogłoszenia"
        ordering: ClassVar = ["consultation_id", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(sentence=""),
                name="notice_has_a_sentence",
                violation_error_message="Opisz, jak podano informację do wiadomości.",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


class Evidence(models.Model):
    """A file that proves an announcement or a publication of results; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="evidence")
    name = models.CharField("nazwa pliku", max_length=255)
    stored_file = models.CharField("plik w archiwum", max_length=200)
    sha256 = models.CharField("skrót", max_length=64)
    size = models.PositiveIntegerField("wielkość w bajtach")
    saved_at = models.DateTimeField("zapisano")
    saved_by = models.CharField("kto zapisał", max_length=150)

    class Meta:
        verbose_name = "dowód"
        verbose_name_plural = "dowody"
        ordering: ClassVar = ["notice_id", "id"]

    def __str__(self) -> str:
        return self.name


class ResultsPublication(models.Model):
    """Where and when the report of a track was made public."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="publications")
    place = models.CharField("miejsce", max_length=300)
    url = models.URLField("adres strony", max_length=500, blank=True)
    published_on = models.DateField("kiedy")
    created_at = models.DateTimeField("zapisano")
    created_by = models.CharField("kto zapisał", max_length=150)

    class Meta:
        verbose_name = "ogłoszenie wyników"
        verbose_name_plural = "ogłoszenia wyników"
        ordering: ClassVar = ["track_id", "id"]

    def __str__(self) -> str:
        return self.place


class ReportDocument(models.Model):
    """A report of one track, frozen: its content, files and, later, the signed scan.

    ``content`` is the plain form of ``report_content.ReportContent``; ``files`` are rows
    ``{"name", "stored", "sha256", "size"}``.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    track = models.ForeignKey(Track, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField("numer")
    format_version = models.PositiveSmallIntegerField("wersja zapisu")
    content = models.JSONField("treść")
    content_hash = models.CharField("skrót treści", max_length=64)
    files = models.JSONField("pliki", default=list)
    frozen_at = models.DateTimeField("zamrożono")
    frozen_by = models.CharField("kto zamroził", max_length=150)

    class Meta:
        verbose_name = "sprawozdanie z konsultacji"
        verbose_name_plural = "sprawozdania z konsultacji"
        ordering: ClassVar = ["track_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["track", "number"],
                name="report_number_once_in_a_track",
                violation_error_message="Sprawozdanie o tym numerze już istnieje.",
            ),
        ]

    def __str__(self) -> str:
        return f"sprawozdanie nr {self.number}"
