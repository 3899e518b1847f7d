"""Theta sketches: their error against exact sets, their files, what is refused and hidden."""

from __future__ import annotations

import json
from typing import Any

import pytest

from miernik.collection.pseudonyms.errors import SketchError
from miernik.collection.pseudonyms.sketches import (
    Sketch,
    combine,
    make_sketch,
    parse_sketch,
    sketch_text,
)
from tests.collection.persons import FINGERPRINT, value

THRESHOLD = 5
#: Five standard errors of a theta sketch with 2^14 hashes (1/√16384 each).
FIVE_ERRORS = 5 / 128


def _sketch(city: str, first: int, number: int, **more: Any) -> Sketch:
    facts: dict[str, Any] = {
        "year": 2026, "area": "podlaskie", "indicator": "A.1.3", "key": FINGERPRINT,
        "exact_allowed": True,
    }  # fmt: skip
    values = (value(person) for person in range(first, first + number))
    return make_sketch(values, city=city, **(facts | more))


@pytest.fixture(scope="module")
def large() -> tuple[Sketch, Sketch]:
    """Two cities of 60 000 persons with 20 000 in both."""
    return _sketch("Białystok", 0, 60_000), _sketch("Suwałki", 40_000, 60_000)


def test_union_intersection_and_difference_are_near_the_exact_sets(
    large: tuple[Sketch, Sketch],
) -> None:
    found = combine(large, threshold=THRESHOLD)
    assert found.together is not None
    assert found.both is not None
    assert abs(found.together.persons - 100_000) < 100_000 * FIVE_ERRORS
    # the error of a part is that of the union in persons, not in percent of the part
    assert abs(found.both.persons - 20_000) < 100_000 * FIVE_ERRORS
    assert [abs(part.persons - 40_000) < 100_000 * FIVE_ERRORS for part in found.only] == [True] * 2
    for estimate in (found.together, found.both, *found.only):
        assert estimate.least <= estimate.persons <= estimate.most
        assert not estimate.exact
    assert found.exact_cities == ()


def test_the_interval_is_told_in_polish(large: tuple[Sketch, Sketch]) -> None:
    together = combine(large, threshold=THRESHOLD).together
    assert together is not None
    sentence = together.sentence.replace("\u00a0", " ")
    assert sentence.startswith("około ")
    assert " osób, na 95 % między " in sentence
    assert f" a {together.most:,}".replace(",", " ") in sentence


def test_small_cities_are_counted_exactly_and_named_as_lists() -> None:
    found = combine([_sketch("A", 0, 100), _sketch("B", 60, 100)], threshold=THRESHOLD)
    assert found.together is not None
    assert found.both is not None
    assert (found.together.persons, found.both.persons) == (160, 40)
    assert [part.persons for part in found.only] == [60, 60]
    assert found.together.sentence == "160 osób, dokładnie"
    assert found.exact_cities == ("A", "B")


def test_a_small_common_part_hides_everything_it_follows_from() -> None:
    found = combine([_sketch("A", 0, 100), _sketch("B", 97, 100)], threshold=THRESHOLD)
    assert (found.together, found.both, found.only) == (None, None, ())


def test_a_small_excess_over_three_cities_hides_the_union() -> None:
    cities = [_sketch("A", 0, 50), _sketch("B", 48, 50), _sketch("C", 200, 50)]
    assert combine(cities, threshold=THRESHOLD).together is None
    apart = [_sketch("A", 0, 50), _sketch("B", 50, 50), _sketch("C", 200, 50)]
    together = combine(apart, threshold=THRESHOLD).together
    assert together is not None
    assert together.persons == 150


def test_the_error_of_apart_cities_does_not_hide_their_union() -> None:
    cities = [_sketch(name, place * 50_000, 50_000) for place, name in enumerate("ABCD")]
    for some in (cities[:3], cities[1:], cities):
        together = combine(some, threshold=THRESHOLD).together
        assert together is not None
        assert abs(together.persons - 50_000 * len(some)) < 50_000 * len(some) * FIVE_ERRORS


def test_cities_without_anybody_are_together_nobody() -> None:
    empty = [_sketch(name, 0, 0) for name in "ABC"]
    together = combine(empty, threshold=THRESHOLD).together
    assert together is not None
    assert together.persons == 0


def test_a_sketch_that_is_a_list_is_made_only_on_purpose() -> None:
    with pytest.raises(SketchError, match="pełną listą pseudonimów"):
        _sketch("A", 0, 16_000, exact_allowed=False)
    assert not _sketch("A", 0, 40_000, exact_allowed=False).exact


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"key": "fedcba9876543210"}, "różnymi kluczami"),
        ({"year": 2025}, "różnych lat"),
        ({"area": "Suwałki"}, "różnych lat lub obszarów"),
        ({"indicator": "A.1.4"}, "różnych wskaźników"),
    ],
)
def test_sketches_that_do_not_belong_together_are_refused(
    change: dict[str, Any], says: str
) -> None:
    with pytest.raises(SketchError, match=says):
        combine([_sketch("A", 0, 10), _sketch("B", 0, 10, **change)], threshold=THRESHOLD)


def test_one_city_twice_or_alone_is_refused() -> None:
    with pytest.raises(SketchError, match="dwa razy"):
        combine([_sketch("A", 0, 10), _sketch("A", 0, 10)], threshold=THRESHOLD)
    with pytest.raises(SketchError, match="co najmniej dwóch"):
        combine([_sketch("A", 0, 10)], threshold=THRESHOLD)


def test_a_sketch_is_read_back_from_its_file(large: tuple[Sketch, Sketch]) -> None:
    assert parse_sketch(sketch_text(large[0]).encode()) == large[0]


@pytest.mark.parametrize(
    "change",
    [
        {"format": "x"}, {"lg_k": 12}, {"sketch": "!!"}, {"sketch": "AAAA"}, {"estimate": 11},
        {"exact": False}, {"sketch": ""}, {"city": ""}, {"more": 1}, {"version": 9},
    ],
)  # fmt: skip
def test_a_hostile_sketch_is_refused(change: dict[str, Any]) -> None:
    plain = json.loads(sketch_text(_sketch("A", 0, 10)))
    with pytest.raises(SketchError):
        parse_sketch(json.dumps(plain | change).encode())


def test_a_sketch_cut_short_is_refused() -> None:
    text = sketch_text(_sketch("A", 0, 100))
    plain = json.loads(text)
    plain["sketch"] = plain["sketch"][: len(plain["sketch"]) // 8 * 4]
    with pytest.raises(SketchError):
        parse_sketch(json.dumps(plain).encode())
