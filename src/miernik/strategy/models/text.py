"""The text of a programme: passages of a version, its resolution, lineage between editions.

A ``Passage`` is what a version says at the place of one ``Unit``. Headings, wordings, points and
tables are all passages; labels such as "2.1" or "5)" are derived from the place and stored only
when the version is frozen.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.kernel.quantities import Labelled
from miernik.strategy.models.works import Indicator, Unit, Version


class FieldType(Labelled):
    """The typed fields of a programme's section."""

    ADDRESSEES = "addressees", "Adresaci"
    AIM = "aim", "Cel zadania"
    ACTIONS = "actions", "Realizacja zadania"
    INDICATORS = "indicators", "Wskaźniki"
    IMPLEMENTERS = "implementers", "Realizatorzy"


class Passage(models.Model):
    """What one version says at the place of a unit.

    ``text`` is the heading of a part, section, chapter or field, and the wording of everything
    else. ``table`` is ``{"columns": [...], "rows": [[...]], "note": "..."}`` for a table, whose
    ``text`` is its title. ``measured`` is the goal, priority or task that stands for this passage
    in the yearly figures.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="passages")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="passages")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField("kolejność")
    field_type = models.CharField("pole", max_length=12, choices=FieldType.choices(), blank=True)
    text = models.TextField("treść", blank=True)
    table = models.JSONField("tabela", null=True, blank=True)
    printed_label = models.CharField("oznaczenie w dokumencie", max_length=30, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="passages"
    )
    measured = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="measured_by"
    )
    frozen_label = models.CharField("oznaczenie w zamrożonej wersji", max_length=30, blank=True)

    class Meta:
        verbose_name = "jednostka redakcyjna"
        verbose_name_plural = "jednostki redakcyjne"
        ordering: ClassVar = ["version_id", "parent_id", "position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "unit"],
                name="passage_once_in_a_version",
                violation_error_message="Jednostka tekstu może stać w wersji tylko raz.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Resolution(models.Model):
    """The council's resolution that enacted a version."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="resolution")
    number = models.CharField("numer", max_length=40)
    date = models.DateField("z dnia")
    body = models.CharField("organ", max_length=200)
    in_force_from = models.DateField("obowiązuje od")
    in_force_to = models.DateField("obowiązuje do", null=True, blank=True)
    journal = models.CharField("ogłoszona w", max_length=200, blank=True)

    class Meta:
        verbose_name = "uchwała"
        verbose_name_plural = "uchwały"
        ordering: ClassVar = ["-date", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
                name="resolution_days_in_order",
                violation_error_message="Uchwała nie może przestać obowiązywać, zanim zaczęła.",
            ),
        ]

    def __str__(self) -> str:
        return f"uchwała nr {self.number}"


class LineageKind(Labelled):
    """What became of a unit in the next programme."""

    KEPT = "kept", "bez zmian"
    CHANGED = "changed", "zmienione"
    RENUMBERED = "renumbered", "przenumerowane"
    SPLIT = "split", "podzielone"
    MERGED = "merged", "połączone"
    DROPPED = "dropped", "usunięte"
    NEW = "new", "nowe"


class Lineage(models.Model):
    """A link from a unit of an earlier version to one of a later, proposed and then confirmed.

    ``score`` is the likeness of the wordings, 0 to 100. A dropped unit has no later one, a new
    unit no earlier one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    earlier_version = models.ForeignKey(Version, models.PROTECT, related_name="continued_in")
    later_version = models.ForeignKey(Version, models.PROTECT, related_name="continues")
    earlier = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    later = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="continuation_of"
    )
    kind = models.CharField("rodzaj", max_length=12, choices=LineageKind.choices())
    score = models.PositiveSmallIntegerField("podobieństwo", default=0)
    proposed_at = models.DateTimeField("zaproponowano")
    confirmed_at = models.DateTimeField("potwierdzono", null=True, blank=True)
    confirmed_by = models.CharField("kto potwierdził", max_length=150, blank=True)
    reason = models.TextField("powód", blank=True)

    class Meta:
        verbose_name = "ciągłość jednostki"
        verbose_name_plural = "ciągłość jednostek"
        ordering: ClassVar = ["later_version_id", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="dropped", later__isnull=True, earlier__isnull=False)
                | Q(kind="new", earlier__isnull=True, later__isnull=False)
                | (~Q(kind__in=["dropped", "new"]) & Q(earlier__isnull=False, later__isnull=False)),
                name="lineage_ends_fit_its_kind",
                violation_error_message="Usunięta jednostka nie ma następcy, nowa – poprzednika.",
            ),
            models.UniqueConstraint(
                fields=["earlier_version", "later_version", "earlier", "later"],
                name="lineage_once",
                violation_error_message="To powiązanie już istnieje.",
            ),
        ]

    def __str__(self) -> str:
        return LineageKind(self.kind).label
