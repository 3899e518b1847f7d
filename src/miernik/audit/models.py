"""The event log: append-only, held so by database triggers (see the first migrations)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One thing somebody did."""

    at = models.DateTimeField("kiedy")
    by = models.CharField("kto", max_length=150)
    action = models.CharField("co", max_length=60)
    subject = models.CharField("czego dotyczy", max_length=120)
    data = models.JSONField("szczegóły", default=dict)

    class Meta:
        verbose_name = "zdarzenie"
        verbose_name_plural = "zdarzenia"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["subject", "id"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}: {self.action} {self.subject}"
