"""Help without a decision: services, plans, referrals, outcomes, Niebieska Karta."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from miernik.accounts.models import Institution
from miernik.cases.fields import EncryptedTextField
from miernik.cases.models.families import Family
from miernik.cases.models.people import Person
from miernik.kernel.quantities import Labelled


class ServiceKind(Labelled):
    """Non-cash help that needs no decision (art. 36 pkt 2, art. 106 ust. 2)."""

    SOCIAL_WORK = "praca_socjalna", "praca socjalna"
    LEGAL_COUNSELLING = "poradnictwo_prawne", "poradnictwo prawne"
    PSYCHOLOGICAL_COUNSELLING = "poradnictwo_psychologiczne", "poradnictwo psychologiczne"
    FAMILY_COUNSELLING = "poradnictwo_rodzinne", "poradnictwo rodzinne"
    ALCOHOL_ADVICE = "porada_alkohol", "porada w sprawie uzależnienia od alkoholu"
    CRISIS_INTERVENTION = "interwencja_kryzysowa", "interwencja kryzysowa"
    SOCIALLY_USEFUL_WORK = "prace_spolecznie_uzyteczne", "prace społecznie użyteczne"
    SOCIAL_ECONOMY = "podmioty_ekonomii_spolecznej", "wsparcie KIS lub CIS"
    OTHER_ACTIVATION = "inna_aktywizacja", "inna forma aktywizacji"
    ALZHEIMER_CARE = "uslugi_alzheimer", "usługi dla osób z chorobą Alzheimera"
    ASSISTANT = "usluga_asystencka", "usługa asystencka"
    VOLUNTEER_HELP = "pomoc_wolontariusza", "pomoc wolontariusza"
    SHELTER = "schronienie", "schronienie"
    MEAL = "posilek_bez_decyzji", "posiłek bez decyzji"
    CLOTHING = "odziez", "niezbędne ubranie"
    OTHER = "inna", "inna pomoc"


class Service(models.Model):
    """Help given to a family, or to one person in it, in a period or on a day."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="services")
    #: None: the whole family.
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="services"
    )
    kind = models.CharField("rodzaj", max_length=40, choices=ServiceKind.choices())
    since = models.DateField("od")
    until = models.DateField("do", null=True, blank=True)
    #: How many times it was given (pieces of advice, contacts).
    quantity = models.PositiveIntegerField("ile razy", default=1)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="services"
    )
    note = models.CharField("uwagi", max_length=400, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "pomoc bez decyzji"
        verbose_name_plural = "pomoc bez decyzji"
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="service_in_order",
                violation_error_message="Koniec nie może być wcześniejszy niż początek.",
            ),
        ]

    def __str__(self) -> str:
        return f"{ServiceKind(self.kind).label} – {self.family}"


class PlanKind(Labelled):
    """A written plan with a person or a family."""

    SOCIAL_CONTRACT = "kontrakt_socjalny", "kontrakt socjalny"
    LEAVING_HOMELESSNESS = "ipwzb", "indywidualny program wychodzenia z bezdomności"
    INTEGRATION = "ipi", "indywidualny program integracji"


