"""Persons, and pairs of persons that may be one."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.cases.fields import EncryptedTextField
from miernik.kernel.quantities import Labelled


class Sex(Labelled):
    """Sex in the register of residents."""

    FEMALE = "f", "kobieta"
    MALE = "m", "mężczyzna"


class ForeignerStatus(Labelled):
    """Title of a foreigner's stay that decides on help (art. 5, 5a of the act)."""

    NONE = "", "obywatel polski"
    REFUGEE = "refugee", "status uchodźcy"
    SUBSIDIARY = "subsidiary", "ochrona uzupełniająca"
    HUMANITARIAN = "humanitarian", "pobyt ze względów humanitarnych"
    TOLERATED = "tolerated", "pobyt tolerowany"
    CERTIFICATE = (
        "certificate",
        "zaświadczenie lub zezwolenie (art. 170, 176 ustawy o cudzoziemcach)",
    )
    OTHER = "other", "inny tytuł pobytu"


class Person(models.Model):
    """A person in the register. A merged one points to the person it turned out to be."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_name = models.CharField("imię", max_length=80)
    last_name = models.CharField("nazwisko", max_length=120)
    #: Names folded for searching (kernel.text.folded): "nazwisko imię".
    search_name = models.CharField("nazwa do wyszukiwania", max_length=210, blank=True)
    pesel = EncryptedTextField("PESEL", blank=True)
    #: Keyed hash of the PESEL number; empty when the number is unknown.
    pesel_index = models.CharField("skrót PESEL", max_length=64, blank=True)
    birth_date = models.DateField("data urodzenia", null=True, blank=True)
    sex = models.CharField("płeć", max_length=1, choices=Sex.choices(), blank=True)
    foreigner = models.CharField(
        "tytuł pobytu", max_length=14, choices=ForeignerStatus.choices(), blank=True
    )
    #: Total incapacity for work by age or disability (art. 6 pkt 1), known since that day.
    unable_to_work_since = models.DateField("niezdolność do pracy od", null=True, blank=True)
    unable_to_work_until = models.DateField("niezdolność do pracy do", null=True, blank=True)
    phone = EncryptedTextField("telefon", blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField("wpisano")

    class Meta:
        verbose_name = "osoba"
        verbose_name_plural = "osoby"
        ordering: ClassVar = ["last_name", "first_name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["search_name"], name="person_search"),
            models.Index(fields=["birth_date"], name="person_birth"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pesel_index"],
                condition=~Q(pesel_index="") & Q(merged_into__isnull=True),
                name="person_pesel_once",
                violation_error_message="Osoba z tym numerem PESEL jest już w rejestrze.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_not_merged_into_itself",
                violation_error_message="Osoby nie można połączyć z nią samą.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"


class DuplicateState(Labelled):
    """What a person said of a pair that looks like one."""

    PROPOSED = "proposed", "do sprawdzenia"
    SAME = "same", "ta sama osoba"
    DIFFERENT = "different", "różne osoby"


class DuplicateProposal(models.Model):
    """Two persons that may be one: proposed by the program, decided by a person."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first = models.ForeignKey(Person, models.PROTECT, related_name="duplicates_as_first")
    second = models.ForeignKey(Person, models.PROTECT, related_name="duplicates_as_second")
    reason = models.CharField("dlaczego", max_length=300)
    state = models.CharField(
        "stan", max_length=10, choices=DuplicateState.choices(), default=DuplicateState.PROPOSED
    )
    proposed_at = models.DateTimeField("zauważono")
    decided_by = models.CharField("rozstrzygnął", max_length=150, blank=True)
    decided_at = models.DateTimeField("rozstrzygnięto", null=True, blank=True)
    note = models.TextField("uzasadnienie", blank=True)

    class Meta:
        verbose_name = "możliwy duplikat"
        verbose_name_plural = "możliwe duplikaty"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}?"
