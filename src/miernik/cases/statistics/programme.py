"""The programme of social assistance as a work with sections, indicators and its two tables.

Directions are goals, sections priorities, aims tasks; the diagnosis with Tabela Nr 1 and Nr 2 is
the last goal. An indicator is found again by its wording in the latest version.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from miernik.cases.statistics.definitions import Definition, definition
from miernik.cases.statistics.errors import NoProgrammeError
from miernik.kernel.quantities import Aggregation, CountedUnit, Kind, TimeBasis
from miernik.rules.reasons import ReasonCode
from miernik.strategy.content import Card, IndicatorContent, UnitContent
from miernik.strategy.models import Indicator, Stage, Work, WorkKind
from miernik.strategy.selectors import latest_version
from miernik.strategy.services import create_work, write_version
from miernik.strategy.text.content import load_text
from miernik.strategy.text.services import add_resolution, freeze_text, start_draft

CODE = "pps"
TABLE1_TITLE = (
    "Tabela Nr 1. Liczba osób korzystających z pomocy społecznej w stosunku do liczby mieszkańców "
    "miasta Białegostoku"
)
TABLE2_TITLE = (
    "Tabela Nr 2. Liczba rodzin/osób korzystających ze wsparcia z powodu przesłanek, o których "
    "mowa w art. 7 ustawy o pomocy społecznej"
)
_ONCE = "Osoba jest jedna, choćby należała do kilku rodzin."
_SPLIT = "Rodzina to jeden numer rodziny; ta, która się podzieliła, to dwie rodziny."
_OVERLAP = (
    "Liczy się świadczenie przyznane decyzją na okres zachodzący na rok (uchylone, gdy coś "
    "wypłacono); część okresu w tym roku to okno."
)

#: Columns of Tabela Nr 1: name, unit of count, definition.
TABLE1: Mapping[str, tuple[str, CountedUnit, str]] = {
    "population": (
        "Liczba mieszkańców Białegostoku",
        CountedUnit.PERSON,
        "Rejestr mieszkańców, stan na 31 grudnia.",
    ),
    "persons_granted": (
        "Liczba osób, którym przyznano decyzją świadczenie",
        CountedUnit.PERSON,
        f"Różne osoby z liczonym świadczeniem. {_OVERLAP} {_ONCE}",
    ),
    "families": (
        "Liczba rodzin",
        CountedUnit.FAMILY,
        f"Różne rodziny z liczonym świadczeniem. {_OVERLAP} {_SPLIT}",
    ),
    "persons_in_families": (
        "Liczba osób w rodzinach",
        CountedUnit.PERSON_IN_FAMILY,
        f"Różne osoby, które należały do rodziny w oknie jej świadczenia. {_OVERLAP} {_ONCE}",
    ),
    "coverage": (
        "Wskaźnik % mieszkańców Białegostoku objętych pomocą społeczną",
        CountedUnit.PERSON_IN_FAMILY,
        "Osoby w rodzinach × 100 / mieszkańcy na 31 grudnia; jedno miejsce, połówki w górę.",
    ),
}
_REASON = (
    "Wiersz liczy powód z art. 7, który zachodzi na to samo okno świadczenia; podpunkt („w tym”) "
    "liczy się też w swoim wierszu głównym, raz. Rodzina stoi w każdym powodzie, który ma, więc "
    "wierszy nie sumuje się."
)
TABLE2: Mapping[str, tuple[str, CountedUnit, str]] = {
    "families": (
        "Liczba rodzin według trudnej sytuacji życiowej (art. 7)",
        CountedUnit.FAMILY,
        f"Różne rodziny. {_REASON} {_OVERLAP}",
    ),
    "persons": (
        "Liczba osób w rodzinie według trudnej sytuacji życiowej (art. 7)",
        CountedUnit.PERSON_IN_FAMILY,
        f"Różne osoby w rodzinach. {_REASON} {_OVERLAP}",
    ),
}
ROWS: tuple[ReasonCode, ...] = tuple(ReasonCode)


def find_programme() -> Work:
    """Return the programme; raises NoProgrammeError."""
    work = Work.objects.filter(code=CODE).first()
    if work is None:
        raise NoProgrammeError
    return work


@transaction.atomic
def write_programme(
    *,
    facts: Mapping[str, Any],
    by: str,
    at: dt.datetime,
    text: list[dict[str, Any]] | None = None,
) -> Work:
    """Write the programme of ``facts`` (see examples/bialystok) as a work with one version.

    With ``text`` (as ``dump_text`` writes it) the version holds the whole text with its
    resolution, and its goals, tasks and indicators are read out of it; they are those of the
    facts. Without it the version holds these only.
    """
    work = create_work(
        code=CODE,
        kind=WorkKind.PROGRAMME,
        title=facts["title"],
        municipality=facts["municipality"],
        years=(facts["start_year"], facts["end_year"]),
        by=by,
        at=at,
    )
    resolution = facts["resolution"]
    note = f"uchwała nr {resolution['number']} z {resolution['date']} ({resolution['body']})"
    if text is None:
        write_version(work=work, goals=[*goals_of(facts), _diagnosis()], note=note, by=by, at=at)
        return work
    version = start_draft(work=work, roots=load_text(text), note=note, by=by, at=at)
    freeze_text(
        version=version, stage=Stage.ENACTED, cards=_card_at, further=[_diagnosis()], by=by, at=at
    )
    add_resolution(
        version=version,
        number=resolution["number"],
        date=dt.date.fromisoformat(resolution["date"]),
        body=resolution["body"],
        in_force_from=dt.date.fromisoformat(resolution["in_force_from"]),
        by=by,
        at=at,
    )
    return work


def goals_of(facts: Mapping[str, Any]) -> list[UnitContent]:
    """Return the directions of the facts with their sections, aims and indicators."""
    return [_direction(direction, facts["sections"]) for direction in facts["directions"]]


def _card_at(section: str, number: int, _name: str) -> Card:
    """The card of an indicator by its place in the text: section "2.1", number 3."""
    return _card(definition(f"{section}.{number}"))


def indicators_by_name(work: Work) -> dict[str, Indicator]:
    """Return the indicators of the latest version by their wording."""
    found = latest_version(work).definitions.select_related("indicator")
    return {item.name: item.indicator for item in found.order_by("pk")}


def _direction(direction: Mapping[str, Any], sections: Sequence[Mapping[str, Any]]) -> UnitContent:
    return UnitContent(
        title=direction["title"],
        children=[
            _section(section) for section in sections if section["direction"] == direction["code"]
        ],
    )


def _section(section: Mapping[str, Any]) -> UnitContent:
    """A section as a priority with one task: its aim, its implementers, its indicators."""
    task = UnitContent(
        title=section["aim"],
        implementers=list(section["implementers"]),
        implementers_text=", ".join(section["implementers"]),
        indicators=[
            IndicatorContent(item["text"], _card(definition(item["code"])))
            for item in section["indicators"]
        ],
    )
    return UnitContent(title=f"{section['code']}. {section['title']}", children=[task])


def _card(of: Definition) -> Card:
    unit = of.parts[0].unit
    return Card(
        kind=Kind.COUNT,
        counted_unit=unit,
        time_basis=TimeBasis.STOCK if unit is CountedUnit.PLACE else TimeBasis.FLOW,
        persons_may_overlap=bool(of.others),
        definition=of.full_text,
    )


def _diagnosis() -> UnitContent:
    register = "rejestr Miejskiego Ośrodka Pomocy Rodzinie"
    return UnitContent(
        title="Diagnoza",
        children=[
            UnitContent(
                title=title,
                children=[
                    UnitContent(
                        title="Poznanie skali potrzeb",
                        implementers_text=register,
                        indicators=[
                            IndicatorContent(name, _table_card(column, unit, said))
                            for column, (name, unit, said) in columns.items()
                        ],
                    )
                ],
            )
            for title, columns in ((TABLE1_TITLE, TABLE1), (TABLE2_TITLE, TABLE2))
        ],
    )


def _table_card(column: str, unit: CountedUnit, said: str) -> Card:
    return Card(
        kind=Kind.PERCENT if column == "coverage" else Kind.COUNT,
        counted_unit=unit,
        time_basis=TimeBasis.STOCK if column == "population" else TimeBasis.FLOW,
        over_institutions=Aggregation.NONE,
        definition=said,
    )
