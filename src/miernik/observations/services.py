"""Writing to the store: values are only ever added, breaks are proposed and decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from miernik.accounts.models import Institution
from miernik.audit.services import record
from miernik.kernel.quantities import BreakType, Kind, NoteKind, Status, Territory
from miernik.observations.errors import (
    AlreadyCorrectedError,
    ForbiddenActionError,
    MissingReasonError,
    NoEmbargoError,
    in_polish,
)
from miernik.observations.models import (
    BreakState,
    ComparabilityBreak,
    Embargo,
    Note,
    Observation,
    Origin,
    Source,
)
from miernik.observations.states import BreakAction, allowed_actions, transition
from miernik.strategy.models import Indicator, Work

#: So many rows go to the database in one statement.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class NoteContent:
    """A remark to be stored with a value."""

    text: str
    kind: NoteKind = NoteKind.EXPLANATION
    marker: str = ""
    number: Decimal | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ValueContent:
    """What a value says, apart from whose it is: numbers in base units, as Observation has them."""

    kind: Kind
    status: Status = Status.VALUE
    number: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    entries: Sequence[Any] = ()
    text: str = ""
    printed: str = ""
    printed_unit: str = ""
    territory: Territory = Territory.CITY
    provenance: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[NoteContent] = ()


def record_source(
    *,
    origin: Origin,
    title: str,
    by: str,
    at: dt.datetime,
    file_name: str = "",
    sha256: str = "",
    published_on: dt.date | None = None,
) -> Source:
    """Store where values come from."""
    with in_polish():
        source = Source.objects.create(
            origin=origin,
            title=title,
            file_name=file_name,
            sha256=sha256,
            published_on=published_on,
            added_at=at,
        )
        record(action="source.recorded", subject=f"source:{source.uuid}", by=by, at=at)
    return source


def record_observation(
    *,
    indicator: Indicator,
    year: int,
    value: ValueContent,
    source: Source,
    by: str,
    at: dt.datetime,
    institution: Institution | None = None,
    breakdown: str = "",
) -> Observation:
    """Store the first version of a value with its notes.

    Raises InvalidValueError with a Polish sentence for every rule of the store it breaks; one is
    that the indicator has no value for this year, institution and breakdown yet.
    """
    observation = Observation(
        indicator=indicator,
        year=year,
        institution=institution,
        breakdown=breakdown,
        source=source,
        recorded_at=at,
        recorded_by=by,
        **_fields(value),
    )
    with in_polish():
        _store(observation, value.notes)
        record(action="value.recorded", subject=_subject(observation), by=by, at=at)
    return observation


@dataclass(frozen=True, slots=True)
class FirstValue:
    """A value to be stored with others at once: whose, of which indicator and year, and what."""

    indicator: Indicator
    year: int
    value: ValueContent
    institution: Institution | None = None
    breakdown: str = ""


def record_observations(
    *, values: Sequence[FirstValue], source: Source, by: str, at: dt.datetime
) -> list[Observation]:
    """Store first versions of many values with their notes, all or none, under one event.

    As ``record_observation``, for values by the thousand: the event names the source and counts
    the values. Raises InvalidValueError with a Polish sentence for every rule the first refused
    value breaks.
    """
    rows = [
        Observation(
            indicator=item.indicator,
            year=item.year,
            institution=item.institution,
            breakdown=item.breakdown,
            source=source,
            recorded_at=at,
            recorded_by=by,
            **_fields(item.value),
        )
        for item in values
    ]
    with in_polish():
        for row in rows:
            _clean(row)
        _insert_many(Observation, rows)
        notes = [
            note
            for row, item in zip(rows, values, strict=True)
            for note in _notes(row, item.value.notes)
        ]
        for note in notes:
            _clean(note)
        _insert_many(Note, notes)
        if rows:
            data = {"values": len(rows)}
            subject = f"source:{source.uuid}"
            record(action="values.recorded", subject=subject, by=by, at=at, data=data)
    return rows


def correct_observation(
    *,
    observation: Observation,
    value: ValueContent,
    reason: str,
    by: str,
    at: dt.datetime,
    source: Source | None = None,
) -> Observation:
    """Store the next version of a value; the earlier one stays as it was.

    ``value`` is the whole new content, notes included; ``source`` the earlier one's when None.
    Raises MissingReasonError, AlreadyCorrectedError when ``observation`` is no longer in force,
    and InvalidValueError as ``record_observation``.
    """
    if not reason.strip():
        raise MissingReasonError
    following = Observation(
        indicator=observation.indicator,
        year=observation.year,
        institution=observation.institution,
        breakdown=observation.breakdown,
        version=observation.version + 1,
        supersedes=observation,
        reason=reason.strip(),
        source=source or observation.source,
        recorded_at=at,
        recorded_by=by,
        **_fields(value),
    )
    with in_polish():
        if Observation.objects.filter(supersedes=observation).exists():
            raise AlreadyCorrectedError
        _store(following, value.notes)
        record(
            action="value.corrected",
            subject=_subject(following),
            by=by,
            at=at,
            data={"supersedes": str(observation.uuid), "reason": following.reason},
        )
    return following


def propose_break(
    *,
    indicator: Indicator,
    since: int,
    year: int,
    reason: str,
    by: str,
    at: dt.datetime,
    type: BreakType = BreakType.UNEXPLAINED,  # noqa: A002  # the model's own word
) -> ComparabilityBreak:
    """Put a break between two years on record, to be decided by a person.

    Raises MissingReasonError, and InvalidValueError when such a break is on record already or the
    years are out of order.
    """
    if not reason.strip():
        raise MissingReasonError
    item = ComparabilityBreak(
        indicator=indicator,
        since=since,
        year=year,
        type=type,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    with in_polish():
        item.full_clean()
        item.save()
        data = {"since": since, "year": year, "type": str(type)}
        record(action="break.proposed", subject=f"break:{item.uuid}", by=by, at=at, data=data)
    return item


def decide_break(
    *,
    item: ComparabilityBreak,
    action: BreakAction,
    note: str,
    by: str,
    at: dt.datetime,
    type: BreakType | None = None,  # noqa: A002  # the model's own word
) -> ComparabilityBreak:
    """Take one step of the table in ``states``: decide a break, or reopen a decided one.

    ``note`` says why and is kept in the event log for good; ``type`` replaces the type where the
    person knows it better ("niewyjaśniony skok" → "zmiana sposobu liczenia"). Raises
    ForbiddenActionError for a step that is not in the table, judged by the stored state, and
    MissingReasonError.
    """
    if not note.strip():
        raise MissingReasonError
    with in_polish():
        stored = ComparabilityBreak.objects.select_for_update().get(pk=item.pk)
        step = transition(action, stored.state)
        if step is None:
            names = [allowed.label for allowed in allowed_actions(stored.state)]
            raise ForbiddenActionError(action.label, BreakState(stored.state).label, names)
        reopened = step.target is BreakState.PROPOSED
        stored.state = step.target
        stored.decided_by = "" if reopened else by
        stored.decided_at = None if reopened else at
        stored.decision_note = "" if reopened else note.strip()
        stored.type = type or stored.type
        stored.full_clean()
        stored.save()
        data = {"from": step.source.value, "to": step.target.value, "note": note.strip()}
        record(action=step.event, subject=f"break:{stored.uuid}", by=by, at=at, data=data)
    return stored


def set_embargo(*, work: Work, year: int, by: str, at: dt.datetime) -> Embargo:
    """Keep a year of a work from the public: its values, its breaks and its editions.

    Raises InvalidValueError when the year is kept already.
    """
    with in_polish():
        embargo = Embargo(work=work, year=year, set_at=at, set_by=by)
        embargo.full_clean()
        embargo.save(force_insert=True)
        subject = f"work:{work.uuid}"
        record(action="embargo.set", subject=subject, by=by, at=at, data={"year": year})
    return embargo


def lift_embargo(*, work: Work, year: int, by: str, at: dt.datetime) -> Embargo:
    """Let everybody see a year that was kept; raises NoEmbargoError when it is not."""
    with in_polish():
        kept = Embargo.objects.select_for_update().filter(
            work=work, year=year, lifted_at__isnull=True
        )
        embargo = kept.order_by("id").first()
        if embargo is None:
            raise NoEmbargoError(year)
        embargo.lifted_at = at
        embargo.lifted_by = by
        embargo.save()
        subject = f"work:{work.uuid}"
        record(action="embargo.lifted", subject=subject, by=by, at=at, data={"year": year})
    return embargo


def _store(observation: Observation, notes: Iterable[NoteContent]) -> None:
    _insert(observation)
    for note in _notes(observation, notes):
        _insert(note)


def _notes(observation: Observation, notes: Iterable[NoteContent]) -> list[Note]:
    return [
        Note(
            observation=observation,
            position=position,
            kind=content.kind,
            marker=content.marker,
            text=content.text.strip(),
            number=content.number,
            as_of=content.as_of,
        )
        for position, content in enumerate(notes, start=1)
    ]


def _insert(row: Observation | Note) -> None:
    """Insert a row; the database judges it, and only a refusal is asked for every broken rule.

    A full check beforehand costs one query a constraint, for values by the thousand too much.
    """
    _clean(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        row.full_clean()
        raise


def _insert_many(model: type[Observation] | type[Note], rows: Sequence[Any]) -> None:
    """As ``_insert`` for many rows; after a refusal each is asked, to say what is wrong."""
    try:
        with transaction.atomic():
            model.objects.bulk_create(rows, batch_size=_BATCH)
    except IntegrityError:
        for row in rows:
            row.pk = None
            row.full_clean()
        raise


def _clean(row: Observation | Note) -> None:
    relations = [field.name for field in row._meta.fields if field.is_relation]  # noqa: SLF001  # documented API
    row.clean_fields(exclude=relations)


def _fields(value: ValueContent) -> dict[str, Any]:
    return {
        "kind": value.kind,
        "status": value.status,
        "number": value.number,
        "lower": value.lower,
        "upper": value.upper,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "entries": list(value.entries),
        "text": value.text,
        "printed": value.printed,
        "printed_unit": value.printed_unit,
        "territory": value.territory,
        "provenance": dict(value.provenance),
    }


def _subject(observation: Observation) -> str:
    return f"value:{observation.uuid}"
