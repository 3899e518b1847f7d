"""Answers as they are written, and what was handed in: the first change, the second never do."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from miernik.collection.models.questionnaires import Questionnaire
from miernik.kernel.quantities import Labelled
from miernik.strategy.models import Indicator


class Channel(Labelled):
    """The way an answer came."""

    LINK = "link", "z linku"
    ACCOUNT = "account", "z konta"
    SPREADSHEET = "spreadsheet", "z arkusza"
    MAIL = "mail", "z arkusza przysłanego pocztą"
    DESK = "desk", "wpisał urząd"


class Answer(models.Model):
    """The working copy of one answer. ``revision`` grows with each change, so that two people
    writing at once notice each other."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="answers")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="answers")
    content = models.JSONField("odpowiedź", default=dict, blank=True)
    revision = models.PositiveIntegerField("kolejny zapis", default=1)
    saved_at = models.DateTimeField("zapisano")
    saved_by = models.CharField("kto zapisał", max_length=150)

    class Meta:
        verbose_name = "odpowiedź"
        verbose_name_plural = "odpowiedzi"
        ordering: ClassVar = ["questionnaire_id", "indicator_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["questionnaire", "indicator"],
                name="one_answer_an_indicator",
                violation_error_message="Na to pytanie jest już odpowiedź.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id}/{self.indicator_id}"


class Attachment(models.Model):
    """A file that supports an answer, or the form as a whole."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="attachments")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    name = models.CharField("nazwa pliku", max_length=200)
    path = models.CharField("miejsce pliku", max_length=300)
    sha256 = models.CharField("skrót", max_length=64)
    size = models.PositiveIntegerField("wielkość w bajtach")
    added_at = models.DateTimeField("dodano")
    added_by = models.CharField("kto dodał", max_length=150)
    removed_at = models.DateTimeField("usunięto", null=True, blank=True)

    class Meta:
        verbose_name = "załącznik"
        verbose_name_plural = "załączniki"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """What an institution handed in, with the questions it answered; immutable.

    ``content`` holds ``format``, ``asked``, ``answers``, ``attachments`` and ``findings``;
    ``content_hash`` is its SHA-256 in canonical form, ``receipt`` the short code people read.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField("które przekazanie")
    content = models.JSONField("treść")
    content_hash = models.CharField("skrót treści", max_length=64)
    receipt = models.CharField("kod potwierdzenia", max_length=30)
    submitted_at = models.DateTimeField("przekazano")
    submitted_by = models.CharField("kto przekazał", max_length=150)
    channel = models.CharField("jak", max_length=12, choices=Channel.choices())
    late = models.BooleanField("po terminie", default=False)

    class Meta:
        verbose_name = "przekazanie"
        verbose_name_plural = "przekazania"
        ordering: ClassVar = ["questionnaire_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"],
                name="submission_number_once",
                violation_error_message="To przekazanie jest już zapisane.",
            ),
            models.CheckConstraint(
                condition=~Q(content_hash=""),
                name="submission_has_a_hash",
                violation_error_message="Przekazanie musi mieć skrót treści.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}, przekazanie {self.number}"


class Correction(models.Model):
    """The office's correction of one submitted value; the submission stays as it came.

    It belongs to one submission: when the institution hands in again, it no longer applies.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="corrections")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="answer_corrections")
    content = models.JSONField("poprawiona odpowiedź")
    reason = models.TextField("powód")
    corrected_at = models.DateTimeField("poprawiono")
    corrected_by = models.CharField("kto poprawił", max_length=150)

    class Meta:
        verbose_name = "poprawka urzędu"
        verbose_name_plural = "poprawki urzędu"
        ordering: ClassVar = ["submission_id", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="office_correction_has_a_reason",
                violation_error_message="Poprawka musi mieć powód.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.reason}"


class Question(models.Model):
    """A question of the office on one value, and the institution's reply."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="questions")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="questions_on_answers")
    text = models.TextField("pytanie")
    asked_at = models.DateTimeField("zadano")
    asked_by = models.CharField("kto pyta", max_length=150)
    reply = models.TextField("odpowiedź", blank=True)
    replied_at = models.DateTimeField("odpowiedziano", null=True, blank=True)
    replied_by = models.CharField("kto odpowiedział", max_length=150, blank=True)
    settled_at = models.DateTimeField("wyjaśniono", null=True, blank=True)
    settled_by = models.CharField("kto uznał za wyjaśnione", max_length=150, blank=True)

    class Meta:
        verbose_name = "pytanie o wartość"
        verbose_name_plural = "pytania o wartości"
        ordering: ClassVar = ["questionnaire_id", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="question_has_a_text",
                violation_error_message="Napisz, o co pytasz.",
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True)
                | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="reply_says_when",
                violation_error_message="Odpowiedź musi mieć datę.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
