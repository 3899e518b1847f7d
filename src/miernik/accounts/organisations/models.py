"""Organisations of the city's base and the lists they are on: facts about one row each."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.accounts.organisations.fields import in_order, label_of
from miernik.kernel.quantities import Labelled


class LegalForm(Labelled):
    """What kind of body an organisation is (art. 3 ust. 2 and 3)."""

    UNKNOWN = "unknown", "nie podano"
    ASSOCIATION = "association", "stowarzyszenie"
    SIMPLE_ASSOCIATION = "simple_association", "stowarzyszenie zwykłe"
    UNION = "union", "związek stowarzyszeń"
    FOUNDATION = "foundation", "fundacja"
    CHURCH = "church", "kościelna osoba prawna"
    SOCIAL_COOPERATIVE = "social_cooperative", "spółdzielnia socjalna"
    COMPANY = "company", "spółka non profit"
    SPORTS_CLUB = "sports_club", "klub sportowy"
    VILLAGE_WOMEN = "village_women", "koło gospodyń wiejskich"
    FIRE_BRIGADE = "fire_brigade", "ochotnicza straż pożarna"
    OTHER = "other", "inna"


class Organisation(models.Model):
    """A non-governmental organisation or another body of art. 3 ust. 3.

    ``name_key`` is the name's normal form. Consent is for messages by e-mail: who asked for them
    (``consent_source``), since when, until when. ``active_in_city``: statutory activity in the
    city, without which it is no party to consultations (art. 5). ``activity_note``: fields of
    activity in words that name no point of the list.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nazwa", max_length=300)
    name_key = models.CharField("nazwa do porównywania", max_length=300, unique=True)
    legal_form = models.CharField(
        "forma prawna", max_length=20, choices=LegalForm.choices(), default=LegalForm.UNKNOWN
    )
    krs = models.CharField("KRS", max_length=10, blank=True)
    nip = models.CharField("NIP", max_length=10, blank=True)
    regon = models.CharField("REGON", max_length=14, blank=True)
    activity_note = models.TextField("obszar działalności słowami", blank=True)
    district = models.CharField("osiedle lub dzielnica", max_length=100, blank=True)
    address = models.CharField("adres", max_length=300, blank=True)
    contact_person = models.CharField("osoba do kontaktu", max_length=150, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telefon", max_length=60, blank=True)
    active_in_city = models.BooleanField("działa w mieście na podstawie statutu", default=True)
    consent_given_at = models.DateTimeField("kiedy wyrażono zgodę", null=True, blank=True)
    consent_source = models.CharField("skąd wiadomo o zgodzie", max_length=300, blank=True)
    consent_withdrawn_at = models.DateTimeField("kiedy wycofano zgodę", null=True, blank=True)
    archived_at = models.DateTimeField("kiedy przeniesiono do archiwum", null=True, blank=True)
    institution = models.OneToOneField(
        "accounts.Institution", models.PROTECT, null=True, blank=True,
        related_name="organisation", verbose_name="instytucja w strategii",
    )  # fmt: skip

    class Meta:
        verbose_name = "organizacja"
        verbose_name_plural = "organizacje"
        ordering: ClassVar = ["name_key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name_key=""),
                name="organisation_has_a_name",
                violation_error_message="Organizacja musi mieć nazwę.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[field],
                    condition=~Q(**{field: ""}),
                    name=f"organisation_{field}_once",
                    violation_error_message=f"Jest już organizacja o tym numerze {field.upper()}.",
                )
                for field in ("krs", "nip", "regon")
            ),
            models.CheckConstraint(
                condition=Q(consent_given_at__isnull=True) | ~Q(consent_source=""),
                name="organisation_consent_says_whence",
                violation_error_message="Zgoda musi mówić, skąd o niej wiadomo.",
            ),
            models.CheckConstraint(
                condition=Q(consent_withdrawn_at__isnull=True)
                | Q(
                    consent_given_at__isnull=False, consent_withdrawn_at__gte=F("consent_given_at")
                ),
                name="organisation_consent_given_first",
                violation_error_message="Wycofać można tylko zgodę, którą wcześniej wyrażono.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def consents(self) -> bool:
        """Whether it wants messages now."""
        return self.consent_given_at is not None and self.consent_withdrawn_at is None

    @property
    def field_labels(self) -> list[str]:
        """Short labels of its fields of activity."""
        codes = (activity.field for activity in self.activities.all())
        return [label_of(code) for code in in_order(codes)]


class OrganisationActivity(models.Model):
    """One field of activity: the number of a point of art. 4 ust. 1."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="activities")
    field = models.CharField("punkt", max_length=5)

    class Meta:
        verbose_name = "obszar działalności"
        verbose_name_plural = "obszary działalności"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "field"],
                name="organisation_field_once",
                violation_error_message="Ten obszar działalności jest już wpisany.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Short label of the point."""
        return label_of(self.field)


class NewsletterList(models.Model):
    """A list that organisations ask to be on, such as "konsultacje"."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nazwa", max_length=150, unique=True)
    description = models.CharField("opis", max_length=500, blank=True)

    class Meta:
        verbose_name = "lista odbiorców"
        verbose_name_plural = "listy odbiorców"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="newsletter_list_has_a_name",
                violation_error_message="Lista musi mieć nazwę.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """An organisation on a list; one row a pair, reopened when it comes back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="subscriptions")
    list = models.ForeignKey(NewsletterList, models.PROTECT, related_name="subscriptions")
    since = models.DateTimeField("od kiedy")
    unsubscribed_at = models.DateTimeField("kiedy wypisano", null=True, blank=True)
    reason = models.CharField("powód wypisania", max_length=300, blank=True)

    class Meta:
        verbose_name = "zapis na listę"
        verbose_name_plural = "zapisy na listy"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "list"],
                name="subscription_once",
                violation_error_message="Ta organizacja jest już na tej liście.",
            ),
            models.CheckConstraint(
                condition=Q(unsubscribed_at__isnull=False) | Q(reason=""),
                name="subscription_reason_of_leaving",
                violation_error_message="Powód wypisania ma tylko organizacja wypisana z listy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.list}"
