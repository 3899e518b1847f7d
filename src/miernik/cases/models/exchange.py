"""Registers that came from elsewhere, foreign numbers, and the city's population."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class RegisterImport(models.Model):
    """One register read in whole."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.CharField("system", max_length=60)
    file_name = models.CharField("plik", max_length=255)
    sha256 = models.CharField("skrót pliku", max_length=64)
    counts = models.JSONField("ile czego", default=dict)
    imported_at = models.DateTimeField("wczytano")
    imported_by = models.CharField("wczytał", max_length=150)

    class Meta:
        verbose_name = "wczytany rejestr"
        verbose_name_plural = "wczytane rejestry"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.system}: {self.file_name}"


class ExternalNumber(models.Model):
    """What another system calls one of our rows; makes reading it twice harmless."""

    system = models.CharField("system", max_length=60)
    #: person, family, membership, reason or grant.
    table = models.CharField("tabela", max_length=20)
    number = models.CharField("numer w systemie", max_length=200)
    row = models.BigIntegerField("klucz u nas")
    imported = models.ForeignKey(RegisterImport, models.PROTECT, related_name="numbers")

    class Meta:
        verbose_name = "numer w innym systemie"
        verbose_name_plural = "numery w innych systemach"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "table", "number"], name="external_number_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["table", "row"], name="external_number_row")]

    def __str__(self) -> str:
        return f"{self.system}: {self.number}"


class Population(models.Model):
    """Number of residents on 31 December (register of residents)."""

    year = models.PositiveSmallIntegerField("rok", unique=True)
    number = models.PositiveIntegerField("liczba mieszkańców")
    source = models.CharField("źródło", max_length=300, blank=True)

    class Meta:
        verbose_name = "liczba mieszkańców"
        verbose_name_plural = "liczby mieszkańców"
        ordering: ClassVar = ["year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.number}"
