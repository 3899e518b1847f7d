"""Published editions of reports: frozen context, files with their hashes, errata."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.observations.models import Observation
from miernik.reports.states import EditionState
from miernik.strategy.models import Work


class Edition(models.Model):
    """One edition of a work's report for a year.

    Once published it is immutable (database triggers): ``context`` is the whole report as data in
    ``format_version``, ``context_hash`` its SHA-256. Later corrections are errata.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.ForeignKey(Work, models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField("rok")
    previous_year = models.PositiveSmallIntegerField("rok porównania", null=True, blank=True)
    number = models.PositiveIntegerField("numer wydania")
    title = models.CharField("tytuł", max_length=600)
    state = models.CharField(
        "stan", max_length=10, choices=EditionState.choices(), default=EditionState.DRAFT
    )
    format_version = models.CharField("wersja formatu", max_length=10)
    context = models.JSONField("treść sprawozdania")
    context_hash = models.CharField("skrót treści", max_length=64)
    published_at = models.DateTimeField("opublikowano", null=True, blank=True)
    published_by = models.CharField("opublikował", max_length=150, blank=True)

    class Meta:
        verbose_name = "wydanie sprawozdania"
        verbose_name_plural = "wydania sprawozdań"
        ordering: ClassVar = ["work_id", "-year", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["work", "year", "number"],
                name="edition_number_once",
                violation_error_message="Wydanie o tym numerze już istnieje.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True, published_by="")
                | (Q(state="published", published_at__isnull=False) & ~Q(published_by="")),
                name="edition_published_has_a_date",
                violation_error_message="Opublikowane wydanie musi mieć datę i osobę.",
            ),
            models.CheckConstraint(
                condition=Q(previous_year__isnull=True) | Q(previous_year__lt=F("year")),
                name="edition_compares_with_the_past",
                violation_error_message="Rok porównania musi być wcześniejszy niż rok raportu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (wydanie {self.number})"


class EditionFile(models.Model):
    """One file of an edition; ``path`` is relative to MEDIA_ROOT."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    format = models.CharField("format", max_length=10)
    name = models.CharField("nazwa pliku", max_length=120)
    path = models.CharField("miejsce w archiwum", max_length=200)
    sha256 = models.CharField("skrót pliku", max_length=64)
    size = models.PositiveIntegerField("rozmiar w bajtach")

    class Meta:
        verbose_name = "plik wydania"
        verbose_name_plural = "pliki wydań"
        ordering: ClassVar = ["edition_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "name"],
                name="edition_file_once",
                violation_error_message="Wydanie ma już plik o tej nazwie.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Erratum(models.Model):
    """A correction of a value that stands in a published edition: it was, it is, why, since when.

    ``printed`` is the observation the edition shows or the one an earlier erratum put in its
    place, ``corrected`` the one that superseded it.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="errata")
    printed = models.ForeignKey(Observation, models.PROTECT, related_name="errata_replacing")
    corrected = models.ForeignKey(Observation, models.PROTECT, related_name="errata_giving")
    number = models.PositiveIntegerField("numer sprostowania")
    place = models.CharField("zadanie", max_length=30)
    indicator_name = models.TextField("wskaźnik")
    before = models.TextField("było")
    after = models.TextField("jest")
    reason = models.TextField("powód")
    text = models.TextField("treść sprostowania")
    issued_at = models.DateTimeField("wydano")
    issued_by = models.CharField("wydał", max_length=150)

    class Meta:
        verbose_name = "sprostowanie"
        verbose_name_plural = "sprostowania"
        ordering: ClassVar = ["edition_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "corrected"],
                name="erratum_once_an_edition",
                violation_error_message="To sprostowanie już wydano.",
            ),
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="erratum_number_once",
                violation_error_message="Sprostowanie o tym numerze już wydano.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
