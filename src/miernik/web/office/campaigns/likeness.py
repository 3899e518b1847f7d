"""This year beside the last one for the same institutions, and who came, closed or is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from miernik.analysis.compute.institutions import TOP, like_for_like
from miernik.analysis.compute.series import InstitutionsChange, Point
from miernik.collection.by_indicator import InstitutionLine, numbers_of
from miernik.kernel.quantities import Status
from miernik.kernel.text import plural
from miernik.observations.models import Observation


@dataclass(frozen=True, slots=True)
class Change:
    """What one institution said in both years."""

    institution: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """This year less the last."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Likeness:
    """The panel; ``change`` is None until both years have numbers of institutions."""

    change: InstitutionsChange | None
    top: tuple[Change, ...]

    @property
    def sentence(self) -> str:
        """How many went up, went down and did not move, in words."""
        if self.change is None:
            return ""
        same, up, down = self.change.same, self.change.up, self.change.down
        words = plural(same, "instytucja podała", "instytucje podały", "instytucji podało")
        return (
            f"{same} {words} liczbę w obu latach: wzrost w {up}, spadek w {down}, "
            f"bez zmiany w {self.change.unchanged}."
        )

    @property
    def named(self) -> list[tuple[str, tuple[str, ...]]]:
        """Who came, who is not there any more and who is silent, by name."""
        if self.change is None:
            return []
        return [
            ("Nowe w tym roku", self.change.joined),
            ("Zamknięte lub niepytane w tym roku", self.change.left),
            ("Milczą, choć rok temu podały liczbę", self.change.silent),
        ]


def likeness(
    year: int, lines: Sequence[InstitutionLine], before: Mapping[str, Observation]
) -> Likeness:
    """Compare institutions' numbers of ``year`` with those of the year before, given by name.

    An institution that is asked and has given no number is silent; one that is not asked any more
    has closed, or left.
    """
    now = numbers_of(lines)
    earlier = {name: row.number for name, row in before.items() if row.number is not None}
    asked = {line.form.institution.name for line in lines}
    change = like_for_like(
        Point(year - 1, Status.VALUE, institutions=earlier),
        Point(year, Status.VALUE, institutions=now, silent=frozenset(asked - now.keys())),
    )
    both = [Change(name, earlier[name], now[name]) for name in earlier if name in now]
    moved = sorted(both, key=lambda item: (-abs(item.difference), item.institution))
    return Likeness(change, tuple(item for item in moved[:TOP] if item.difference))
