"""Changes to the rules of checking; the rules every city begins with stand in a file."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class RuleSetting(models.Model):
    """One change of a rule: the whole rule as it is from now on, None for the default again.

    Never changed: the last one of a code is in force, the others are its history.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField("kod reguły", max_length=60)
    version = models.PositiveIntegerField("która zmiana")
    rule = models.JSONField("reguła", null=True, blank=True)
    changed_at = models.DateTimeField("zmieniono")
    changed_by = models.CharField("kto zmienił", max_length=150)
    reason = models.CharField("powód", max_length=500)

    class Meta:
        verbose_name = "zmiana reguły kontroli"
        verbose_name_plural = "zmiany reguł kontroli"
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="rule_version_once",
                violation_error_message="Ktoś zmienił tę regułę w międzyczasie.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="rule_change_has_a_reason",
                violation_error_message="Zmiana reguły musi mieć powód.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, zmiana {self.version}"
