"""Who lives in a family: ages, sexes and roles that go with its size and its reasons."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Set
from dataclasses import dataclass

from miernik.cases.exchange.synthetic.people import born_on
from miernik.rules.reasons import ReasonCode as Code

_PARENT_OF_MANY = {Code.LARGE_FAMILY, Code.HELPLESS_LARGE_FAMILY}
_WITH_CHILD = {Code.MATERNITY, Code.HELPLESSNESS, Code.HELPLESS_INCOMPLETE_FAMILY}
_OLD = {Code.DISABILITY, Code.ILLNESS}
_WORKING = {Code.UNEMPLOYMENT, Code.RELEASE_FROM_PRISON, Code.DRUG_ADDICTION, Code.ALCOHOLISM}


@dataclass(slots=True)
class Member:
    """One person of a family; ``role`` as in the exchange layout."""

    number: str
    born: dt.date
    woman: bool
    role: str

    def is_child_in(self, year: int) -> bool:
        """Whether the person is under 18 for the whole year."""
        return self.born.year > year - 18


def ages(
    size: int, codes: Set[Code], year: int, rng: random.Random, *, couple: bool = False
) -> list[tuple[dt.date, bool, str]]:
    """Birth date, whether a woman, and role of each member of a new family, the head first.

    ``couple``: a man, a woman and children, whatever the reasons.
    """
    adults = 2 if couple else _adults(size, codes, rng)
    head_age = _age_of_head(size, codes, rng, with_children=size > adults)
    alone_man = 0.85 if Code.HOMELESSNESS in codes else 0.45 if size == 1 else 0.25
    woman = not couple and rng.random() > alone_man
    people = [(born_on(year - head_age, rng), woman, "head")]
    for number in range(1, adults):
        if number == 1 and (size > adults or rng.random() < 0.7):
            age = max(18, head_age + rng.randrange(-5, 6))
            people.append((born_on(year - age, rng), not woman, "partner"))
        else:
            age = min(95, head_age + rng.randrange(22, 36))
            people.append((born_on(year - age, rng), rng.random() < 0.7, "parent"))
    youngest = Code.MATERNITY in codes
    for number in range(size - adults):
        oldest = min(17, head_age - 18)
        age = rng.randrange(0, 3) if youngest and number == 0 else rng.randrange(0, oldest + 1)
        people.append((born_on(year - 1 - age, rng), rng.random() < 0.49, "child"))
    return people


def _adults(size: int, codes: Set[Code], rng: random.Random) -> int:
    if size == 1:
        return 1
    if Code.HELPLESS_INCOMPLETE_FAMILY in codes:
        return 1
    if codes & _PARENT_OF_MANY:
        return 2 if size >= 5 and rng.random() < 0.9 else 1
    if size == 2:
        return 1 if codes & _WITH_CHILD or rng.random() < 0.35 else 2
    draw = rng.random()
    return 1 if draw < 0.25 else 2 if draw < 0.93 else 3


def _age_of_head(size: int, codes: Set[Code], rng: random.Random, *, with_children: bool) -> int:
    if with_children:
        return rng.randrange(24, 52) if size > 2 else rng.randrange(20, 55)
    if Code.ORPHANHOOD in codes and size == 1:
        return rng.randrange(18, 23)
    if codes & _WORKING:
        return rng.randrange(21, 63)
    if codes & _OLD:
        return rng.randrange(35, 90)
    return rng.randrange(20, 75)
