"""Sizes that a synthetic register is steered to, and how families by size add up to them.

The whole assignment rests on one question: of so many families of each size, how many of each
must be taken so that the families and the persons in them are exactly as many as wanted?
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from miernik.kernel.errors import MiernikError
from miernik.rules.reasons import ReasonCode

#: Families of one to eight persons.
LARGEST = 8
#: How often a family of each size asks a centre for help, before steering.
USUAL = (0.0, 0.575, 0.19, 0.108, 0.072, 0.033, 0.0135, 0.005, 0.0025)

Counts = tuple[int, ...]


class UnreachableSizesError(MiernikError):
    """No register has these sizes."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Nie ma rejestru o takich liczbach ({what}). Podaj inne wielkości.")


@dataclass(frozen=True, slots=True)
class Targets:
    """What the register must count to in one year (Tabela Nr 1 and Tabela Nr 2).

    ``rows`` holds families and persons by reason.
    """

    year: int
    population: int
    persons_granted: int
    families: int
    persons_in_families: int
    rows: dict[ReasonCode, tuple[int, int]]

    def scaled(self, families: int) -> Targets:
        """The same proportions for another number of families; raises UnreachableSizesError."""
        if families < 1:
            raise UnreachableSizesError("liczba rodzin")

        return replace(
            self,
            population=_share(self.population, families, self.families),
            persons_granted=_share(self.persons_granted, families, self.families),
            families=families,
            persons_in_families=_share(self.persons_in_families, families, self.families),
            rows=self._scaled_rows(families),
        )

    def _scaled_rows(self, families: int) -> dict[ReasonCode, tuple[int, int]]:
        """Rows without their parts first, each with its own mean; then the parts are added."""
        bare = dict(self.rows)
        heads = {code: code.head for code in self.rows if code.head}
        for code, head in heads.items():
            bare[head] = _minus(bare[head], self.rows[code])
        for code, (number, persons) in bare.items():
            fewer = _share(number, families, self.families)
            bare[code] = fewer, _share(persons, fewer, number) if number else 0
        for code, head in heads.items():
            bare[head] = _plus(bare[head], bare[code])
        return {code: row for code, row in bare.items() if row[0]}


def _share(number: int, part: int, whole: int) -> int:
    """``number`` × ``part`` / ``whole``, rounded half up."""
    return (2 * number * part + whole) // (2 * whole)


def _plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def _minus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] - other[0], one[1] - other[1]


#: Program Pomocy Społecznej Miasta Białegostoku na lata 2017-2020, Tabela Nr 1 and Tabela Nr 2.
BIALYSTOK_2015 = Targets(
    year=2015,
    population=283_229,
    persons_granted=11_894,
    families=8_876,
    persons_in_families=16_695,
    rows={
        ReasonCode.POVERTY: (6_238, 11_616),
        ReasonCode.ORPHANHOOD: (4, 8),
        ReasonCode.HOMELESSNESS: (375, 386),
        ReasonCode.MATERNITY: (524, 2_189),
        ReasonCode.LARGE_FAMILY: (183, 988),
        ReasonCode.UNEMPLOYMENT: (5_103, 10_556),
        ReasonCode.DISABILITY: (3_239, 5_034),
        ReasonCode.ILLNESS: (3_797, 6_393),
        ReasonCode.VIOLENCE: (74, 201),
        ReasonCode.HELPLESSNESS: (978, 2_991),
        ReasonCode.HELPLESS_INCOMPLETE_FAMILY: (761, 2_066),
        ReasonCode.HELPLESS_LARGE_FAMILY: (147, 768),
        ReasonCode.ALCOHOLISM: (412, 600),
        ReasonCode.DRUG_ADDICTION: (22, 27),
        ReasonCode.RELEASE_FROM_PRISON: (190, 228),
        ReasonCode.INTEGRATION_OF_FOREIGNERS: (60, 165),
        ReasonCode.RANDOM_EVENT: (11, 17),
    },
)


def persons_in(counts: Sequence[int]) -> int:
    """Persons in so many families by size (``counts[size]``)."""
    return sum(size * number for size, number in enumerate(counts))


def families_by_size(families: int, persons: int) -> Counts:
    """Return how many families have each size (index 0 to LARGEST) for these totals.

    Raises UnreachableSizesError.
    """
    room = tuple(math.ceil(share * families * 3) + 1 if share else 0 for share in USUAL)
    return choose(room, families, persons, "wielkości rodzin")


def choose(
    room: Counts, families: int, persons: int, what: str, least: Counts | None = None
) -> Counts:
    """Return how many families of each size to take so that both totals are exact.

    ``room`` is the most that can be taken of each size, ``least`` the fewest. The shape follows
    ``room``, tilted towards small or large families as the mean requires. Raises
    UnreachableSizesError naming ``what``.
    """
    low = least or (0,) * len(room)
    free = tuple(most - few for most, few in zip(room, low, strict=True))
    if min(free) < 0 or not sum(low) <= families <= sum(room):
        raise UnreachableSizesError(what)
    wanted = families - sum(low), persons - persons_in(low)
    counts = [few + more for few, more in zip(low, _tilted(free, *wanted), strict=True)]
    if not _settle(counts, low, room, persons):
        raise UnreachableSizesError(what)
    return tuple(counts)


def _tilted(free: Counts, families: int, persons: int) -> list[int]:
    """Take ``families`` in all, with about ``persons`` in them."""
    steep_low, steep_high = -8.0, 8.0
    shares: list[float] = []
    for _ in range(40):
        steep = (steep_low + steep_high) / 2
        shares = _shares(free, families, steep)
        if sum(size * share for size, share in enumerate(shares)) < persons:
            steep_low = steep
        else:
            steep_high = steep
    taken = [math.floor(share) for share in shares]
    order = sorted(range(len(free)), key=lambda size: taken[size] - shares[size])
    missing = families - sum(taken)
    while missing > 0:
        for size in order:
            if missing and taken[size] < free[size]:
                taken[size] += 1
                missing -= 1
    return taken


def _shares(free: Counts, families: int, steep: float) -> list[float]:
    """Expected number taken of each size when larger families are e^steep times likelier."""
    low, high = -80.0, 80.0
    shares: list[float] = []
    for _ in range(50):
        level = (low + high) / 2
        shares = [
            most / (1 + math.exp(-max(-700.0, min(700.0, level + steep * size))))
            for size, most in enumerate(free)
        ]
        if sum(shares) < families:
            low = level
        else:
            high = level
    return shares


def _settle(counts: list[int], low: Counts, room: Counts, persons: int) -> bool:
    """Exchange families for ones a little larger or smaller until the persons are exact."""
    while (missing := persons - persons_in(counts)) != 0:
        step = 1 if missing > 0 else -1
        pairs = [
            (abs(other - size), counts[size] - low[size], size, other)
            for size in range(len(counts))
            for other in range(len(counts))
            if 0 < (other - size) * step <= abs(missing)
            and counts[size] > low[size]
            and counts[other] < room[other]
        ]
        if not pairs:
            return False
        _, _, size, other = min(pairs, key=lambda pair: (pair[0], -pair[1]))
        counts[size] -= 1
        counts[other] += 1
    return True
