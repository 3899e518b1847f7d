"""How many distinct persons several institutions have, and how much they share. Exact.

Nothing here is for showing: ``protection`` says what may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from miernik.collection.pseudonyms.errors import CountingError
from miernik.collection.pseudonyms.file import PseudonymFile
from miernik.collection.pseudonyms.key import PSEUDONYM_BYTES

_Array = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Distinct:
    """Persons over institutions.

    ``counts`` persons of each institution, in the order of ``institutions``; ``persons`` distinct
    ones; ``in_institutions[k - 1]`` those who are in exactly k institutions, up to the number of
    institutions; ``overlaps`` persons common to two institutions (i, j), i < j, only where there
    are any; ``smallest_pattern`` the size of the smallest group of persons who are in exactly the
    same institutions (0 without persons). ``without_pesel`` is as in the files.
    """

    institutions: tuple[str, ...]
    counts: tuple[int, ...]
    persons: int
    in_institutions: tuple[int, ...]
    overlaps: dict[tuple[int, int], int]
    smallest_pattern: int
    without_pesel: tuple[int, ...] = ()

    @property
    def summed(self) -> int:
        """The sum over institutions, in which shared persons stand several times."""
        return sum(self.counts)


def comparable_files(files: Sequence[PseudonymFile]) -> None:
    """Raise CountingError unless the files may be counted together.

    Key (with year and area in its fingerprint) and indicator must be the same, and an institution
    may stand once only.
    """
    if not files:
        raise CountingError("Nie ma czego liczyć: podaj pliki pseudonimów.")
    first = files[0]
    for file in files[1:]:
        pair = f"Pliki „{first.institution}” i „{file.institution}”"
        if (file.year, file.area) != (first.year, first.area):
            raise CountingError(f"{pair} są z różnych lat lub obszarów. Licz każdy rok osobno.")
        if file.indicator != first.indicator:
            raise CountingError(f"{pair} dotyczą różnych wskaźników. Licz każdy osobno.")
        if file.key != first.key:
            raise CountingError(
                f"{pair} powstały z różnymi kluczami, więc tej samej osoby nie da się w nich "
                "rozpoznać. Poproś o pliki z kluczem tego roku."
            )
    names = [file.institution for file in files]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise CountingError(f"Instytucja „{twice}” jest w plikach dwa razy. Zostaw jeden plik.")


def count_files(files: Sequence[PseudonymFile]) -> Distinct:
    """Count distinct persons of the files. Raises CountingError as ``comparable_files``."""
    comparable_files(files)
    return count_sets(
        tuple(file.institution for file in files),
        [file.values for file in files],
        tuple(file.without_pesel for file in files),
    )


def count_sets(
    institutions: tuple[str, ...],
    sets: Sequence[Sequence[bytes]],
    without_pesel: tuple[int, ...] = (),
) -> Distinct:
    """Count distinct persons of sets of 16-byte pseudonyms, each set without repeats."""
    counts = tuple(len(values) for values in sets)
    owners = np.repeat(np.arange(len(sets), dtype=np.int64), counts)
    persons = _numbered(b"".join(value for values in sets for value in values))
    number = int(persons.max()) + 1 if persons.size else 0
    times = np.bincount(persons, minlength=number)
    classes = np.bincount(times, minlength=len(sets) + 1)[1:]
    return Distinct(
        institutions,
        counts,
        number,
        tuple(int(size) for size in classes),
        _overlaps(persons, owners, number, len(sets)),
        _smallest_pattern(persons, owners),
        without_pesel or (0,) * len(sets),
    )


def _numbered(joined: bytes) -> _Array:
    """The person's number of each pseudonym: equal pseudonyms, equal numbers, from zero on."""
    halves = np.frombuffer(joined, dtype=">u8").reshape(-1, 2).astype(np.uint64)
    assert halves.itemsize * 2 == PSEUDONYM_BYTES
    order = np.lexsort((halves[:, 1], halves[:, 0]))
    ordered = halves[order]
    new = np.ones(len(ordered), dtype=np.int64)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    numbers = np.empty(len(ordered), dtype=np.int64)
    numbers[order] = np.cumsum(new) - 1
    return numbers


def _overlaps(
    persons: _Array, owners: _Array, number: int, institutions: int
) -> dict[tuple[int, int], int]:
    ones = np.ones(len(persons), dtype=np.int64)
    table = sparse.csr_array((ones, (persons, owners)), shape=(number, institutions))
    common = sparse.coo_array(sparse.triu(table.T @ table, k=1))
    first, second = common.coords
    found = zip(first.tolist(), second.tolist(), common.data.tolist(), strict=True)
    return {(i, j): shared for i, j, shared in found if shared}


def _smallest_pattern(persons: _Array, owners: _Array) -> int:
    """Size of the smallest group of persons who are in exactly the same institutions."""
    if not persons.size:
        return 0
    order = np.lexsort((owners, persons))
    held = owners[order].astype(np.uint16).tobytes()
    ends = np.cumsum(np.bincount(persons))
    sizes: dict[bytes, int] = {}
    begin = 0
    for end in ends.tolist():
        pattern = held[2 * begin : 2 * end]
        sizes[pattern] = sizes.get(pattern, 0) + 1
        begin = end
    return min(sizes.values())
