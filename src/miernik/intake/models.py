"""An imported file on its way into the store: draft, corrections, decision."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from miernik.kernel.quantities import Labelled
from miernik.observations.models import Source
from miernik.strategy.models import Version, Work


class ImportState(Labelled):
    """States of an import; see states.py for the transitions."""

    DRAFT = "draft", "do sprawdzenia"
    CONFIRMED = "confirmed", "zapisany"
    REJECTED = "rejected", "odrzucony"


class DocumentKind(Labelled):
    """What the document is."""

    REPORT = "report", "sprawozdanie"
    PROGRAMME = "programme", "program"


class Import(models.Model):
    """One file that was read, with the draft made of it (never edited: see Correction)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.CharField(
        "rodzaj dokumentu",
        max_length=10,
        choices=DocumentKind.choices(),
        default=DocumentKind.REPORT,
    )
    file_name = models.CharField("nazwa pliku", max_length=255)
    sha256 = models.CharField("skrót pliku", max_length=64)
    file_kind = models.CharField("rodzaj pliku", max_length=20)
    stored_file = models.CharField("plik w archiwum", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField("rok sprawozdania", null=True, blank=True)
    work = models.ForeignKey(
        Work,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name="strategia",
    )
    state = models.CharField(
        "stan", max_length=10, choices=ImportState.choices(), default=ImportState.DRAFT
    )
    draft = models.JSONField("szkic")
    created_at = models.DateTimeField("wczytano")
    created_by = models.CharField("wczytał", max_length=150)
    decided_at = models.DateTimeField("rozstrzygnięto", null=True, blank=True)
    decided_by = models.CharField("rozstrzygnął", max_length=150, blank=True)
    source = models.OneToOneField(
        Source, models.PROTECT, null=True, blank=True, related_name="imported_from"
    )
    version = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="imports"
    )

    class Meta:
        verbose_name = "wczytany dokument"
        verbose_name_plural = "wczytane dokumenty"
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", decided_at__isnull=True)
                | (~Q(state="draft") & Q(decided_at__isnull=False)),
                name="import_decision_has_a_date",
                violation_error_message="Rozstrzygnięty dokument musi mieć datę rozstrzygnięcia.",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(source__isnull=False, work__isnull=False),
                name="import_confirmed_has_a_source",
                violation_error_message="Zapisany dokument musi wskazywać źródło i strategię.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class Correction(models.Model):
    """A person's correction of one field of a draft; the draft itself stays as it was read."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="corrections")
    path = models.CharField("pole", max_length=120)
    old = models.TextField("odczytano", blank=True)
    new = models.TextField("poprawiono na", blank=True)
    reason = models.TextField("powód", blank=True)
    at = models.DateTimeField("kiedy")
    by = models.CharField("kto", max_length=150)

    class Meta:
        verbose_name = "poprawka"
        verbose_name_plural = "poprawki"
        ordering: ClassVar = ["of_id", "id"]

    def __str__(self) -> str:
        return f"{self.path}: {self.new}"


class DoubtResolution(models.Model):
    """A person has looked at one doubt and says that the reading is right."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="resolutions")
    path = models.CharField("pole", max_length=120)
    reason = models.TextField("wątpliwość")
    at = models.DateTimeField("kiedy")
    by = models.CharField("kto", max_length=150)

    class Meta:
        verbose_name = "rozstrzygnięta wątpliwość"
        verbose_name_plural = "rozstrzygnięte wątpliwości"
        ordering: ClassVar = ["of_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["of", "path", "reason"],
                name="doubt_resolved_once",
                violation_error_message="Ta wątpliwość jest już rozstrzygnięta.",
            ),
        ]

    def __str__(self) -> str:
        return self.path
