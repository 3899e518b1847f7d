"""The counters of case numbers, and what a row said before it was corrected."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from miernik.cases.fields import EncryptedTextField
from miernik.cases.models.families import Family
from miernik.cases.models.people import Person
from miernik.kernel.quantities import Labelled


class Counter(models.Model):
    """The last number given in a series, such as ``R/2025``."""

    series = models.CharField("seria", max_length=40, unique=True)
    last = models.PositiveIntegerField("ostatni numer", default=0)

    class Meta:
        verbose_name = "licznik"
        verbose_name_plural = "liczniki"
        ordering: ClassVar = ["series"]

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


class CorrectedTable(Labelled):
    """Rows that can be corrected or struck out."""

    PERSON = "person", "dane osoby"
    FAMILY = "family", "dane rodziny"
    MEMBERSHIP = "membership", "członek rodziny"
    INCOME = "income", "dochód"
    REASON = "reason", "powód pomocy"


class Correction(models.Model):
    """What a row of the register said before somebody corrected it or struck it out.

    The row itself holds the present content, so that counting needs no history; nothing is lost.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    table = models.CharField("tabela", max_length=12, choices=CorrectedTable.choices())
    row = models.BigIntegerField("klucz")
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    #: JSON object: field → value before.
    before = EncryptedTextField("było")
    #: The row was struck out: it is gone and ``before`` holds the whole of it.
    struck_out = models.BooleanField("skreślono", default=False)
    why = models.CharField("powód", max_length=300, blank=True)
    made_at = models.DateTimeField("kiedy")
    made_by = models.CharField("kto", max_length=150)
    undone_at = models.DateTimeField("cofnięto", null=True, blank=True)
    undone_by = models.CharField("cofnął", max_length=150, blank=True)

    class Meta:
        verbose_name = "poprawka w rejestrze"
        verbose_name_plural = "poprawki w rejestrze"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["table", "row"], name="correction_row")]

    def __str__(self) -> str:
        return f"{CorrectedTable(self.table).label} {self.row}"
