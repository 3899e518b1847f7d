"""The append-only store of values: indicator × year × institution × breakdown.

A correction is a new row with the next version number, an author and a reason; nothing is
rewritten (database triggers hold it, see the first migration).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.accounts.models import Institution
from miernik.kernel.quantities import BreakType, Kind, Labelled, NoteKind, Status, Territory
from miernik.strategy.models import Indicator, Work


class Origin(Labelled):
    """Which room produced the value."""

    INTAKE = "intake", "wczytany dokument"
    COLLECTION = "collection", "coroczne zbieranie danych"
    REGISTER = "register", "rejestr"
    CORRECTION = "correction", "sprostowanie"


class Source(models.Model):
    """The file or system values come from."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    origin = models.CharField("pochodzenie", max_length=12, choices=Origin.choices())
    title = models.CharField("tytuł", max_length=400)
    file_name = models.CharField("nazwa pliku", max_length=255, blank=True)
    sha256 = models.CharField("skrót pliku", max_length=64, blank=True)
    published_on = models.DateField("data dokumentu", null=True, blank=True)
    added_at = models.DateTimeField("dodano")

    class Meta:
        verbose_name = "źródło"
        verbose_name_plural = "źródła"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.title


class Observation(models.Model):
    """One value, or one kind of nothing, of an indicator in a year.

    ``number`` is in the base unit (a person, a zloty, a percent), whatever the document printed;
    ``printed`` keeps the document's own words. A count of people whom several institutions may
    share has no number but ``lower`` and ``upper``, between which it lies.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    year = models.PositiveSmallIntegerField("rok")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    breakdown = models.CharField("przekrój", max_length=120, blank=True)
    version = models.PositiveIntegerField("wersja wartości", default=1)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    status = models.CharField("status", max_length=16, choices=Status.choices())
    kind = models.CharField("rodzaj wartości", max_length=12, choices=Kind.choices())
    number = models.DecimalField("wartość", max_digits=18, decimal_places=4, null=True, blank=True)
    lower = models.DecimalField(
        "dolna granica", max_digits=18, decimal_places=4, null=True, blank=True
    )
    upper = models.DecimalField(
        "górna granica", max_digits=18, decimal_places=4, null=True, blank=True
    )
    numerator = models.DecimalField(
        "licznik", max_digits=18, decimal_places=4, null=True, blank=True
    )
    denominator = models.DecimalField(
        "mianownik", max_digits=18, decimal_places=4, null=True, blank=True
    )
    entries = models.JSONField("pozycje listy, oceny lub podziału", default=list, blank=True)
    text = models.TextField("opis", blank=True)
    printed = models.TextField("zapis w dokumencie", blank=True)
    printed_unit = models.CharField("jednostka w dokumencie", max_length=40, blank=True)
    territory = models.CharField(
        "obszar", max_length=20, choices=Territory.choices(), default=Territory.CITY
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="observations")
    provenance = models.JSONField("miejsce w źródle", default=dict, blank=True)
    recorded_at = models.DateTimeField("zapisano")
    recorded_by = models.CharField("zapisał", max_length=150)
    reason = models.TextField("powód sprostowania", blank=True)

    class Meta:
        verbose_name = "wartość wskaźnika"
        verbose_name_plural = "wartości wskaźników"
        ordering: ClassVar = ["indicator_id", "year", "institution_id", "breakdown", "version"]
        indexes: ClassVar = [
            models.Index(fields=["year", "indicator"], name="observation_year"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "year", "breakdown", "version"],
                condition=Q(institution__isnull=True),
                name="one_city_value",
                violation_error_message="Wskaźnik ma już wartość dla tego roku.",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "institution", "breakdown", "version"],
                condition=Q(institution__isnull=False),
                name="one_institution_value",
                violation_error_message="Ta instytucja podała już wartość dla tego roku.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100),
                name="observation_year_is_plausible",
                violation_error_message="Rok musi leżeć między 1990 a 2100.",
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes__isnull=True)
                | (Q(version__gt=1, supersedes__isnull=False) & ~Q(reason="")),
                name="correction_has_a_reason",
                violation_error_message=(
                    "Sprostowanie musi wskazywać poprzednią wartość i podawać powód."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="value", kind__in=["count", "amount", "percent"])
                | Q(number__isnull=False)
                | Q(kind="count", lower__isnull=False),
                name="numeric_value_has_a_number",
                violation_error_message="Wartość liczbowa musi mieć liczbę.",
            ),
            models.CheckConstraint(
                condition=~Q(status="true_zero") | Q(number=0),
                name="true_zero_is_zero",
                violation_error_message="Zero musi mieć wartość 0.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["value", "true_zero"]) | Q(number__isnull=True),
                name="nothing_has_no_number",
                violation_error_message="Brak wartości nie może mieć liczby.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="count") | Q(number__isnull=True) | Q(number__gte=0),
                name="count_is_not_negative",
                violation_error_message="Liczebność nie może być ujemna.",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="denominator_is_positive",
                violation_error_message="Mianownik musi być większy od zera.",
            ),
            models.CheckConstraint(
                condition=Q(lower__isnull=True, upper__isnull=True)
                | Q(lower__isnull=False, upper__isnull=False),
                name="bounds_come_in_pairs",
                violation_error_message="Podaj obie granice wartości albo żadnej.",
            ),
            models.CheckConstraint(
                condition=Q(lower__isnull=True) | Q(upper__isnull=True) | Q(lower__lte=F("upper")),
                name="bounds_in_order",
                violation_error_message="Dolna granica nie może być większa od górnej.",
            ),
            models.CheckConstraint(
                condition=Q(lower__isnull=True)
                | Q(kind="count", status="value", number__isnull=True, lower__gte=0),
                name="bounds_stand_for_a_count",
                violation_error_message=(
                    "Granice zastępują tylko nieznaną liczebność: bez liczby, nie mniej niż zero."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.year}: {self.printed or self.number}"


class Note(models.Model):
    """A remark that belongs to one value; it survives when the value is empty."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="notes")
    position = models.PositiveIntegerField("kolejność")
    kind = models.CharField("rodzaj", max_length=16, choices=NoteKind.choices())
    marker = models.CharField("znak odsyłacza", max_length=5, blank=True)
    text = models.TextField("treść")
    number = models.DecimalField(
        "liczba w uwadze", max_digits=18, decimal_places=4, null=True, blank=True
    )
    as_of = models.DateField("stan na dzień", null=True, blank=True)

    class Meta:
        verbose_name = "uwaga"
        verbose_name_plural = "uwagi"
        ordering: ClassVar = ["observation_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["observation", "position"],
                name="one_note_at_a_place",
                violation_error_message="Na tym miejscu jest już inna uwaga.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="note_has_a_text",
                violation_error_message="Uwaga musi mieć treść.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Embargo(models.Model):
    """A year of a work that the office and reports see and the public does not, until lifted."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="embargoes")
    year = models.PositiveSmallIntegerField("rok")
    set_at = models.DateTimeField("wstrzymano")
    set_by = models.CharField("kto wstrzymał", max_length=150)
    lifted_at = models.DateTimeField("udostępniono", null=True, blank=True)
    lifted_by = models.CharField("kto udostępnił", max_length=150, blank=True)

    class Meta:
        verbose_name = "wstrzymanie publikacji"
        verbose_name_plural = "wstrzymania publikacji"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["work", "year"],
                condition=Q(lifted_at__isnull=True),
                name="one_open_embargo",
                violation_error_message="Publikacja tego roku jest już wstrzymana.",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_by="")),
                name="lifted_embargo_says_who",
                violation_error_message="Udostępnienie roku musi podawać osobę i datę.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id}/{self.year}"


class BreakState(Labelled):
    """A break is proposed by the program or a person, and decided by a person."""

    PROPOSED = "proposed", "do rozstrzygnięcia"
    CONFIRMED = "confirmed", "nieporównywalne"
    REJECTED = "rejected", "rzeczywista zmiana"
    ERROR = "error", "błąd w danych"


class ComparabilityBreak(models.Model):
    """A break in an indicator's series: values before ``year`` do not compare with it and after.

    Proposed and confirmed breaks stop every difference across them; rejected ones do not.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="breaks")
    year = models.PositiveSmallIntegerField("pierwszy rok po zmianie")
    since = models.PositiveSmallIntegerField("ostatni rok przed zmianą")
    type = models.CharField(
        "rodzaj", max_length=16, choices=BreakType.choices(), default=BreakType.UNEXPLAINED
    )
    state = models.CharField(
        "rozstrzygnięcie",
        max_length=10,
        choices=BreakState.choices(),
        default=BreakState.PROPOSED,
    )
    reason = models.TextField("uzasadnienie")
    proposed_by = models.CharField("kto zaproponował", max_length=150)
    proposed_at = models.DateTimeField("kiedy zaproponowano")
    decided_by = models.CharField("kto rozstrzygnął", max_length=150, blank=True)
    decided_at = models.DateTimeField("kiedy rozstrzygnięto", null=True, blank=True)
    decision_note = models.TextField("wyjaśnienie rozstrzygnięcia", blank=True)

    class Meta:
        verbose_name = "przerwa porównywalności"
        verbose_name_plural = "przerwy porównywalności"
        ordering: ClassVar = ["indicator_id", "year", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "since", "year", "type"],
                name="break_once_a_year_and_type",
                violation_error_message="Taka przerwa jest już zapisana.",
            ),
            models.CheckConstraint(
                condition=Q(year__gt=F("since")),
                name="break_years_in_order",
                violation_error_message="Rok po zmianie musi być późniejszy niż rok przed zmianą.",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True, decided_by="")
                | (
                    ~Q(state="proposed")
                    & Q(decided_at__isnull=False)
                    & ~Q(decided_by="")
                    & ~Q(decision_note="")
                ),
                name="decided_break_says_who_and_why",
                violation_error_message=("Rozstrzygnięcie musi podawać osobę, datę i wyjaśnienie."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.since}→{self.year} {BreakType(self.type).label}"
