"""A synthetic register: exact in one year, plausible in the years around it.

Exact in the year it is steered to, counted as the exchange layout says: every family of that year
has one *main* grant whose window all its members and all its reasons overlap; whatever else stands
in the files lies outside every counted window of that family. That outside is the noise of real
registers: refusals, grants revoked unpaid, members who left before or came after, reasons of other
years, families that split.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from miernik.cases.exchange.layout import BY_NAME, TABLES, Row, write_csv
from miernik.cases.exchange.synthetic.grants import Years
from miernik.cases.exchange.synthetic.life import Life
from miernik.cases.exchange.synthetic.reasons import Household, assign
from miernik.cases.exchange.synthetic.sizes import (
    LARGEST,
    USUAL,
    Targets,
    UnreachableSizesError,
    families_by_size,
)
from miernik.rules.reasons import ReasonCode as Code

#: Before the split: husband, wife, child; after it: wife, child.
_BEFORE, _AFTER = 3, 2
#: Families of the years around, per family of the steered year.
_EARLIER, _LATER, _REFUSED = 0.30, 0.22, 0.05


@dataclass(slots=True)
class SyntheticRegister:
    """Rows of each table in the order of its columns."""

    columns: dict[str, tuple[str, ...]]
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write the files of the exchange layout into ``folder``."""
        write_csv(folder, ((name, self.columns[name], rows) for name, rows in self.rows.items()))


def generate(
    targets: Targets, *, seed: int = 2015, extended: bool = False, pesel: bool = False
) -> SyntheticRegister:
    """Return a register that counts exactly to ``targets``; the same seed gives the same rows.

    ``extended`` adds the optional columns: names, addresses, roles; ``pesel`` fills in numbers that
    nobody can have (see ``people``). Raises UnreachableSizesError.
    """
    if not 1990 <= targets.year <= 2090:
        raise UnreachableSizesError("rok")
    rng = random.Random(seed)  # noqa: S311  # a game, no secret
    columns = {
        table.name: tuple(c.name for c in table.columns) if extended else table.minimum
        for table in TABLES
    }
    life = Life(Years(targets.year), rng, extended=extended, pesel=pesel)
    homes, pairs = _households(targets, rng)
    second = _second_grantees(targets, homes, rng)
    for home in homes:
        life.counted_family(home, second.get(id(home), 0))
    for _ in range(pairs):
        life.split_family()
    usual = rng.choices(
        range(LARGEST + 1),
        USUAL,
        k=round(targets.families * (_EARLIER + _LATER + _REFUSED)),
    )
    codes = [(code, families) for code, (families, _) in targets.rows.items()]
    for number, size in enumerate(usual):
        when = number / len(usual) * (_EARLIER + _LATER + _REFUSED)
        kind = "earlier" if when < _EARLIER else "later" if when < _EARLIER + _LATER else "refused"
        life.other_family(size, _few(codes, rng), kind)
    life.rows["population"] = _population(targets)
    return SyntheticRegister(columns, {table: life.rows[table] for table in BY_NAME})


def _households(targets: Targets, rng: random.Random) -> tuple[list[Household], int]:
    """The families of the year with their reasons, without the pairs of split ones."""
    pairs = min(20, targets.families // 400)
    families = targets.families - 2 * pairs
    # the wife and the child of each pair are in two families and count as persons once
    persons = targets.persons_in_families - _BEFORE * pairs
    sizes = families_by_size(families, persons)
    homes = [Household(size) for size, number in enumerate(sizes) for _ in range(number)]
    rng.shuffle(homes)
    rows = dict(targets.rows)
    for code, size in ((Code.UNEMPLOYMENT, _BEFORE), (Code.POVERTY, _AFTER)):
        if pairs:
            rows[code] = (rows[code][0] - pairs, rows[code][1] - size * pairs)
    assign(homes, rows, rng)
    return homes, pairs


def _second_grantees(
    targets: Targets, homes: list[Household], rng: random.Random
) -> dict[int, int]:
    """How many members beside the head have a grant of their own, by household."""
    missing = targets.persons_granted - targets.families
    others = [home for home in homes for _ in range(home.size - 1)]
    if not 0 <= missing <= len(others):
        raise UnreachableSizesError("osoby ze świadczeniem")
    counted: dict[int, int] = {}
    for home in rng.sample(others, missing):
        counted[id(home)] = counted.get(id(home), 0) + 1
    return counted


def _few(codes: list[tuple[Code, int]], rng: random.Random) -> set[Code]:
    names, weights = zip(*codes, strict=True)
    return set(rng.choices(names, weights, k=rng.choice((1, 1, 2, 2, 3))))


def _population(targets: Targets) -> list[Row]:
    """The year's population, and a slow fall in the years around it."""
    years = Years(targets.year)
    return [
        (str(year), str(targets.population - targets.population * (year - years.steered) // 400))
        for year in years
    ]
