"""Which families have which reasons, so that every row of Tabela Nr 2 is exact."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from miernik.cases.exchange.synthetic.sizes import (
    LARGEST,
    Counts,
    UnreachableSizesError,
    choose,
    persons_in,
)
from miernik.rules.reasons import ReasonCode as Code

#: Large families have three children, and two parents or one.
LARGE = 5
_WITH_CHILDREN = 2
_HEAD_TOO = 0.25


@dataclass(slots=True, eq=False)
class Household:
    """A family of the steered year: its size and its reasons."""

    size: int
    codes: set[Code] = field(default_factory=set)
    #: Families that split in the year keep to reasons of their own, so that nobody counts twice.
    free: bool = True


#: Reasons in the order of choosing: the rare and particular first. The last ones also take care
#: that no family stays without a reason; the share is how much of what is still open they take.
_RARE = (
    Code.ORPHANHOOD,
    Code.HOMELESSNESS,
    Code.VIOLENCE,
    Code.INTEGRATION_OF_FOREIGNERS,
    Code.RANDOM_EVENT,
    Code.DRUG_ADDICTION,
    Code.RELEASE_FROM_PRISON,
    Code.ALCOHOLISM,
    Code.HUMAN_TRAFFICKING,
    Code.CRISIS,
    Code.DISASTER,
)
_FREQUENT = (
    (Code.POVERTY, 0.0),
    (Code.UNEMPLOYMENT, 0.5),
    (Code.DISABILITY, 0.5),
    (Code.ILLNESS, 1.0),
)


def assign(
    households: list[Household], rows: dict[Code, tuple[int, int]], rng: random.Random
) -> None:
    """Give every household its reasons; raises UnreachableSizesError naming the row."""
    chooser = _Chooser(households, rows, rng)
    chooser.with_parts(Code.MATERNITY, {Code.LARGE_FAMILY: LARGE})
    chooser.with_parts(
        Code.HELPLESSNESS,
        {Code.HELPLESS_LARGE_FAMILY: LARGE, Code.HELPLESS_INCOMPLETE_FAMILY: _WITH_CHILDREN},
    )
    for code in _RARE:
        chooser.row(code, lambda home: home.free)
    for code, share in _FREQUENT:
        chooser.row(code, lambda home: home.free, cover=share)


@dataclass(slots=True)
class _Chooser:
    households: list[Household]
    rows: dict[Code, tuple[int, int]]
    rng: random.Random

    def with_parts(self, head: Code, parts: dict[Code, int]) -> None:
        """Choose the parts of a row, then the rest of it; each part says its smallest family."""
        families, persons = self.rows.get(head, (0, 0))
        mine: set[Household] = set()

        def fits(home: Household, smallest: int) -> bool:
            return home.free and home.size >= smallest and home not in mine

        for part, smallest in parts.items():
            wanted = self.rows.get(part, (0, 0))
            mine |= self._take(part, wanted, partial(fits, smallest=smallest))
            families, persons = families - wanted[0], persons - wanted[1]
        self._take(head, (families, persons), partial(fits, smallest=_WITH_CHILDREN))
        # Some workers note the head of the row beside its part: it is one family all the same.
        for home in self.households:
            if home in mine and self.rng.random() < _HEAD_TOO:
                home.codes.add(head)

    def row(self, code: Code, may: Callable[[Household], bool], cover: float = 0.0) -> None:
        """Choose the families of one row; ``cover`` is the share of bare families it must take."""
        already = [home for home in self.households if code in home.codes]
        families, persons = self.rows.get(code, (0, 0))
        wanted = families - len(already), persons - sum(home.size for home in already)
        must: list[Household] = []
        if cover:
            bare = [home for home in self.households if not home.codes]
            must = self.rng.sample(bare, round(len(bare) * cover))
        while True:
            try:
                self._take(code, wanted, may, must)
            except UnreachableSizesError:
                if not must:
                    raise
                must = must[: len(must) // 2]
            else:
                return

    def _take(
        self,
        code: Code,
        wanted: tuple[int, int],
        may: Callable[[Household], bool],
        must: Iterable[Household] = (),
    ) -> set[Household]:
        first = set(must)
        candidates = [home for home in self.households if code not in home.codes and may(home)]
        self.rng.shuffle(candidates)
        candidates.sort(key=lambda home: home not in first)
        counts = choose(_by_size(candidates), *wanted, code.value, _by_size(first))
        left, taken = list(counts), set()
        for home in candidates:
            if left[home.size]:
                left[home.size] -= 1
                home.codes.add(code)
                taken.add(home)
        assert (len(taken), persons_in(counts)) == wanted
        return taken


def _by_size(households: Iterable[Household]) -> Counts:
    counts = [0] * (LARGEST + 1)
    for home in households:
        counts[home.size] += 1
    return tuple(counts)
