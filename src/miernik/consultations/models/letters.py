"""Letters to submitters who asked for them: the queue and the log in one table."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from miernik.accounts.letter_queue import QueuedLetter
from miernik.consultations.models.submissions import Submission
from miernik.kernel.quantities import Labelled


class LetterKind(Labelled):
    """What a letter tells."""

    RECEIPT = "receipt", "potwierdzenie"
    OUTCOME = "outcome", "wiadomość o wyniku"


class SubmitterLetter(QueuedLetter):
    """One letter about an opinion; no address stands here: it is read when the letter leaves."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="letters")
    kind = models.CharField("rodzaj", max_length=10, choices=LetterKind.choices())
    queued_at = models.DateTimeField("w kolejce od")

    class Meta:
        verbose_name = "wiadomość do składającego"
        verbose_name_plural = "wiadomości do składających"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "next_try_at"], name="submitter_letter_queue"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "kind"],
                name="submitter_letter_once",
                violation_error_message="Ta wiadomość o opinii już jest w kolejce.",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="submitter_letter_says_when",
                violation_error_message="Wysłana wiadomość musi mieć datę.",
            ),
        ]

    def __str__(self) -> str:
        return LetterKind(self.kind).label
