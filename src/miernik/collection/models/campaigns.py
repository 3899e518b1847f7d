"""A campaign: which year is collected, for which strategies and programmes, and who is asked."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.accounts.models import Institution
from miernik.kernel.quantities import Labelled
from miernik.strategy.models import Indicator, Version, Work


class CampaignState(Labelled):
    """From preparing the questions to the published report."""

    DRAFT = "draft", "przygotowywana"
    OPEN = "open", "otwarta"
    CLOSED = "closed", "zamknięta"
    APPROVED = "approved", "zatwierdzona"
    PUBLISHED = "published", "opublikowana"


class Campaign(models.Model):
    """The collection of one year's values from the institutions.

    ``reminder_days`` are days counted from the deadline on which those who owe something are
    written to: -7 is a week before, 1 the day after.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField("rok danych")
    title = models.CharField("nazwa", max_length=200)
    state = models.CharField(
        "stan", max_length=10, choices=CampaignState.choices(), default=CampaignState.DRAFT
    )
    opens_on = models.DateField("otwarcie")
    deadline = models.DateField("termin dla instytucji")
    review_until = models.DateField("koniec sprawdzania")
    approve_by = models.DateField("zatwierdzenie")
    publish_on = models.DateField("publikacja")
    contact_name = models.CharField("kto odpowiada na pytania", max_length=150, blank=True)
    contact_email = models.EmailField("e-mail do pytań", blank=True)
    contact_phone = models.CharField("telefon do pytań", max_length=40, blank=True)
    message = models.TextField("słowo do instytucji", blank=True)
    reminder_days = models.JSONField("dni przypomnień względem terminu", default=list)
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies"
    )
    created_at = models.DateTimeField("utworzono")
    created_by = models.CharField("kto utworzył", max_length=150)
    opened_at = models.DateTimeField("otwarto", null=True, blank=True)
    closed_at = models.DateTimeField("zamknięto", null=True, blank=True)
    closed_by = models.CharField("kto zamknął", max_length=150, blank=True)
    approved_at = models.DateTimeField("zatwierdzono", null=True, blank=True)
    approved_by = models.CharField("kto zatwierdził", max_length=150, blank=True)
    published_at = models.DateTimeField("opublikowano", null=True, blank=True)

    class Meta:
        verbose_name = "kampania"
        verbose_name_plural = "kampanie"
        ordering: ClassVar = ["-year", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100),
                name="campaign_year_is_plausible",
                violation_error_message="Rok musi leżeć między 1990 a 2100.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="campaign_has_a_title",
                violation_error_message="Kampania musi mieć nazwę.",
            ),
            models.CheckConstraint(
                condition=Q(deadline__gte=F("opens_on")),
                name="campaign_deadline_after_opening",
                violation_error_message="Termin nie może wypaść przed otwarciem kampanii.",
            ),
            models.CheckConstraint(
                condition=Q(review_until__gte=F("deadline")),
                name="campaign_review_after_deadline",
                violation_error_message="Sprawdzanie nie może się skończyć przed terminem.",
            ),
            models.CheckConstraint(
                condition=Q(approve_by__gte=F("review_until")),
                name="campaign_approval_after_review",
                violation_error_message="Zatwierdzenie nie może wypaść przed końcem sprawdzania.",
            ),
            models.CheckConstraint(
                condition=Q(publish_on__gte=F("approve_by")),
                name="campaign_publication_after_approval",
                violation_error_message="Publikacja nie może wypaść przed zatwierdzeniem.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open"]) | Q(closed_at__isnull=False),
                name="closed_campaign_says_when",
                violation_error_message="Zamknięta kampania musi mieć datę zamknięcia.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published"])
                | (Q(approved_at__isnull=False) & ~Q(approved_by="")),
                name="approved_campaign_says_who",
                violation_error_message="Zatwierdzona kampania musi mieć osobę i datę.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CoveredWork(models.Model):
    """A strategy or programme whose indicators a campaign collects, in one frozen version."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="covered")
    work = models.ForeignKey(Work, models.PROTECT, related_name="campaigns_covering")
    version = models.ForeignKey(Version, models.PROTECT, related_name="campaigns_asking")

    class Meta:
        verbose_name = "dokument w kampanii"
        verbose_name_plural = "dokumenty w kampanii"
        ordering: ClassVar = ["campaign_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "work"],
                name="work_once_in_a_campaign",
                violation_error_message="Ten dokument jest już w kampanii.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work.code} w: {self.campaign}"


class AssignmentOrigin(Labelled):
    """How an institution came to be asked for an indicator."""

    IMPLEMENTER = "implementer", "realizator zadania"
    COPIED = "copied", "jak w poprzednim roku"
    ADDED = "added", "dodano ręcznie"


class Assignment(models.Model):
    """An indicator asked of an institution; an excluded one stays, so that nothing asks again."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="assignments")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="assignments")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="assignments")
    origin = models.CharField("skąd", max_length=12, choices=AssignmentOrigin.choices())
    excluded = models.BooleanField("wyłączono", default=False)
    reason = models.CharField("powód wyłączenia", max_length=300, blank=True)

    class Meta:
        verbose_name = "pytanie do instytucji"
        verbose_name_plural = "pytania do instytucji"
        ordering: ClassVar = ["campaign_id", "institution_id", "indicator_id"]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "indicator"], name="assignment_indicator"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "institution", "indicator"],
                name="indicator_asked_once",
                violation_error_message="Ta instytucja jest już pytana o ten wskaźnik.",
            ),
            models.CheckConstraint(
                condition=Q(excluded=False) | ~Q(reason=""),
                name="exclusion_has_a_reason",
                violation_error_message="Wyłączenie musi mieć powód.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.indicator_id}"
