"""Theta sketches for counting distinct persons between cities, with their error.

A sketch keeps a sample of hashed pseudonyms. Below its capacity it keeps every one of them: then
it is the list itself, exact, and personal data like the list. Cities that want to be counted
together must have made their pseudonyms with one key, issued for one area, year and indicator.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import datasketches

from miernik.collection.pseudonyms.errors import SketchError
from miernik.collection.pseudonyms.file import frame_of, json_object
from miernik.collection.pseudonyms.protection import safe_number, safe_total
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural

FORMAT = "miernik-sketch"
VERSION = 1
#: 16 384 hashes: a relative standard error of 0,78 %, up to 250 kB.
LG_K = 14
DEVIATIONS = 2  # standard deviations on each side: about 95 %
MAX_FILE = 2 * 1024 * 1024
_MAX_RETAINED = 2 ** (LG_K + 1)
_FIELDS = {
    "format", "version", "year", "area", "indicator", "city", "key", "lg_k", "estimate", "exact",
    "sketch",
}  # fmt: skip
_AGAIN = "Poproś miasto o szkic jeszcze raz."


@dataclass(frozen=True, slots=True)
class Sketch:
    """A city's sketch with what it is of; ``content`` is the serialized compact theta sketch."""

    year: int
    area: str
    indicator: str
    city: str
    key: str
    content: bytes

    @property
    def theta(self) -> Any:
        """The sketch itself."""
        return datasketches.compact_theta_sketch.deserialize(self.content)

    @property
    def exact(self) -> bool:
        """Whether it holds every pseudonym of its persons (hashed once more, without a key)."""
        return not self.theta.is_estimation_mode()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of persons with its 95 % interval; exact when all three are equal by nature."""

    persons: int
    least: int
    most: int
    exact: bool

    @property
    def sentence(self) -> str:
        """„około 12 340 osób, na 95 % między 12 150 a 12 530”."""
        word = plural(self.persons, "osoba", "osoby", "osób")
        if self.exact:
            return f"{print_number(self.persons)} {word}, dokładnie"
        of = plural(self.persons, "osoby", "osób", "osób")
        between = f"na 95 % między {print_number(self.least)} a {print_number(self.most)}"
        return f"około {print_number(self.persons)} {of}, {between}"


@dataclass(frozen=True, slots=True)
class Combined:
    """Cities together. None: hidden. ``both`` and ``only`` are for two cities and no more.

    ``only`` are the persons of the first city alone and of the second alone.
    """

    cities: tuple[str, ...]
    each: tuple[Estimate | None, ...]
    together: Estimate | None
    both: Estimate | None
    only: tuple[Estimate, ...]
    exact_cities: tuple[str, ...]


def make_sketch(
    values: Iterable[bytes],
    *,
    city: str,
    year: int,
    area: str,
    indicator: str,
    key: str,
    exact_allowed: bool = False,
) -> Sketch:
    """Return the sketch of pseudonyms (16 bytes each).

    Raises SketchError when there are so few that the sketch would be their complete list, unless
    ``exact_allowed``.
    """
    theta = datasketches.update_theta_sketch(LG_K)
    for value in values:
        theta.update(value.hex())
    compact = theta.compact()
    if not compact.is_estimation_mode() and not exact_allowed:
        raise SketchError(
            f"Osób jest za mało (szkic chroni od około {print_number(2**LG_K)}): szkic byłby pełną "
            "listą pseudonimów, czyli danymi osobowymi. Przekaż samą liczbę albo, jeśli umowa "
            "między miastami na to pozwala, dodaj --exact."
        )
    return Sketch(year, area, indicator, city, key, compact.serialize())


def sketch_text(sketch: Sketch) -> str:
    """Return the sketch's file as JSON text."""
    plain = {
        "format": FORMAT,
        "version": VERSION,
        "year": sketch.year,
        "area": sketch.area,
        "indicator": sketch.indicator,
        "city": sketch.city,
        "key": sketch.key,
        "lg_k": LG_K,
        "estimate": round(sketch.theta.get_estimate()),
        "exact": sketch.exact,
        "sketch": base64.b64encode(sketch.content).decode("ascii"),
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def parse_sketch(content: bytes) -> Sketch:
    """Read a sketch's file; raises SketchError with the first thing that is wrong."""
    plain = json_object(content, MAX_FILE, SketchError, _AGAIN)
    if plain.get("format") != FORMAT or plain.get("version") != VERSION:
        raise _wrong("to nie jest plik szkicu albo jest w nieznanej wersji")
    if plain.keys() != _FIELDS or plain["lg_k"] != LG_K or not isinstance(plain["sketch"], str):
        raise _wrong("pola są inne, niż powinny")
    year, area, indicator, city, key = frame_of(plain | {"institution": plain["city"]}, _wrong)
    try:
        raw = base64.b64decode(plain["sketch"], validate=True)
        theta = datasketches.compact_theta_sketch.deserialize(raw)
        number = round(theta.get_estimate())
    except (binascii.Error, ValueError, RuntimeError, IndexError, MemoryError) as error:
        raise _wrong("szkic jest uszkodzony") from error
    if theta.num_retained > _MAX_RETAINED or theta.serialize() != raw:
        raise _wrong("szkic jest uszkodzony")
    if (number, not theta.is_estimation_mode()) != (plain["estimate"], plain["exact"]):
        raise _wrong("zapisana liczba nie zgadza się ze szkicem")
    return Sketch(year, area, indicator, city, key, raw)


def combine(sketches: Sequence[Sketch], *, threshold: int) -> Combined:
    """Count distinct persons of several cities. Raises SketchError when they do not compare.

    The rules are those of ``protection``, on estimates: for two cities all parts are shown or
    none; for more, the union alone.
    """
    _comparable(sketches)
    thetas = [sketch.theta for sketch in sketches]
    union = datasketches.theta_union(LG_K)
    for theta in thetas:
        union.update(theta)
    each = tuple(_estimate(theta) for theta in thetas)
    together = _estimate(union.get_result())
    if len(sketches) == 2:  # both, and only one of them
        both, only = _parts(thetas[0], thetas[1])
        safe = all(safe_number(part.persons, threshold) for part in (both, *only))
    else:
        both, only = None, ()
        safe = safe_total(together.persons, [item.persons for item in each], threshold)
    return Combined(
        tuple(sketch.city for sketch in sketches),
        tuple(item if safe_number(item.persons, threshold) else None for item in each),
        together if safe else None,
        both if safe else None,
        only if safe else (),
        tuple(sketch.city for sketch in sketches if sketch.exact),
    )


def _parts(first: Any, second: Any) -> tuple[Estimate, tuple[Estimate, ...]]:
    common = datasketches.theta_intersection()
    common.update(first)
    common.update(second)
    without = datasketches.theta_a_not_b()
    only = (without.compute(first, second), without.compute(second, first))
    return _estimate(common.get_result()), tuple(_estimate(theta) for theta in only)


def _estimate(theta: Any) -> Estimate:
    return Estimate(
        round(theta.get_estimate()),
        round(theta.get_lower_bound(DEVIATIONS)),
        round(theta.get_upper_bound(DEVIATIONS)),
        not theta.is_estimation_mode(),
    )


def _comparable(sketches: Sequence[Sketch]) -> None:
    if len(sketches) < 2:  # nothing to combine
        raise SketchError("Podaj szkice co najmniej dwóch miast.")
    first = sketches[0]
    for sketch in sketches[1:]:
        pair = f"Szkice miast „{first.city}” i „{sketch.city}”"
        if (sketch.year, sketch.area) != (first.year, first.area):
            raise SketchError(f"{pair} są z różnych lat lub obszarów, więc się nie porównują.")
        if sketch.indicator != first.indicator:
            raise SketchError(f"{pair} dotyczą różnych wskaźników. Poproś o szkice tego samego.")
        if sketch.key != first.key:
            raise SketchError(
                f"{pair} powstały z różnymi kluczami, więc tej samej osoby nie da się w nich "
                "rozpoznać. Miasta muszą użyć jednego klucza."
            )
    cities = [sketch.city for sketch in sketches]
    if twice := next((city for city in cities if cities.count(city) > 1), None):
        raise SketchError(f"Miasto „{twice}” jest podane dwa razy. Zostaw jeden szkic.")


def _wrong(what: str) -> SketchError:
    return SketchError(f"Plik szkicu: {what}. {_AGAIN}")
