"""Families with dated membership, incomes and reasons.

All periods are inclusive on both ends; an open end is null.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.accounts.models import Institution, User
from miernik.cases.models.people import Person
from miernik.kernel.quantities import Labelled
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode

_IN_ORDER = Q(until__isnull=True) | Q(until__gte=F("since"))
_IN_ORDER_SENTENCE = "Koniec nie może być wcześniejszy niż początek."


class FamilyRole(Labelled):
    """A member's place in the family."""

    HEAD = "head", "osoba zgłaszająca"
    PARTNER = "partner", "małżonek lub partner"
    CHILD = "child", "dziecko"
    PARENT = "parent", "rodzic"
    OTHER = "other", "inna osoba"


class Family(models.Model):
    """Persons living and keeping house together (art. 6 pkt 14), or one person alone (pkt 10)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Own case number, e.g. "R/00123"; foreign ones stand in ExternalNumber.
    number = models.CharField("numer rodziny", max_length=40, unique=True)
    address = models.CharField("adres", max_length=300, blank=True)
    homeless = models.BooleanField("bezdomność", default=False)
    #: Last address of permanent residence of a homeless person (art. 101 ust. 2).
    last_registered_address = models.CharField(
        "ostatni adres zameldowania", max_length=300, blank=True
    )
    team = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="families",
        verbose_name="zespół",
    )
    worker = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="families",
        verbose_name="pracownik socjalny",
    )
    #: The family this one split from; statistics still count it by its own identity.
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_into"
    )
    note = models.TextField("uwagi", blank=True)
    created_at = models.DateTimeField("wpisano")
    closed_on = models.DateField("zakończono", null=True, blank=True)

    class Meta:
        verbose_name = "rodzina"
        verbose_name_plural = "rodziny"
        ordering: ClassVar = ["number", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(homeless=True) | ~Q(address=""),
                name="family_has_an_address_or_is_homeless",
                violation_error_message="Podaj adres albo zaznacz bezdomność.",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FamilyMembership(models.Model):
    """A person belongs to a family in a period."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(
        "rola", max_length=10, choices=FamilyRole.choices(), default=FamilyRole.OTHER
    )
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)

    class Meta:
        verbose_name = "członek rodziny"
        verbose_name_plural = "członkowie rodziny"
        ordering: ClassVar = ["family_id", "since", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_IN_ORDER,
                name="family_membership_in_order",
                violation_error_message=_IN_ORDER_SENTENCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} w {self.family}"


class IncomeRecord(models.Model):
    """What a person receives each month of a period, in grosze, with what art. 8 deducts."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="incomes")
    kind = models.CharField("rodzaj", max_length=40, choices=IncomeKind.choices())
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)
    #: A single receipt (art. 8 ust. 11-12) instead of a monthly one.
    one_off = models.BooleanField("jednorazowy", default=False)
    amount_gr = models.BigIntegerField("przychód w groszach")
    tax_gr = models.BigIntegerField("podatek w groszach", default=0)
    costs_gr = models.BigIntegerField("koszty uzyskania w groszach", default=0)
    contributions_gr = models.BigIntegerField("składki w groszach", default=0)
    alimony_paid_gr = models.BigIntegerField("alimenty płacone w groszach", default=0)
    hectares = models.DecimalField(
        "hektary przeliczeniowe", max_digits=10, decimal_places=4, null=True, blank=True
    )
    evidence = models.CharField("dowód", max_length=300, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "dochód"
        verbose_name_plural = "dochody"
        ordering: ClassVar = ["person_id", "since", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_IN_ORDER,
                name="income_in_order",
                violation_error_message=_IN_ORDER_SENTENCE,
            ),
            models.CheckConstraint(
                condition=Q(
                    amount_gr__gte=0,
                    tax_gr__gte=0,
                    costs_gr__gte=0,
                    contributions_gr__gte=0,
                    alimony_paid_gr__gte=0,
                ),
                name="income_not_negative",
                violation_error_message="Kwoty dochodu i odliczeń nie mogą być ujemne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {IncomeKind(self.kind).label}"


class ReasonRecord(models.Model):
    """A reason of art. 7 in a family, for a period."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="reasons")
    code = models.CharField("powód", max_length=50, choices=ReasonCode.choices())
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "powód pomocy"
        verbose_name_plural = "powody pomocy"
        ordering: ClassVar = ["family_id", "code", "since", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_IN_ORDER,
                name="reason_in_order",
                violation_error_message=_IN_ORDER_SENTENCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family}: {ReasonCode(self.code).label}"
