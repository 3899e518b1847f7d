"""Application → interview → decision → grant → payments."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.accounts.models import User
from miernik.cases.fields import EncryptedTextField
from miernik.cases.models.families import Family
from miernik.cases.models.people import Person
from miernik.kernel.quantities import Labelled
from miernik.rules.benefits import Benefit


class ApplicationState(Labelled):
    """Where an application stands; the table of steps is in `procedure.states`."""

    RECEIVED = "received", "przyjęty"
    INTERVIEWED = "interviewed", "po wywiadzie"
    DECIDED = "decided", "rozstrzygnięty"
    WITHDRAWN = "withdrawn", "wycofany"


class Application(models.Model):
    """A request for help, or help started ex officio (art. 102)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Case sign, e.g. "WS/2025/000123".
    number = models.CharField("znak sprawy", max_length=40, unique=True)
    family = models.ForeignKey(Family, models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    received_on = models.DateField("wpłynął")
    ex_officio = models.BooleanField("z urzędu", default=False)
    urgent = models.BooleanField("pilny", default=False)
    #: Codes of rules.benefits.Benefit.
    benefits = models.JSONField("o co wnosi", default=list)
    text = models.TextField("treść wniosku", blank=True)
    state = models.CharField(
        "stan", max_length=12, choices=ApplicationState.choices(), default=ApplicationState.RECEIVED
    )
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "wniosek"
        verbose_name_plural = "wnioski"
        ordering: ClassVar = ["-received_on", "-id"]

    def __str__(self) -> str:
        return self.number


class InterviewKind(Labelled):
    """Kind of a rodzinny wywiad środowiskowy (art. 107)."""

    FIRST = "first", "wywiad"
    UPDATE = "update", "aktualizacja wywiadu"


class Interview(models.Model):
    """A rodzinny wywiad środowiskowy: planned until it is held."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="interviews")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="interviews"
    )
    kind = models.CharField("rodzaj", max_length=10, choices=InterviewKind.choices())
    worker = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="interviews"
    )
    held_on = models.DateField("przeprowadzono", null=True, blank=True)
    #: Whether the person cooperated and let it be held (art. 11 ust. 2, art. 107 ust. 4a).
    cooperated = models.BooleanField("współdziałanie", default=True)
    findings = EncryptedTextField("ustalenia", blank=True)
    plan = models.TextField("plan pomocy", blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "rodzinny wywiad środowiskowy"
        verbose_name_plural = "rodzinne wywiady środowiskowe"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{InterviewKind(self.kind).label} – {self.family}"


class DecisionKind(Labelled):
    """What a decision does (art. 106)."""

    GRANT = "grant", "przyznanie"
    REFUSAL = "refusal", "odmowa"
    CHANGE = "change", "zmiana"
    STOP = "stop", "uchylenie lub zaprzestanie"


class DecisionState(Labelled):
    """A draft is prepared; an issued decision never changes."""

    DRAFT = "draft", "projekt"
    ISSUED = "issued", "wydana"


class RefusalGround(Labelled):
    """Ground of a refusal."""

    NONE = "", "–"
    INCOME = "income", "dochód przekracza kryterium (art. 8, 37, 38)"
    NO_REASON = "no_reason", "brak powodu z art. 7"
    NOT_UNABLE = "not_unable", "brak niezdolności do pracy (art. 37)"
    NO_COOPERATION = "no_cooperation", "brak współdziałania (art. 11 ust. 2)"
    WASTE = "waste", "marnotrawienie świadczeń (art. 11 ust. 1)"
    PROPERTY = "property", "dysproporcja dochodu i majątku (art. 12)"
    PRISON = "prison", "pobyt w zakładzie karnym (art. 13)"
    NO_INTERVIEW = "no_interview", "odmowa wywiadu lub jego aktualizacji (art. 107 ust. 4a)"
    NOT_COMPETENT = "not_competent", "niewłaściwość gminy (art. 101)"
    OTHER = "other", "inna podstawa"


class Decision(models.Model):
    """An administrative decision with the calculation it rests on; frozen when issued."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Decision number, empty in a draft, e.g. "D/2025/000045".
    number = models.CharField("numer", max_length=40, blank=True)
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    family = models.ForeignKey(Family, models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="decisions")
    kind = models.CharField("rodzaj", max_length=10, choices=DecisionKind.choices())
    state = models.CharField(
        "stan", max_length=10, choices=DecisionState.choices(), default=DecisionState.DRAFT
    )
    benefit = models.CharField("świadczenie", max_length=50, choices=Benefit.choices())
    decided_on = models.DateField("z dnia", null=True, blank=True)
    since = models.DateField("od", null=True, blank=True)
    until = models.DateField("do", null=True, blank=True)
    #: Per month, or once when ``one_off``.
    amount_gr = models.BigIntegerField("kwota w groszach", null=True, blank=True)
    one_off = models.BooleanField("jednorazowo", default=False)
    ground = models.CharField(
        "podstawa odmowy", max_length=16, choices=RefusalGround.choices(), blank=True
    )
    reasoning = models.TextField("uzasadnienie", blank=True)
    #: rules.calculation.Explanation.as_json(): inputs, parameters, steps, result.
    calculation = models.JSONField("obliczenie", default=dict, blank=True)
    #: The grant that a change or a stop acts on.
    changes = models.ForeignKey(
        "Grant", models.PROTECT, null=True, blank=True, related_name="changing_decisions"
    )
    prepared_at = models.DateTimeField("przygotowano")
    prepared_by = models.CharField("przygotował", max_length=150)
    issued_at = models.DateTimeField("wydano", null=True, blank=True)
    issued_by = models.CharField("podpisał", max_length=150, blank=True)

    class Meta:
        verbose_name = "decyzja"
        verbose_name_plural = "decyzje"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="decision_number_once",
                violation_error_message="Decyzja o tym numerze już istnieje.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (Q(decided_on__isnull=False, issued_at__isnull=False) & ~Q(number="")),
                name="decision_issued_has_number_and_date",
                violation_error_message="Wydana decyzja musi mieć numer i datę.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="refusal", state="issued", ground=""),
                name="decision_refusal_has_a_ground",
                violation_error_message="Odmowa musi mieć podstawę.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"projekt decyzji {self.pk}"


class GrantStatus(Labelled):
    """Status of a benefit awarded by decision; a refusal stands here too, for statistics."""

    GRANTED = "granted", "przyznane"
    REFUSED = "refused", "odmówione"
    REVOKED = "revoked", "uchylone"


class Grant(models.Model):
    """A benefit awarded (or refused) to a person: what statistics count.

    ``amount_gr`` is the amount of the whole period as far as known (paid, for a revoked one), as
    in the exchange layout; ``monthly_gr`` what is paid each month.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: None for a grant that came from another system.
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="grant"
    )
    family = models.ForeignKey(Family, models.PROTECT, related_name="grants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    #: A code of rules.benefits.Benefit, or the foreign system's own word.
    benefit = models.CharField("świadczenie", max_length=80)
    decided_on = models.DateField("decyzja z dnia", null=True, blank=True)
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)
    status = models.CharField("status", max_length=10, choices=GrantStatus.choices())
    monthly_gr = models.BigIntegerField("kwota miesięczna w groszach", null=True, blank=True)
    amount_gr = models.BigIntegerField("kwota w groszach", null=True, blank=True)
    #: Number of single benefits in it (meals, hours); None where it is not counted.
    quantity = models.PositiveIntegerField("liczba świadczeń", null=True, blank=True)

    class Meta:
        verbose_name = "przyznane świadczenie"
        verbose_name_plural = "przyznane świadczenia"
        ordering: ClassVar = ["-since", "-id"]
        indexes: ClassVar = [models.Index(fields=["since", "until"], name="grant_period")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="grant_in_order",
                violation_error_message="Koniec nie może być wcześniejszy niż początek.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} – {self.person}"


class PaymentState(Labelled):
    """Where a payment stands."""

    PLANNED = "planned", "zaplanowana"
    PAID = "paid", "wypłacona"
    WITHHELD = "withheld", "wstrzymana"
    CANCELLED = "cancelled", "anulowana"


class Payment(models.Model):
    """One payment of a grant's plan."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="payments")
    #: First day of the month it is for.
    month = models.DateField("za miesiąc")
    due_on = models.DateField("termin")
    amount_gr = models.BigIntegerField("kwota w groszach")
    #: Set off against the claims of the centre (art. 104 ust. 2), not more than half.
    set_off_gr = models.BigIntegerField("potrącenie w groszach", default=0)
    state = models.CharField(
        "stan", max_length=10, choices=PaymentState.choices(), default=PaymentState.PLANNED
    )
    paid_on = models.DateField("wypłacono", null=True, blank=True)

    class Meta:
        verbose_name = "wypłata"
        verbose_name_plural = "wypłaty"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["grant", "month"],
                name="payment_once_a_month",
                violation_error_message="Wypłata za ten miesiąc jest już w planie.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant}: {self.month:%Y-%m}"

    @property
    def payable_gr(self) -> int:
        """Grosze that leave the till: the amount less what is set off."""
        return self.amount_gr - self.set_off_gr
