"""Yearly counters that give cases and decisions their numbers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """The last number given in a series in a year."""

    #: "WS" for cases, "D" for decisions.
    series = models.CharField("seria", max_length=10)
    year = models.PositiveSmallIntegerField("rok")
    last = models.PositiveIntegerField("ostatni numer", default=0)

    class Meta:
        verbose_name = "licznik numerów"
        verbose_name_plural = "liczniki numerów"
        ordering: ClassVar = ["series", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "year"], name="counter_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.series}/{self.year}: {self.last}"
