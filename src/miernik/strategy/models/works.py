"""Strategies and programmes: work → versions → units, with indicators.

A ``Unit`` and an ``Indicator`` live for ever; what a version says of them (place, order, wording)
stands in ``Placement`` and ``IndicatorDefinition``. Labels such as "A.1.3" are derived from the
place and stored only when a version is frozen.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.accounts.models import Institution
from miernik.kernel.quantities import (
    Aggregation,
    CountedUnit,
    Kind,
    Labelled,
    Polarity,
    Territory,
    TimeBasis,
)


class WorkKind(Labelled):
    """What kind of document the work is."""

    STRATEGY = "strategy", "strategia"
    PROGRAMME = "programme", "program"


class UnitKind(Labelled):
    """What a unit is: the first three carry yearly figures, the others are places of a text."""

    GOAL = "goal", "cel strategiczny"
    PRIORITY = "priority", "priorytet"
    TASK = "task", "zadanie"
    ACT = "act", "uchwała"
    ARTICLE = "article", "paragraf uchwały"
    TITLE = "title", "tytuł"
    CHAPTER = "chapter", "rozdział"
    PART = "part", "kierunek"
    SUBTITLE = "subtitle", "podtytuł"
    SECTION = "section", "zadanie programu"
    FIELD = "field", "pole zadania"
    POINT = "point", "punkt"
    LETTER = "letter", "litera"
    INDENT = "indent", "tiret"
    ITEM = "item", "pozycja listy"
    PARAGRAPH = "paragraph", "akapit"
    INDICATOR = "indicator", "wskaźnik"
    TABLE = "table", "tabela"
    FOOTNOTE = "footnote", "przypis"


class VersionState(Labelled):
    """A version is edited as a draft and never touched once frozen."""

    DRAFT = "draft", "robocza"
    FROZEN = "frozen", "zamrożona"


class Stage(Labelled):
    """How far a version has come; only an enacted one carries yearly figures."""

    PROJECT = "project", "projekt roboczy"
    CONSULTED = "consulted", "projekt do konsultacji"
    AFTER = "after", "projekt po konsultacjach"
    ENACTED = "enacted", "uchwalona"


class Work(models.Model):
    """A strategy or a programme, through all its versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField("kod", max_length=60, unique=True)
    kind = models.CharField("rodzaj", max_length=20, choices=WorkKind.choices())
    title = models.CharField("tytuł", max_length=400)
    municipality = models.CharField("gmina", max_length=120)
    start_year = models.PositiveSmallIntegerField("od roku")
    end_year = models.PositiveSmallIntegerField("do roku")
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="poprzednik",
    )

    class Meta:
        verbose_name = "strategia lub program"
        verbose_name_plural = "strategie i programy"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end_year__gte=F("start_year")),
                name="work_years_in_order",
                violation_error_message="Rok końcowy nie może być wcześniejszy niż początkowy.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One wording of a work; frozen versions are immutable in the database and carry a hash."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("numer")
    state = models.CharField(
        "stan", max_length=10, choices=VersionState.choices(), default=VersionState.DRAFT
    )
    stage = models.CharField("etap", max_length=10, choices=Stage.choices(), default=Stage.ENACTED)
    note = models.CharField("skąd", max_length=400, blank=True)
    created_at = models.DateTimeField("utworzono")
    frozen_at = models.DateTimeField("zamrożono", null=True, blank=True)
    content_hash = models.CharField("skrót treści", max_length=64, blank=True)

    class Meta:
        verbose_name = "wersja"
        verbose_name_plural = "wersje"
        ordering: ClassVar = ["work_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["work", "number"],
                name="version_number_once",
                violation_error_message="Wersja o tym numerze już istnieje.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", content_hash="")
                | (Q(state="frozen", frozen_at__isnull=False) & ~Q(content_hash="")),
                name="version_frozen_has_a_hash",
                violation_error_message="Zamrożona wersja musi mieć datę i skrót treści.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work.code}, wersja {self.number}"


