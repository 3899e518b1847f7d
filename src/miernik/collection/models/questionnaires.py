"""One institution's form in a campaign, and the links that open it without an account."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from miernik.accounts.models import Institution
from miernik.collection.models.campaigns import Campaign
from miernik.kernel.quantities import Labelled


class QuestionnaireState(Labelled):
    """From an untouched form to one that nobody changes any more."""

    NOT_STARTED = "not_started", "nierozpoczęty"
    IN_PROGRESS = "in_progress", "w trakcie"
    SUBMITTED = "submitted", "przekazany"
    RETURNED = "returned", "zwrócony do poprawy"
    ACCEPTED = "accepted", "przyjęty"
    LOCKED = "locked", "zablokowany"


class Questionnaire(models.Model):
    """The form of one institution. ``revision`` counts saved changes of its answers.

    ``accepted`` is the submission the office took; none in a locked form means the institution
    stayed silent.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="questionnaires")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="questionnaires")
    state = models.CharField(
        "stan",
        max_length=12,
        choices=QuestionnaireState.choices(),
        default=QuestionnaireState.NOT_STARTED,
    )
    contact_name = models.CharField("osoba do kontaktu", max_length=150, blank=True)
    contact_email = models.EmailField("e-mail instytucji", blank=True)
    extended_to = models.DateField("termin przedłużony do", null=True, blank=True)
    extension_reason = models.CharField("powód przedłużenia", max_length=300, blank=True)
    return_reason = models.TextField("powód zwrotu", blank=True)
    revision = models.PositiveIntegerField("kolejny zapis", default=0)
    accepted = models.ForeignKey(
        "collection.Submission", models.PROTECT, null=True, blank=True, related_name="accepted_in"
    )
    accepted_at = models.DateTimeField("przyjęto", null=True, blank=True)
    accepted_by = models.CharField("kto przyjął", max_length=150, blank=True)

    class Meta:
        verbose_name = "formularz instytucji"
        verbose_name_plural = "formularze instytucji"
        ordering: ClassVar = ["campaign_id", "institution__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "institution"],
                name="one_form_an_institution",
                violation_error_message="Ta instytucja ma już formularz w tej kampanii.",
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | ~Q(extension_reason=""),
                name="extension_has_a_reason",
                violation_error_message="Przedłużenie terminu musi mieć powód.",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="return_has_a_reason",
                violation_error_message="Zwrot musi mówić, co poprawić.",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted__isnull=False),
                name="accepted_form_has_a_submission",
                violation_error_message="Przyjąć można tylko przekazany formularz.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} – {self.campaign}"


class AccessLink(models.Model):
    """A personal link to one form. Its secret is derived from the key, never stored."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="links")
    person = models.CharField("dla kogo", max_length=150, blank=True)
    sent_to = models.EmailField("na adres", blank=True)
    created_at = models.DateTimeField("wydano")
    created_by = models.CharField("kto wydał", max_length=150)
    expires_at = models.DateTimeField("ważny do")
    revoked_at = models.DateTimeField("unieważniono", null=True, blank=True)
    revoked_by = models.CharField("kto unieważnił", max_length=150, blank=True)
    first_used_at = models.DateTimeField("pierwsze otwarcie", null=True, blank=True)
    last_used_at = models.DateTimeField("ostatnie otwarcie", null=True, blank=True)

    class Meta:
        verbose_name = "link do formularza"
        verbose_name_plural = "linki do formularzy"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.questionnaire} ({self.person or self.sent_to})"
