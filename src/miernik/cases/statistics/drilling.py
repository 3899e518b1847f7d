"""From a number to what is behind it: files for those who may open them, counts for the rest."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from miernik.accounts.models import Role, User
from miernik.accounts.permissions import holds
from miernik.audit.services import FILE_READ, Entry, record_many
from miernik.cases.models import Family
from miernik.cases.permissions import families
from miernik.cases.statistics.counted_year import families_behind
from miernik.kernel.disclosure import SIGN, Relations, Subset, Sum, hidden_cells
from miernik.kernel.numbers import print_number
from miernik.rules.reasons import ReasonCode

EVERYBODY = "table1.families"
NO_TEAM = "bez zespołu"


@dataclass(frozen=True, slots=True)
class TeamCount:
    """How many families of a team are behind a number, as it may be shown."""

    team: str
    figure: str


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind a number: the files within reach, and how many are beyond it.

    ``beyond`` is None for those who see no exact numbers; they get ``teams`` instead.
    """

    files: tuple[Family, ...]
    beyond: int | None
    teams: tuple[TeamCount, ...]


def sees_every_file(user: User | AnonymousUser) -> bool:
    """Whether the person may open every family's file and so see exact numbers."""
    return (
        isinstance(user, User)
        and user.is_active
        and (user.is_superuser or holds(user, Role.SOCIAL_WORKER))
    )


def behind(*, user: User, year: int, cell: str, hidden: frozenset[str]) -> Behind:
    """Return what is behind a cell, as far as the person may know.

    ``hidden`` are the cells hidden from the public. Raises KeyError and ValueError for a cell that
    there is not, and NoPopulationError.
    """
    exact = sees_every_file(user)
    closed = not exact and _is_hidden(cell, hidden)
    rows = (cell,) if exact or closed else (cell, *_beside(cell), EVERYBODY)
    found = families_behind(year, rows)
    keys = found[cell]
    within = families(user).select_related("team").order_by("number", "pk")
    files = tuple(item for item in within if item.pk in keys)
    if exact:
        return Behind(files, len(keys) - len(files), ())
    return Behind(files, None, () if closed else _by_team(cell, found, hidden))


def log_reading(*, user: User, year: int, files: list[Family], at: dt.datetime) -> None:
    """Write to the event log that the person saw these families in the list behind a number.

    Which number it was stays out of the log: it would tell why the family was helped.
    """
    data = {"why": "statystyki", "year": year}
    record_many(
        Entry(FILE_READ, f"family:{item.uuid}", user.get_username(), at, data) for item in files
    )


def _is_hidden(cell: str, hidden: frozenset[str]) -> bool:
    return any(name == cell or name.startswith(f"{cell}.") for name in hidden)


def _beside(cell: str) -> tuple[str, ...]:
    """The row of Tabela Nr 2 that a row is part of, and its other parts: they are read together."""
    kind, _, rest = cell.partition(".")
    if kind != "table2":
        return ()
    code, _, counted = rest.rpartition(".")
    head = ReasonCode(code).head or ReasonCode(code)
    family = [head, *(item for item in ReasonCode if item.head is head)]
    return tuple(f"table2.{item}.{counted}" for item in family if item != code)


def _by_team(
    cell: str, found: Mapping[str, frozenset[int]], hidden: frozenset[str]
) -> tuple[TeamCount, ...]:
    """Families of each team; what is small, or would tell of a small rest, is hidden.

    ``found`` holds the cell, the rows it is read beside, and EVERYBODY: what one row leaves of
    another is a number too, so all rows are hidden as one table, whichever of them is asked for.
    """
    families_of_teams = Family.objects.order_by("pk").values_list("pk", "team__name")
    names = {pk: team or NO_TEAM for pk, team in families_of_teams}
    counts = {row: Counter(names[key] for key in keys) for row, keys in found.items()}
    cells = {f"{row}|{team}": n for row, teams in counts.items() for team, n in teams.items()}
    cells |= {row: len(keys) for row, keys in found.items()}
    covered = hidden_cells(
        cells,
        Relations(
            sums=tuple(
                Sum(row, tuple(f"{row}|{team}" for team in teams))
                for row, teams in counts.items()
                if teams
            ),
            subsets=tuple(
                Subset(f"{wide}|{team}", f"{row}|{team}")
                for row, teams in counts.items()
                for wide in _wider(row, found)
                for team in teams
                if team in counts[wide]
            ),
        ),
        threshold=settings.DISCLOSURE_THRESHOLD,
        earlier={row: len(keys) for row, keys in found.items() if row not in hidden},
    )
    return tuple(
        TeamCount(team, SIGN if f"{cell}|{team}" in covered else print_number(number))
        for team, number in sorted(counts[cell].items())
    )


def _wider(row: str, found: Mapping[str, frozenset[int]]) -> Iterator[str]:
    """The rows that hold every family of a row."""
    if row == EVERYBODY:
        return
    yield EVERYBODY
    kind, _, rest = row.partition(".")
    if kind == "table2":
        code, _, counted = rest.rpartition(".")
        above = ReasonCode(code).head
        if above and f"table2.{above}.{counted}" in found:
            yield f"table2.{above}.{counted}"
