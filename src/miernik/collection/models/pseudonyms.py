"""Keys of pseudonyms by their fingerprints, sets of pseudonyms, and what was counted from them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from miernik.audit.fields import EncryptedTextField


class PseudonymKey(models.Model):
    """A key issued for a campaign: its fingerprint only. The key itself is never here."""

    campaign = models.ForeignKey(
        "collection.Campaign", models.PROTECT, related_name="pseudonym_keys"
    )
    year = models.PositiveSmallIntegerField("rok sprawozdania")
    area = models.CharField("obszar liczenia", max_length=80)
    fingerprint = models.CharField("odcisk klucza", max_length=16)
    registered_at = models.DateTimeField("zarejestrowano")
    registered_by = models.CharField("kto", max_length=150)
    revoked_at = models.DateTimeField("unieważniono", null=True, blank=True)
    revoked_by = models.CharField("kto unieważnił", max_length=150, blank=True)

    class Meta:
        verbose_name = "klucz pseudonimów"
        verbose_name_plural = "klucze pseudonimów"
        ordering: ClassVar = ["campaign_id", "registered_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(revoked_at__isnull=True),
                name="pseudonym_key_one_in_force",
                violation_error_message="Kampania ma już klucz. Najpierw go unieważnij.",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                name="pseudonym_key_fingerprint_once",
                violation_error_message="Ten klucz był już zarejestrowany. Utwórz nowy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}, {self.area}: {self.fingerprint}"


class PseudonymSet(models.Model):
    """Pseudonyms of one questionnaire for one indicator; encrypted, and gone when destroyed.

    A later set takes an earlier one's place; only its numbers stay. ``values_text`` is base64 of
    the 16-byte values one after another, ascending; empty when replaced, destroyed, or of nobody.
    """

    questionnaire = models.ForeignKey(
        "collection.Questionnaire", models.PROTECT, related_name="pseudonym_sets"
    )
    indicator = models.ForeignKey(
        "strategy.Indicator", models.PROTECT, related_name="pseudonym_sets"
    )
    key = models.ForeignKey(PseudonymKey, models.PROTECT, related_name="sets")
    institution_name = models.CharField("instytucja", max_length=300)
    count = models.PositiveIntegerField("liczba osób")
    without_pesel = models.PositiveIntegerField("osoby bez numeru PESEL", default=0)
    values_text = EncryptedTextField("pseudonimy", blank=True)
    received_at = models.DateTimeField("przyjęto")
    received_by = models.CharField("kto przyjął", max_length=150)
    replaced_at = models.DateTimeField("zastąpiono", null=True, blank=True)
    destroyed_at = models.DateTimeField("zniszczono", null=True, blank=True)

    class Meta:
        verbose_name = "zestaw pseudonimów"
        verbose_name_plural = "zestawy pseudonimów"
        ordering: ClassVar = ["received_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["questionnaire", "indicator"],
                condition=Q(replaced_at__isnull=True),
                name="pseudonym_set_one_in_force",
                violation_error_message="Ten wskaźnik ma już zestaw pseudonimów instytucji.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True, destroyed_at__isnull=True)
                | Q(values_text=""),
                name="pseudonym_set_gone_when_replaced_or_destroyed",
                violation_error_message="Zastąpiony lub zniszczony zestaw nie może mieć wartości.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_name}: {self.count}"


class PseudonymCount(models.Model):
    """What a count told: protected numbers, nothing of persons; outlives the sets.

    ``result`` is the count as plain data (``wording.shown_json``), ``told`` its numbers by name, to
    which later counts are compared (``protection.numbers_told``).
    """

    campaign = models.ForeignKey(
        "collection.Campaign", models.PROTECT, related_name="pseudonym_counts"
    )
    indicator = models.ForeignKey(
        "strategy.Indicator", models.PROTECT, related_name="pseudonym_counts"
    )
    result = models.JSONField("wynik po kontroli ujawnień")
    told = models.JSONField("podane liczby", default=dict)
    counted_at = models.DateTimeField("policzono")
    counted_by = models.CharField("kto policzył", max_length=150)

    class Meta:
        verbose_name = "wynik policzenia pseudonimów"
        verbose_name_plural = "wyniki policzenia pseudonimów"
        ordering: ClassVar = ["counted_at", "id"]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.indicator_id}"
