"""What was decided about the changes, and the wording that follows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from miernik.consultations.models.consultation import ConsultedDraft
from miernik.consultations.models.submissions import Change, Operation
from miernik.kernel.quantities import Labelled
from miernik.strategy.models import Unit, UnitKind


class Verdict(Labelled):
    """The outcome of a proposal."""

    ACCEPTED = "accepted", "uwzględniono"
    PARTLY = "partly", "uwzględniono częściowo"
    REJECTED = "rejected", "nie uwzględniono"
    COVERED = "covered", "mieści się w obecnym zapisie"
    EXPLAINED = "explained", "wyjaśniono"
    OUT_OF_SCOPE = "out_of_scope", "poza zakresem"


#: Verdicts that change the text; the others never do.
CHANGING = (Verdict.ACCEPTED, Verdict.PARTLY)


class DecisionState(Labelled):
    """A decision is prepared, then approved."""

    PREPARED = "prepared", "przygotowana"
    APPROVED = "approved", "zatwierdzona"


class Edit(models.Model):
    """The final wording of one unit of a draft after consultations, written by a person.

    There is one for a unit, whoever asked for a change of it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(ConsultedDraft, models.PROTECT, related_name="edits")
    operation = models.CharField("co", max_length=12, choices=Operation.choices())
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="edits")
    inserted_kind = models.CharField(
        "rodzaj nowej jednostki", max_length=10, choices=UnitKind.choices(), blank=True
    )
    inserted = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="inserted_by"
    )
    text = models.TextField("treść zapisu po konsultacjach", blank=True)
    by = models.CharField("kto", max_length=150)
    at = models.DateTimeField("kiedy")

    class Meta:
        verbose_name = "zapis po konsultacjach"
        verbose_name_plural = "zapisy po konsultacjach"
        ordering: ClassVar = ["draft_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft", "unit"],
                condition=Q(operation__in=["replace", "delete"]),
                name="one_final_wording_of_a_unit",
                violation_error_message="Ta jednostka ma już ostateczny zapis: zmień go.",
            ),
            models.CheckConstraint(
                condition=Q(operation="delete", text="") | (~Q(operation="delete") & ~Q(text="")),
                name="edit_has_a_wording",
                violation_error_message="Wpisz ostateczny zapis.",
            ),
            models.CheckConstraint(
                condition=~Q(operation="general"),
                name="edit_touches_the_text",
                violation_error_message="Uwaga ogólna nie zmienia tekstu.",
            ),
        ]

    def __str__(self) -> str:
        return self.text or "skreślenie"


class Decision(models.Model):
    """One decision about one or more changes, of any track.

    ``statement`` is the sentence the report prints ("Postanowiono częściowo uwzględnić …"),
    ``reasons`` the justification. ``citations`` are rows ``{"text", "act", "unit", "journal",
    "checked_on", "doubt"}``. ``covered_by`` is the unit that already says what was asked for.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(ConsultedDraft, models.PROTECT, related_name="decisions")
    changes = models.ManyToManyField(Change, related_name="decisions")
    edits = models.ManyToManyField(Edit, related_name="decisions", blank=True)
    verdict = models.CharField("rozstrzygnięcie", max_length=12, choices=Verdict.choices())
    statement = models.TextField("rozstrzygnięcie słowami", blank=True)
    reasons = models.TextField("uzasadnienie")
    citations = models.JSONField("przytoczone przepisy", default=list)
    covered_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="covering"
    )
    state = models.CharField(
        "stan", max_length=10, choices=DecisionState.choices(), default=DecisionState.PREPARED
    )
    position = models.PositiveIntegerField("kolejność")
    by = models.CharField("kto przygotował", max_length=150)
    at = models.DateTimeField("kiedy")
    approved_by = models.CharField("kto zatwierdził", max_length=150, blank=True)
    approved_at = models.DateTimeField("kiedy zatwierdzono", null=True, blank=True)

    class Meta:
        verbose_name = "rozstrzygnięcie"
        verbose_name_plural = "rozstrzygnięcia"
        ordering: ClassVar = ["draft_id", "position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reasons=""),
                name="decision_says_why",
                violation_error_message="Uzasadnij rozstrzygnięcie.",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", approved_at__isnull=True)
                | Q(state="approved", approved_at__isnull=False),
                name="decision_approval_has_a_date",
                violation_error_message="Zatwierdzone rozstrzygnięcie musi mieć datę.",
            ),
        ]

    def __str__(self) -> str:
        return Verdict(self.verdict).label


class Alarm(models.Model):
    """The honest-outcome check spoke; what it said and what was done about it stay."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(ConsultedDraft, models.PROTECT, related_name="alarms")
    changes = models.ManyToManyField(Change, related_name="alarms")
    verdict = models.CharField("proponowane rozstrzygnięcie", max_length=12)
    offered = models.CharField("właściwe rozstrzygnięcie", max_length=12)
    message = models.TextField("ostrzeżenie")
    by = models.CharField("komu", max_length=150)
    at = models.DateTimeField("kiedy")

    class Meta:
        verbose_name = "ostrzeżenie"
        verbose_name_plural = "ostrzeżenia"
        ordering: ClassVar = ["draft_id", "id"]

    def __str__(self) -> str:
        return self.message