class Plan(models.Model):
    """Kontrakt socjalny (art. 108), IPWzB (art. 49) or IPI (art. 93)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="plans")
    person = models.ForeignKey(Person, models.PROTECT, related_name="plans")
    kind = models.CharField("rodzaj", max_length=20, choices=PlanKind.choices())
    signed_on = models.DateField("zawarto")
    until = models.DateField("do", null=True, blank=True)
    goals = models.TextField("cele", blank=True)
    duties = models.TextField("działania osoby i ośrodka", blank=True)
    #: Of an IPI: the day refugee status or subsidiary protection was given, and of the application.
    protection_on = models.DateField("uzyskanie ochrony", null=True, blank=True)
    applied_on = models.DateField("wniosek", null=True, blank=True)
    reviewed_on = models.DateField("ostatnia ocena", null=True, blank=True)
    ended_on = models.DateField("zakończono", null=True, blank=True)
    result = models.CharField("wynik", max_length=300, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "kontrakt lub program indywidualny"
        verbose_name_plural = "kontrakty i programy indywidualne"
        ordering: ClassVar = ["-signed_on", "-id"]

    def __str__(self) -> str:
        return f"{PlanKind(self.kind).label} – {self.person}"


class ReferralKind(Labelled):
    """Where a family or a person was referred."""

    RESIDENTIAL_HOME = "dps", "dom pomocy społecznej"
    DAY_CENTRE = "sds", "środowiskowy dom samopomocy"
    ALCOHOL_COMMISSION = "mkrpa", "Miejska Komisja Rozwiązywania Problemów Alkoholowych"
    FAMILY_ASSISTANT = "asystent_rodziny", "asystent rodziny"
    SOCIAL_ECONOMY = "kis_cis", "KIS lub CIS"
    CHILDREN_DAY_CARE = "placowka_wsparcia_dziennego", "placówka wsparcia dziennego"


class Referral(models.Model):
    """A referral, with what came of it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="referrals")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    kind = models.CharField("dokąd", max_length=40, choices=ReferralKind.choices())
    made_on = models.DateField("skierowano")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    result = models.CharField("wynik", max_length=300, blank=True)
    result_on = models.DateField("data wyniku", null=True, blank=True)
    #: Of a family assistant at work: the last periodic assessment and the end.
    reviewed_on = models.DateField("ostatnia ocena", null=True, blank=True)
    ended_on = models.DateField("zakończono", null=True, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "skierowanie"
        verbose_name_plural = "skierowania"
        ordering: ClassVar = ["-made_on", "-id"]

    def __str__(self) -> str:
        return f"{ReferralKind(self.kind).label} – {self.family}"


class OutcomeKind(Labelled):
    """What changed in a person's life thanks to help."""

    REGISTERED_UNEMPLOYED = "status_bezrobotnego", "status bezrobotnego lub poszukującego pracy"
    EMPLOYMENT = "zatrudnienie", "podjęcie zatrudnienia"
    RETURN_HOME = "powrot_do_srodowiska", "powrót do rodziny lub środowiska"


class Outcome(models.Model):
    """An outcome for a person on a day."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="outcomes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="outcomes")
    kind = models.CharField("rodzaj", max_length=40, choices=OutcomeKind.choices())
    happened_on = models.DateField("kiedy")
    note = models.CharField("uwagi", max_length=400, blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "efekt pomocy"
        verbose_name_plural = "efekty pomocy"
        ordering: ClassVar = ["-happened_on", "-id"]

    def __str__(self) -> str:
        return f"{OutcomeKind(self.kind).label} – {self.person}"


class BlueCard(models.Model):
    """A Niebieska Karta procedure; its documents need a permission of their own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="blue_cards")
    started_on = models.DateField("wszczęto")
    ended_on = models.DateField("zakończono", null=True, blank=True)
    document = EncryptedTextField("treść karty", blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "Niebieska Karta"
        verbose_name_plural = "Niebieskie Karty"
        ordering: ClassVar = ["-started_on", "-id"]

    def __str__(self) -> str:
        return f"Niebieska Karta – {self.family}"


class BlueCardMeeting(models.Model):
    """A meeting of the group; what group it is follows from the date (2023-06-22)."""

    blue_card = models.ForeignKey(BlueCard, models.PROTECT, related_name="meetings")
    held_on = models.DateField("spotkanie")
    #: The group was called for this procedure on that day, once.
    convened = models.BooleanField("powołanie grupy", default=False)
    note = EncryptedTextField("ustalenia", blank=True)
    recorded_at = models.DateTimeField("wpisano")
    recorded_by = models.CharField("wpisał", max_length=150)

    class Meta:
        verbose_name = "spotkanie grupy"
        verbose_name_plural = "spotkania grupy"
        ordering: ClassVar = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.blue_card}: {self.held_on}"
