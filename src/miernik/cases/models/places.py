"""Shelters with their places, and the map of places not meant for living."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.kernel.quantities import Labelled


class FacilityKind(Labelled):
    """A facility for the homeless (art. 48a) or another one."""

    NIGHT_SHELTER = "noclegownia", "noclegownia"
    SHELTER = "schronisko", "schronisko dla osób bezdomnych"
    CARE_SHELTER = "schronisko_uslugi", "schronisko z usługami opiekuńczymi"
    HEATED_ROOM = "ogrzewalnia", "ogrzewalnia"
    SUPPORTED_HOUSING = "mieszkanie_chronione", "mieszkanie treningowe lub wspomagane"
    OTHER = "inna", "inna placówka"


class Facility(models.Model):
    """A place that gives shelter."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("rodzaj", max_length=24, choices=FacilityKind.choices())
    name = models.CharField("nazwa", max_length=200)
    address = models.CharField("adres", max_length=300, blank=True)
    latitude = models.FloatField("szerokość geograficzna", null=True, blank=True)
    longitude = models.FloatField("długość geograficzna", null=True, blank=True)

    class Meta:
        verbose_name = "placówka"
        verbose_name_plural = "placówki"
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Places(models.Model):
    """How many places a facility has in a period."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="places")
    number = models.PositiveIntegerField("liczba miejsc")
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)

    class Meta:
        verbose_name = "miejsca schronienia"
        verbose_name_plural = "miejsca schronienia"
        ordering: ClassVar = ["facility_id", "since", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="places_in_order",
                violation_error_message="Koniec nie może być wcześniejszy niż początek.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility}: {self.number}"


class UnfitPlace(models.Model):
    """A place not meant for living where people stay (mapa miejsc niemieszkalnych)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nazwa", max_length=200)
    description = models.CharField("opis", max_length=400, blank=True)
    latitude = models.FloatField("szerokość geograficzna", null=True, blank=True)
    longitude = models.FloatField("długość geograficzna", null=True, blank=True)
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)

    class Meta:
        verbose_name = "miejsce niemieszkalne"
        verbose_name_plural = "miejsca niemieszkalne"
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class StreetVisit(models.Model):
    """A visit of streetworkers at such a place."""

    place = models.ForeignKey(UnfitPlace, models.PROTECT, related_name="visits")
    visited_on = models.DateField("kiedy")
    persons_met = models.PositiveIntegerField("spotkane osoby", default=0)
    note = models.CharField("uwagi", max_length=400, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "wizyta streetworkera"
        verbose_name_plural = "wizyty streetworkerów"
        ordering: ClassVar = ["-visited_on", "-id"]

    def __str__(self) -> str:
        return f"{self.place}: {self.visited_on}"
