"""People and institutions. A fact about one row each; deciding is the services' work."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from miernik.accounts.organisations.mailing.models import Mailing, MailingRecipient
from miernik.accounts.organisations.models import (
    NewsletterList,
    Organisation,
    OrganisationActivity,
    Subscription,
)
from miernik.kernel.quantities import Labelled

__all__ = [
    "Institution",
    "InstitutionAlias",
    "InstitutionKind",
    "Mailing",
    "MailingRecipient",
    "Membership",
    "NewsletterList",
    "Organisation",
    "OrganisationActivity",
    "Role",
    "Subscription",
    "User",
]


class InstitutionKind(Labelled):
    """What an implementer is."""

    OFFICE = "office", "urząd lub jego departament"
    CENTRE = "centre", "jednostka pomocy społecznej"
    SCHOOL = "school", "placówka oświatowa"
    NGO = "ngo", "organizacja pozarządowa"
    SERVICE = "service", "służba, inspekcja lub straż"
    GROUP = "group", "grupa podmiotów nazwana zbiorczo"
    OTHER = "other", "inny podmiot"


class Role(Labelled):
    """What a person may do; a person may hold several."""

    COORDINATOR = "coordinator", "koordynator"
    DIRECTOR = "director", "dyrektor"
    REPORTER = "reporter", "sprawozdawca"
    READER = "reader", "czytelnik wewnętrzny"
    SOCIAL_WORKER = "social_worker", "pracownik socjalny"
    BENEFITS_CLERK = "benefits_clerk", "pracownik świadczeń"
    BLUE_CARD = "blue_card", "dostęp do Niebieskich Kart"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "inspektor ochrony danych"


class User(AbstractUser):
    """A person with an account."""

    class Meta:
        verbose_name = "użytkownik"
        verbose_name_plural = "użytkownicy"


class Institution(models.Model):
    """An implementer, or a group of implementers that documents name together."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nazwa", max_length=300, unique=True)
    kind = models.CharField(
        "rodzaj", max_length=20, choices=InstitutionKind.choices(), default=InstitutionKind.OTHER
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="część"
    )
    contact_name = models.CharField("osoba do kontaktu", max_length=150, blank=True)
    contact_email = models.EmailField("e-mail do kontaktu", blank=True)

    class Meta:
        verbose_name = "instytucja"
        verbose_name_plural = "instytucje"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="institution_has_a_name",
                violation_error_message="Instytucja musi mieć nazwę.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionAlias(models.Model):
    """Another printed form of an institution's name, learned from a confirmed import."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="aliases")
    name = models.CharField("zapis w dokumencie", max_length=300, unique=True)

    class Meta:
        verbose_name = "inny zapis nazwy"
        verbose_name_plural = "inne zapisy nazwy"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role, in the city as a whole or in one institution."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField("rola", max_length=30, choices=Role.choices())
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="memberships"
    )

    class Meta:
        verbose_name = "rola osoby"
        verbose_name_plural = "role osób"
        ordering: ClassVar = ["user_id", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(institution__isnull=True),
                name="membership_once_in_the_city",
                violation_error_message="Ta osoba ma już tę rolę.",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "institution"],
                condition=Q(institution__isnull=False),
                name="membership_once_in_an_institution",
                violation_error_message="Ta osoba ma już tę rolę w tej instytucji.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {Role(self.role).label}"
