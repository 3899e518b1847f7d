"""Events, workshops, clubs and groups with their participants; volunteers and partners."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.accounts.models import Institution
from miernik.cases.models.people import Person
from miernik.kernel.quantities import Labelled


class ActivityKind(Labelled):
    """What the indicators of a programme count people in."""

    WORKSHOP = "warsztaty", "warsztaty aktywizacyjne"
    PARENTING = "umiejetnosci_wychowawcze", "zajęcia dla rodziców (umiejętności wychowawcze)"
    PROSOCIAL = "umiejetnosci_prospoleczne", "warsztaty prospołeczne dla dzieci i młodzieży"
    SOCIOTHERAPY = "socjoterapia", "grupa socjoterapeutyczna"
    MENTAL_CLUB = "klub_zaburzenia_psychiczne", "klub dla osób z zaburzeniami psychicznymi"
    SENIOR_CLUB = "klub_seniora", "Klub Seniora"
    SENIOR_ACTIVATION = "aktywizacja_seniorow", "aktywizacja społeczna osób starszych"
    SELF_HELP = "grupa_samopomocowa", "grupa samopomocowa"
    LOCAL_EVENT = "wydarzenie_lokalne", "wydarzenie lokalne"
    OTHER = "inne", "inne zajęcia"


class Activity(models.Model):
    """One event, or a series (club, group, course) over a period."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("rodzaj", max_length=40, choices=ActivityKind.choices())
    title = models.CharField("nazwa", max_length=200)
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    #: Distinct participants who are not named in Participation, and families among them.
    unnamed_participants = models.PositiveIntegerField("uczestnicy bez nazwisk", default=0)
    unnamed_families = models.PositiveIntegerField("rodziny bez nazwisk", default=0)
    volunteers_taking_part = models.PositiveIntegerField("wolontariusze", default=0)
    note = models.CharField("uwagi", max_length=400, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "zajęcia lub wydarzenie"
        verbose_name_plural = "zajęcia i wydarzenia"
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="activity_in_order",
                violation_error_message="Koniec nie może być wcześniejszy niż początek.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Participation(models.Model):
    """A person of the register took part, from a day on."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)

    class Meta:
        verbose_name = "udział"
        verbose_name_plural = "udziały"
        ordering: ClassVar = ["activity_id", "since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "person", "since"],
                name="participation_once",
                violation_error_message="Ta osoba jest już na liście.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.activity}"


class VolunteerKind(Labelled):
    """What a volunteer helps in."""

    COMMUNITY = "spolecznosc_lokalna", "organizowanie społeczności lokalnej"
    ASSISTANCE = "pomoc_osobom", "pomoc osobom"


class Volunteer(models.Model):
    """A volunteer in a period."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_name = models.CharField("imię", max_length=80)
    last_name = models.CharField("nazwisko", max_length=120)
    kind = models.CharField("w czym pomaga", max_length=40, choices=VolunteerKind.choices())
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "wolontariusz"
        verbose_name_plural = "wolontariusze"
        ordering: ClassVar = ["last_name", "first_name", "id"]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"


class Partnership(models.Model):
    """An organisation that works with the centre in a local community."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("podmiot", max_length=300)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "współpraca"
        verbose_name_plural = "współpraca"
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="partnership_in_order",
                violation_error_message="Koniec nie może być wcześniejszy niż początek.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