class Unit(models.Model):
    """A goal, a task, a point of the text: an identity for life, whatever number it carries."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.ForeignKey(Work, models.PROTECT, related_name="units")
    kind = models.CharField("rodzaj", max_length=10, choices=UnitKind.choices())

    class Meta:
        verbose_name = "jednostka tekstu"
        verbose_name_plural = "jednostki tekstu"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{UnitKind(self.kind).label} {self.uuid}"


class Placement(models.Model):
    """Where a unit stands in one version, and how it reads there."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="placements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField("kolejność")
    title = models.TextField("treść")
    implementers_text = models.TextField("realizatorzy, jak w dokumencie", blank=True)
    funding_text = models.TextField("finansowanie, jak w dokumencie", blank=True)
    monitoring = models.TextField("monitorowanie", blank=True)
    frozen_label = models.CharField("oznaczenie w zamrożonej wersji", max_length=30, blank=True)

    class Meta:
        verbose_name = "miejsce jednostki"
        verbose_name_plural = "miejsca jednostek"
        ordering: ClassVar = ["version_id", "parent_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "unit"],
                name="unit_once_in_a_version",
                violation_error_message="Jednostka może stać w wersji tylko raz.",
            ),
            models.UniqueConstraint(
                fields=["version", "parent", "position"],
                condition=Q(parent__isnull=False),
                name="one_unit_at_a_place",
                violation_error_message="To miejsce w tekście jest już zajęte.",
            ),
            models.UniqueConstraint(
                fields=["version", "position"],
                condition=Q(parent__isnull=True),
                name="one_goal_at_a_place",
                violation_error_message="To miejsce w tekście jest już zajęte.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="placement_has_a_title",
                violation_error_message="Jednostka tekstu musi mieć treść.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Implementation(models.Model):
    """An institution that carries out a task, as one version names it."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="implementations")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="implementations")
    position = models.PositiveIntegerField("kolejność")
    printed_name = models.CharField("zapis w dokumencie", max_length=300)

    class Meta:
        verbose_name = "realizator zadania"
        verbose_name_plural = "realizatorzy zadań"
        ordering: ClassVar = ["placement_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["placement", "position"],
                name="implementer_once_at_a_place",
                violation_error_message="Na tej pozycji jest już inny realizator.",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name


class FundingSource(models.Model):
    """Where money for tasks comes from."""

    name = models.CharField("nazwa", max_length=300, unique=True)

    class Meta:
        verbose_name = "źródło finansowania"
        verbose_name_plural = "źródła finansowania"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class FundingAlias(models.Model):
    """Another printed form of a funding source, learned from a confirmed import."""

    source = models.ForeignKey(FundingSource, models.CASCADE, related_name="aliases")
    name = models.CharField("zapis w dokumencie", max_length=300, unique=True)

    class Meta:
        verbose_name = "inny zapis źródła"
        verbose_name_plural = "inne zapisy źródeł"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Funding(models.Model):
    """A funding source of a task, as one version names it."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="fundings")
    source = models.ForeignKey(FundingSource, models.PROTECT, related_name="fundings")
    position = models.PositiveIntegerField("kolejność")
    printed_name = models.CharField("zapis w dokumencie", max_length=300)

    class Meta:
        verbose_name = "finansowanie zadania"
        verbose_name_plural = "finansowanie zadań"
        ordering: ClassVar = ["placement_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["placement", "position"],
                name="funding_once_at_a_place",
                violation_error_message="Na tej pozycji jest już inne źródło finansowania.",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name


class Indicator(models.Model):
    """An indicator: an identity for life, whatever its wording or task."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.ForeignKey(Work, models.PROTECT, related_name="indicators")

    class Meta:
        verbose_name = "wskaźnik"
        verbose_name_plural = "wskaźniki"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return str(self.uuid)


class IndicatorDefinition(models.Model):
    """The indicator's card in one version: what is counted, in what unit, how it adds up."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="definitions")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="definitions")
    task = models.ForeignKey(Placement, models.CASCADE, related_name="definitions")
    position = models.PositiveIntegerField("kolejność")
    name = models.TextField("nazwa")
    kind = models.CharField("rodzaj wartości", max_length=12, choices=Kind.choices())
    counted_unit = models.CharField(
        "co się liczy",
        max_length=20,
        choices=CountedUnit.choices(),
        default=CountedUnit.OTHER,
    )
    printed_unit = models.CharField("jednostka w dokumencie", max_length=40, blank=True)
    time_basis = models.CharField(
        "ujęcie w czasie", max_length=10, choices=TimeBasis.choices(), default=TimeBasis.FLOW
    )
    territory = models.CharField(
        "obszar", max_length=20, choices=Territory.choices(), default=Territory.CITY
    )
    over_institutions = models.CharField(
        "łączenie instytucji",
        max_length=14,
        choices=Aggregation.choices(),
        default=Aggregation.SUM,
    )
    over_time = models.CharField(
        "łączenie lat", max_length=14, choices=Aggregation.choices(), default=Aggregation.NONE
    )
    persons_may_overlap = models.BooleanField(
        "te same osoby mogą być w kilku instytucjach", default=False
    )
    polarity = models.CharField(
        "kierunek", max_length=20, choices=Polarity.choices(), default=Polarity.NONE
    )
    sensitive = models.BooleanField("dane wrażliwe", default=False)
    materiality_percent = models.DecimalField(
        "próg istotności w procentach", max_digits=5, decimal_places=2, default=10
    )
    materiality_units = models.DecimalField(
        "próg istotności w jednostkach", max_digits=18, decimal_places=4, default=0
    )
    definition = models.TextField("objaśnienie", blank=True)

    class Meta:
        verbose_name = "karta wskaźnika"
        verbose_name_plural = "karty wskaźników"
        ordering: ClassVar = ["version_id", "task_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "indicator"],
                name="indicator_once_in_a_version",
                violation_error_message="Wskaźnik może stać w wersji tylko raz.",
            ),
            models.UniqueConstraint(
                fields=["task", "position"],
                name="one_indicator_at_a_place",
                violation_error_message="To miejsce w zadaniu jest już zajęte.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="indicator_has_a_name",
                violation_error_message="Wskaźnik musi mieć nazwę.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="amount") | Q(counted_unit="zloty"),
                name="amount_is_in_zloty",
                violation_error_message="Kwota musi być wyrażona w złotych.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
