"""Writing what was counted: values into the store, the number of residents into the register."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.errors import RegisterError
from miernik.cases.exchange import invented
from miernik.cases.models import Population
from miernik.cases.statistics.counted_year import count_database
from miernik.cases.statistics.programme import find_programme, indicators_by_name
from miernik.cases.statistics.selectors import hidden_given, in_force
from miernik.cases.statistics.values import Value, values_of_year
from miernik.kernel.dates import print_date
from miernik.kernel.quantities import Status
from miernik.observations.models import Observation, Origin, Source
from miernik.observations.services import (
    NoteContent,
    ValueContent,
    correct_observation,
    record_observation,
    record_source,
)
from miernik.strategy.models import Indicator

_RESIDENTS = range(1, 50_000_000)


class ImplausiblePopulationError(RegisterError):
    """The number of residents cannot be right."""

    def __init__(self) -> None:
        super().__init__("Liczba mieszkańców musi być większa od zera i mniejsza niż 50 mln.")


@dataclass(slots=True)
class Saved:
    """What a run wrote; ``foreign`` are values that somebody else had given, left as they were."""

    recorded: int = 0
    corrected: int = 0
    unchanged: int = 0
    hidden: int = 0
    foreign: list[str] = field(default_factory=list)


def set_population(*, year: int, number: int, source: str, by: str, at: dt.datetime) -> Population:
    """Write the number of residents on 31 December of a year.

    Raises ImplausiblePopulationError.
    """
    if number not in _RESIDENTS:
        raise ImplausiblePopulationError
    with transaction.atomic():
        row, _ = Population.objects.update_or_create(
            year=year, defaults={"number": number, "source": source}
        )
        data = {"year": year, "number": number}
        record(action="population.set", subject=f"population:{year}", by=by, at=at, data=data)
    return row


@transaction.atomic
def save_statistics(*, year: int, by: str, at: dt.datetime) -> Saved:
    """Count the register and write both tables and the indicators of a year into the store.

    What is under the threshold, and what would lead to it, is written as suppressed, without its
    number. A value that differs from the one in force becomes its correction; an equal one is left.
    Raises NoProgrammeError and NoPopulationError.
    """
    known = indicators_by_name(find_programme())
    stored = in_force(known, year)
    counted = count_database(year)
    hidden = hidden_given(counted, stored)
    writer = _Writer(year, by, at)
    for value in values_of_year(counted, hidden, at):
        writer.write(value, known[value.name], stored.get((value.name, value.breakdown)))
    saved = writer.saved
    data = {"recorded": saved.recorded, "corrected": saved.corrected, "hidden": saved.hidden}
    record(action="statistics.saved", subject=f"statistics:{year}", by=by, at=at, data=data)
    return saved


# --- writing -------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, year: int, by: str, at: dt.datetime) -> None:
        self.year, self.by, self.at = year, by, at
        self.saved = Saved()
        self.invented = invented.holds_invented_people()
        self._source: Source | None = None

    @property
    def source(self) -> Source:
        """The register as of now; recorded with the first value that needs it."""
        if self._source is None:
            day = print_date(self.at.date())
            name = invented.SOURCE if self.invented else "Rejestr pomocy społecznej"
            title = f"{name} za {self.year} r., stan danych na {day}"
            self._source = record_source(
                origin=Origin.REGISTER, title=title, by=self.by, at=self.at
            )
        return self._source

    def write(self, value: Value, indicator: Indicator, before: Observation | None) -> None:
        self.saved.hidden += value.content.status == Status.SUPPRESSED
        if self.invented:
            notes = (*value.content.notes, NoteContent(invented.NOTE))
            value = replace(value, content=replace(value.content, notes=notes))
        if before is None:
            record_observation(
                indicator=indicator,
                year=self.year,
                value=value.content,
                source=self.source,
                by=self.by,
                at=self.at,
                breakdown=value.breakdown,
            )
            self.saved.recorded += 1
        elif before.source.origin != Origin.REGISTER:
            self.saved.foreign.append(value.name)
        elif _same(before, value.content):
            self.saved.unchanged += 1
        else:
            correct_observation(
                observation=before,
                value=value.content,
                reason=f"Rejestr policzono ponownie {print_date(self.at.date())}",
                by=self.by,
                at=self.at,
                source=self.source,
            )
            self.saved.corrected += 1


def _same(before: Observation, after: ValueContent) -> bool:
    """Whether nothing a reader could see has changed, the day of counting apart."""
    definition = ("definition_version", "definition_text")
    return (
        (before.status, before.number, before.numerator, before.denominator, before.printed)
        == (after.status, after.number, after.numerator, after.denominator, after.printed)
        and [before.provenance.get(key) for key in definition]
        == [after.provenance.get(key) for key in definition]
        and [note.text for note in before.notes.all()] == [note.text for note in after.notes]
    )
