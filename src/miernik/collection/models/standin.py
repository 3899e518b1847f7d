"""The least a campaign and a questionnaire must be for pseudonyms, until their own models are here.

Delete this file when they are, and export theirs from the package.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Campaign(models.Model):
    """A year's collection."""

    year = models.PositiveSmallIntegerField("rok")

    class Meta:
        ordering: ClassVar = ["year"]

    def __str__(self) -> str:
        return f"Rok {self.year}"


class Questionnaire(models.Model):
    """What one institution is asked in a campaign."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="questionnaires")
    institution = models.ForeignKey("accounts.Institution", models.PROTECT)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.campaign}, {self.institution}"
