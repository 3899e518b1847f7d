"""The event log: append-only by database triggers, chained by keyed hashes (see ``chain``)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One thing somebody did. ``id`` is its number in the chain: 1, 2, 3 … without a gap."""

    at = models.DateTimeField("kiedy")
    by = models.CharField("kto", max_length=150)
    action = models.CharField("co", max_length=60)
    subject = models.CharField("czego dotyczy", max_length=120)
    data = models.JSONField("szczegóły", default=dict)
    #: ``hash`` of the event before, zeros for the first.
    previous = models.CharField("skrót poprzedniego", max_length=64)
    #: Keyed hash of everything above, the number included.
    hash = models.CharField("skrót", max_length=64)

    class Meta:
        verbose_name = "zdarzenie"
        verbose_name_plural = "zdarzenia"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "id"], name="event_subject"),
            models.Index(fields=["action", "at"], name="event_action"),
            models.Index(fields=["by", "at"], name="event_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(hash="") & ~Q(previous=""),
                name="event_is_chained",
                violation_error_message="Wpis dziennika musi należeć do łańcucha.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}: {self.action} {self.subject}"
