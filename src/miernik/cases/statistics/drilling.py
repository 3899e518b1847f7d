"""From a number to what is behind it: files for those who may open them, counts for the rest."""

from __future__ import annotations

import datetime as dt
from collections import Counter
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
    keys = families_behind(year, cell)
    within = families(user).select_related("team").order_by("number", "pk")
    files = tuple(item for item in within if item.pk in keys)
    if sees_every_file(user):
        return Behind(files, len(keys) - len(files), ())
    if _is_hidden(cell, hidden):
        return Behind(files, None, ())
    return Behind(files, None, _by_team(year, keys))


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


def _by_team(year: int, keys: frozenset[int]) -> tuple[TeamCount, ...]:
    """Families of each team; what is small, or would tell of a small rest, is hidden."""
    rows = Family.objects.order_by("pk").values_list("pk", "team__name")
    names = {pk: team or NO_TEAM for pk, team in rows}
    counts = Counter(names[key] for key in keys)
    everybody = Counter(names[key] for key in families_behind(year, "table1.families"))
    cells = {"sum": len(keys), **{f"team.{team}": number for team, number in counts.items()}}
    cells |= {f"all.{team}": number for team, number in everybody.items()}
    teams = tuple(f"team.{team}" for team in counts)
    covered = hidden_cells(
        cells,
        Relations(
            sums=(Sum("sum", teams),),
            subsets=tuple(
                Subset(f"all.{team}", f"team.{team}") for team in counts if team in everybody
            ),
        ),
        threshold=settings.DISCLOSURE_THRESHOLD,
    )
    return tuple(
        TeamCount(team, SIGN if f"team.{team}" in covered else print_number(number))
        for team, number in sorted(counts.items())
    )
