"""What of a count of distinct persons may be shown, so that nothing small follows from it.

Whoever reads is taken to know the number of every institution: each knows its own, and the desk
gets them all. Three rules, the first that fits:

1. Persons are divided by the exact set of institutions they are in. When each such group has the
   threshold's number of persons at least, everything is shown: whatever is added or subtracted is
   made of whole groups.
2. Else no number common to two institutions is shown. The distinct number is, when it, the persons
   it has beyond any one institution, and the excess of the sum over it are each zero or at least
   the threshold: with two institutions those are all the parts there are, with more nothing else
   follows from these numbers exactly. How many are in one institution, in two … is added as far as
   every number is at least the threshold; the last class ("in K or more") must leave three sizes
   open at least: with fewer, two equations (persons, memberships) solve them. Of a class no size
   may follow to be there and small, by the bounds its persons and memberships give.
3. Else only the bounds are told: the largest institution and the sum.

Zeros stay, as everywhere (``kernel.disclosure``). What was told before is remembered by readers: a
number that differs by a few from an earlier one tells of those few, and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from miernik.collection.pseudonyms.counting import Distinct
from miernik.kernel.disclosure import Relations, Sum, hidden_cells

_OPEN_SIZES = 3
_SUM = "sum"


@dataclass(frozen=True, slots=True)
class ShownClass:
    """Persons in exactly ``institutions`` institutions, or in that many and more."""

    institutions: int
    persons: int
    and_more: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown; None stands for a hidden number.

    ``classes`` and ``overlaps`` are empty where they may not be shown; ``whole`` says that rule 1
    holds. ``least`` and ``most`` bound all persons, those without PESEL too; None where the bound
    would tell of a small group. ``few_without_pesel``: there are some, under the threshold.
    """

    institutions: tuple[str, ...]
    counts: tuple[int | None, ...]
    summed: int | None
    persons: int | None
    classes: tuple[ShownClass, ...]
    overlaps: dict[tuple[int, int], int]
    whole: bool
    least: int | None
    most: int | None
    few_without_pesel: bool
    threshold: int


def numbers_told(shown: Shown) -> dict[str, int]:
    """Return the numbers of persons in several institutions that a count tells, by name."""
    told = {} if shown.persons is None else {"persons": shown.persons}
    told |= {f"class {item.institutions} {item.and_more}": item.persons for item in shown.classes}
    names = shown.institutions
    return told | {
        f"pair {names[i]} | {names[j]}": common for (i, j), common in shown.overlaps.items()
    }


def protected(
    found: Distinct, *, threshold: int, earlier: Sequence[Mapping[str, int]] = ()
) -> Shown:
    """Return what may be shown of a count.

    ``earlier`` are the numbers told by earlier counts of the same thing (``numbers_told``).
    """
    shown = _alone(found, threshold)
    near = {
        name
        for told in earlier
        for name, number in numbers_told(shown).items()
        if not safe_number(abs(number - told.get(name, number)), threshold)
    }
    if not near:
        return shown
    persons = None if "persons" in near else shown.persons
    least, most, few = _with_others(persons, found, threshold)
    return replace(
        shown, persons=persons, classes=(), overlaps={}, whole=False, least=least, most=most,
        few_without_pesel=few,
    )  # fmt: skip


def _alone(found: Distinct, threshold: int) -> Shown:
    """What may be shown when nothing was told before."""
    counts, summed = _institutions(found, threshold)
    whole = not found.persons or found.smallest_pattern >= threshold
    persons = found.persons if whole or safe_total(found.persons, found.counts, threshold) else None
    classes: tuple[ShownClass, ...] = ()
    if whole:
        classes = tuple(ShownClass(k, n) for k, n in enumerate(found.in_institutions, 1) if n)
    elif persons is not None:
        classes = _classes(found, threshold)
    least, most, few = _with_others(persons, found, threshold)
    return Shown(
        found.institutions, counts, summed, persons, classes, found.overlaps if whole else {},
        whole, least, most, few, threshold,
    )  # fmt: skip


def safe_number(number: int, threshold: int) -> bool:
    """Whether a number of persons may be known: none, or a group large enough."""
    return number == 0 or number >= threshold


