"""Recording and correcting values: only ever added, every rule with its Polish sentence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection

from miernik.audit.models import Event
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.observations.errors import (
    AlreadyCorrectedError,
    InvalidValueError,
    MissingReasonError,
    RewriteForbiddenError,
    in_polish,
)
from miernik.observations.models import ComparabilityBreak, Note, Observation
from miernik.observations.selectors import current, history, institutions_of
from miernik.observations.services import (
    NoteContent,
    ValueContent,
    correct_observation,
    record_observation,
)
from tests.observations.values import AT, LATER, corrected, count, indicator, recorded, source

pytestmark = pytest.mark.django_db

DUPLICATE = NoteContent(
    "w tym 4 rodziny objęte wsparciem dwukrotnie", NoteKind.DUPLICATE_COUNT, "*", Decimal(4)
)


def test_a_value_keeps_its_remarks_in_order() -> None:
    other = NoteContent("stan na 31.12.2017 r.", NoteKind.AS_OF)
    observation = recorded(2659, DUPLICATE, other)
    assert [note.text for note in observation.notes.all()] == [DUPLICATE.text, other.text]


def test_a_remark_survives_an_empty_value() -> None:
    nothing = ValueContent(
        kind=Kind.COUNT, status=Status.NOT_APPLICABLE, notes=[NoteContent("projekt zakończony")]
    )
    observation = record_observation(
        indicator=indicator(), year=2017, value=nothing, source=source(), by="anna", at=AT
    )
    assert observation.number is None
    assert observation.notes.count() == 1


def test_a_correction_is_the_next_version_and_the_first_stays() -> None:
    first = recorded(2659, DUPLICATE)
    second = corrected(first, number=2655)
    first.refresh_from_db()
    assert first.number == 2659
    assert (second.version, second.supersedes_id) == (2, first.pk)
    assert current([first.indicator_id])[first.indicator_id][2017] == second
    assert history(second) == [second, first]


def test_a_correction_says_why() -> None:
    with pytest.raises(MissingReasonError, match="Podaj powód"):
        correct_observation(observation=recorded(), value=count(1), reason=" ", by="jan", at=LATER)


def test_only_the_value_in_force_is_corrected() -> None:
    first = recorded()
    corrected(first)
    with pytest.raises(AlreadyCorrectedError, match="została już sprostowana"):
        corrected(first)


def test_recording_and_correcting_leave_an_event_each() -> None:
    second = corrected(recorded())
    told = Event.objects.filter(subject__startswith="value:").values_list("action", "by")
    assert list(told) == [("value.recorded", "anna"), ("value.corrected", "jan")]
    assert Event.objects.get(action="value.corrected").subject == f"value:{second.uuid}"


def test_institutions_values_are_found_by_indicator_and_year() -> None:
    from miernik.accounts.models import Institution

    school = Institution.objects.create(name="SP 1")
    subject = indicator()
    value = record_observation(
        indicator=subject, year=2017, value=count(5), source=source(), by="anna", at=AT,
        institution=school,
    )  # fmt: skip
    assert institutions_of([subject.pk]) == {(subject.pk, 2017): [value]}
    assert current([subject.pk]) == {}


# --- what the store refuses ----------------------------------------------------------------------

GOOD = ValueContent(kind=Kind.COUNT, number=Decimal(5), printed="5")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (replace(GOOD, number=None), "Wartość liczbowa musi mieć liczbę."),
        (replace(GOOD, status=Status.TRUE_ZERO), "Zero musi mieć wartość 0."),
        (replace(GOOD, status=Status.NO_DATA), "Brak wartości nie może mieć liczby."),
        (replace(GOOD, number=Decimal(-1)), "Liczebność nie może być ujemna."),
        (replace(GOOD, denominator=Decimal(0)), "Mianownik musi być większy od zera."),
        (replace(GOOD, notes=[NoteContent(" ")]), None),
    ],
)
def test_a_broken_rule_is_said_in_polish_and_nothing_is_stored(
    content: ValueContent, sentence: str | None
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        record_observation(
            indicator=indicator(), year=2017, value=content, source=source(), by="anna", at=AT
        )
    if sentence is not None:
        assert sentence in caught.value.sentences
    assert Observation.objects.count() == 0
    assert not Event.objects.filter(action="value.recorded").exists()


def test_a_year_outside_the_century_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="Rok musi leżeć między 1990 a 2100"):
        recorded(5, year=1817)


def test_all_broken_rules_are_said_at_once() -> None:
    with pytest.raises(InvalidValueError) as caught:
        record_observation(
            indicator=indicator(), year=1817, value=replace(GOOD, number=Decimal(-1)),
            source=source(), by="anna", at=AT,
        )  # fmt: skip
    assert len(caught.value.sentences) == 2


def test_an_indicator_has_one_value_a_year() -> None:
    first = recorded()
    with pytest.raises(InvalidValueError, match="ma już wartość dla tego roku"):
        recorded(7, of=first.indicator)


# --- what the database refuses, whoever asks -----------------------------------------------------


def test_stored_values_remarks_and_sources_are_never_rewritten() -> None:
    observation = recorded(2659, DUPLICATE)
    rewrites: list[tuple[Any, dict[str, Any]]] = [
        (Observation.objects.filter(pk=observation.pk), {"number": 1}),
        (Note.objects.filter(observation=observation), {"text": "inna"}),
        (type(observation.source).objects.filter(pk=observation.source_id), {"title": "inny"}),
    ]
    for rows, change in rewrites:
        with (
            pytest.raises(RewriteForbiddenError, match="nie zmienia się ani nie usuwa"),
            in_polish(),
        ):
            rows.update(**change)
        with (
            pytest.raises(RewriteForbiddenError, match="nie zmienia się ani nie usuwa"),
            in_polish(),
        ):
            rows._raw_delete(rows.db)
    observation.refresh_from_db()
    assert observation.number == 2659


def test_a_rule_broken_past_the_services_speaks_polish_too() -> None:
    fields = {
        "year": 2017, "status": "value", "kind": "count", "number": 5, "source": source(),
        "recorded_at": AT, "recorded_by": "x",
    }  # fmt: skip
    subject = indicator()
    Observation.objects.create(indicator=subject, **fields)
    with pytest.raises(InvalidValueError, match="ma już wartość dla tego roku"), in_polish():
        Observation.objects.create(indicator=subject, **fields)
    with pytest.raises(InvalidValueError, match="nie może być ujemna"), in_polish():
        Observation.objects.create(indicator=subject, **fields | {"year": 2018, "number": -5})
    note = {"position": 1, "kind": "explanation", "text": "uwaga"}
    observation = Observation.objects.get(indicator=subject)
    Note.objects.create(observation=observation, **note)
    with pytest.raises(InvalidValueError, match="jest już inna uwaga"), in_polish():
        Note.objects.create(observation=observation, **note)


def test_an_error_that_is_nobody_s_sentence_passes_unchanged() -> None:
    with pytest.raises(IntegrityError), in_polish(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO observations_source (uuid, origin, title, file_name, sha256, added_at)"
            " VALUES (NULL, 'intake', 'x', '', '', '2018-01-01')"
        )


@pytest.mark.parametrize("model", [Observation, Note, ComparabilityBreak])
def test_every_rule_of_the_store_has_a_sentence_of_its_own(model: Any) -> None:
    sentences = [rule.violation_error_message for rule in model._meta.constraints]
    assert all(text and text[0].isupper() and text.endswith(".") for text in sentences)
    assert not any("Constraint" in text for text in sentences)