def safe_total(persons: int, counts: Sequence[int], threshold: int) -> bool:
    """Whether the distinct number may stand beside the institutions' own (rule 2).

    Estimates do as well: where their error makes a part negative, it is nobody.
    """
    if not persons:
        return True
    filled = [count for count in counts if count]
    excess = max(0, sum(filled) - persons)
    parts = [persons, excess, *(max(0, persons - count) for count in filled)]
    safe = all(safe_number(part, threshold) for part in parts)
    return safe and _class_is_safe(persons, excess, max(len(filled) - 1, 0), threshold)


def _institutions(found: Distinct, threshold: int) -> tuple[tuple[int | None, ...], int | None]:
    cells = {str(place): count for place, count in enumerate(found.counts)}
    parts = tuple(cells)
    cells[_SUM] = found.summed
    hidden = hidden_cells(cells, Relations(sums=(Sum(_SUM, parts),)), threshold=threshold)
    shown = tuple(None if name in hidden else cells[name] for name in parts)
    return shown, None if _SUM in hidden else found.summed


def _classes(found: Distinct, threshold: int) -> tuple[ShownClass, ...]:
    """The finest division by number of institutions that tells of no small group."""
    sizes = found.in_institutions
    institutions = sum(1 for count in found.counts if count)
    for last in range(institutions - _OPEN_SIZES + 1, 1, -1):
        exact, tail = sizes[: last - 1], sizes[last - 1 : institutions]
        beyond = sum(more * size for more, size in enumerate(tail))
        safe = all(size >= threshold for size in exact)
        if safe and _class_is_safe(sum(tail), beyond, len(tail) - 1, threshold):
            below = tuple(ShownClass(k, size) for k, size in enumerate(exact, 1))
            return (*below, ShownClass(last, sum(tail), and_more=True))
    return ()


def _class_is_safe(persons: int, beyond: int, top: int, threshold: int) -> bool:
    """Whether no size of a class, and no part of it from a size on, is surely there and small.

    Known are its persons and how many memberships they have ``beyond`` the class's least, each
    between none and ``top``. Bounds of how many have exactly, or at least, d beyond follow.
    """
    if persons < threshold:
        return False
    for more in range(1, top + 1):
        least = max(0, -((persons * (more - 1) - beyond) // (top - more + 1)))
        most = min(persons, beyond // more)
        if least >= 1 and most < threshold:
            return False
        if persons - most >= 1 and persons - least < threshold:
            return False
    return all(
        _may_be_empty(more, persons, beyond, top) or _most(more, persons, beyond, top) >= threshold
        for more in range(top + 1)
    )


def _most(more: int, persons: int, beyond: int, top: int) -> int:
    """The largest number of persons with ``more`` memberships beyond the least."""
    limits = [persons]
    if more > 0:
        limits.append(beyond // more)
    if more < top:
        limits.append((persons * top - beyond) // (top - more))
    return min(limits)


def _may_be_empty(more: int, persons: int, beyond: int, top: int) -> bool:
    """Whether the memberships beyond can be made without anybody having ``more`` of them."""
    if more == 0:
        return beyond >= persons
    if more == top:
        return beyond <= persons * (top - 1)
    if top == _OPEN_SIZES - 1:  # only none and two are left
        return beyond % 2 == 0
    return not ((more == 1 and beyond == 1) or (more == top - 1 and beyond == persons * top - 1))


def _with_others(
    persons: int | None, found: Distinct, threshold: int
) -> tuple[int | None, int | None, bool]:
    """Bounds of all persons: those without PESEL overlap nobody knows how."""
    others = found.without_pesel
    summed, largest = sum(others), max(others, default=0)
    least = persons if persons is not None else max(found.counts, default=0)
    most = persons if persons is not None else found.summed
    few = 0 < summed < threshold
    if persons is None and not (
        safe_number(least, threshold) and safe_number(most - least, threshold)
    ):
        return None, None, few
    if few:
        return least, None, True
    if safe_number(largest, threshold) and safe_number(summed - largest, threshold):
        least += largest
    return least, most + summed, False
