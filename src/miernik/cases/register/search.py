"""Finding a family by anything a worker may have at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from stdnum.pl import pesel as stdnum_pesel

from miernik.accounts.models import User
from miernik.cases.models import (
    ExternalNumber,
    Family,
    FamilyMembership,
    FamilyRole,
    Person,
)
from miernik.cases.permissions import families
from miernik.cases.register.pesel import pesel_index
from miernik.kernel.text import folded, squeeze

LIMIT = 50
SHORTEST = 2  # letters


@dataclass(frozen=True, slots=True)
class Hit:
    """A family that was found; ``person`` is who matched, or its head; ``found_by`` says why.

    No PESEL number: the list shows what is needed to choose.
    """

    family: Family
    person: Person | None
    found_by: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought; ``more`` when there are others beyond the limit."""

    hits: list[Hit]
    more: bool


def search(user: User | AnonymousUser, text: str, *, limit: int = LIMIT) -> Found:
    """Find families the person may open, by what they typed.

    A PESEL number is matched whole; a family number, the sign of a case and a foreign number by
    their beginning; else every word must begin a word of a name, or stand in the address. Empty
    for less than two letters.
    """
    wanted = squeeze(text)
    if len(wanted) < SHORTEST:
        return Found([], more=False)
    reach = families(user)
    if stdnum_pesel.is_valid(wanted):
        number = stdnum_pesel.compact(wanted)
        rows = Person.objects.filter(pesel_index=pesel_index(number))
        return _of_persons(reach, rows, "numer PESEL", limit)
    by_number = _by_number(reach, wanted, limit)
    if by_number.hits:
        return by_number
    by_name = _of_persons(reach, persons_named(wanted), "imię i nazwisko", limit)
    rest = limit - len(by_name.hits)
    if by_name.more or rest <= 0:
        return by_name
    known = {hit.family.pk for hit in by_name.hits}
    at_address = [hit for hit in _by_address(reach, wanted, limit) if hit.family.pk not in known]
    more = len(at_address) > rest
    return Found(by_name.hits + at_address[:rest], more=more)


def persons_named(text: str) -> QuerySet[Person]:
    """Return the rows whose name has a word beginning with each word of ``text``."""
    where = Q()
    for word in re.split(r"[\s\-]+", folded(text)):
        if word:
            where &= (
                Q(search_name__startswith=word)
                | Q(search_name__contains=f" {word}")
                | Q(search_name__contains=f"-{word}")
            )
    return Person.objects.filter(where) if where else Person.objects.none()


def _of_persons(
    reach: QuerySet[Family], rows: QuerySet[Person], found_by: str, limit: int
) -> Found:
    """Families of these persons, also under the row they were merged with."""
    kept = rows.annotate(who=Coalesce("merged_into", "id")).values("who")
    joined = Person.objects.filter(merged_into__in=kept)
    places = (
        FamilyMembership.objects.filter(
            Q(person__in=kept) | Q(person__in=joined.values("pk")), family__in=reach.values("pk")
        )
        .select_related("family__worker", "family__team", "person__merged_into")
        .defer(*_SECRETS)
        .order_by(
            F("family__closed_on").asc(nulls_first=True),
            "person__search_name",
            "family__number",
            "id",
        )
    )
    hits: dict[int, Hit] = {}
    for place in places[: limit * 3]:
        person = place.person.merged_into or place.person
        hits.setdefault(place.family_id, Hit(place.family, person, found_by))
    found = list(hits.values())
    return Found(found[:limit], more=len(found) > limit)


_SECRETS = (
    "person__pesel",
    "person__phone",
    "person__merged_into__pesel",
    "person__merged_into__phone",
)


def _by_number(reach: QuerySet[Family], wanted: str, limit: int) -> Found:
    if not any(letter.isdigit() for letter in wanted):
        return Found([], more=False)
    own = reach.filter(number__istartswith=wanted)
    signed = reach.filter(applications__number__istartswith=wanted)
    foreign = ExternalNumber.objects.filter(table="family", number__iexact=wanted).values("row")
    abroad = reach.filter(pk__in=foreign)
    hits: dict[int, Hit] = {}
    for rows, found_by in (
        (own, "numer rodziny"),
        (signed, "znak sprawy"),
        (abroad, "numer w innym systemie"),
    ):
        for hit in _hits(rows, found_by, limit):
            hits.setdefault(hit.family.pk, hit)
    return Found(list(hits.values())[:limit], more=len(hits) > limit)


def _by_address(reach: QuerySet[Family], wanted: str, limit: int) -> list[Hit]:
    """Compared here and not in the database, which does not know that ł and l are neighbours."""
    words = folded(wanted).split()
    keys = [
        pk
        for pk, *places in reach.order_by("number", "id").values_list(
            "pk", "address", "last_registered_address"
        )
        if (place := folded(" ".join(places))) and all(word in place for word in words)
    ]
    return _hits(reach.filter(pk__in=keys[: limit + 1]), "adres", limit)


def _hits(rows: QuerySet[Family], found_by: str, limit: int) -> list[Hit]:
    keys = list(rows.order_by("number", "id").values_list("pk", flat=True)[: limit + 1])
    found = Family.objects.filter(pk__in=keys).select_related("worker", "team")
    heads = heads_of(keys)
    return [Hit(family, heads.get(family.pk), found_by) for family in found.order_by("number")]


def heads_of(keys: Iterable[int]) -> dict[int, Person]:
    """Return the head (or else the first member) of each family by its key, without secrets."""
    places = (
        FamilyMembership.objects.filter(family__in=list(keys))
        .select_related("person__merged_into")
        .defer(*_SECRETS)
        .alias(rank=Case(When(role=FamilyRole.HEAD, then=Value(0)), default=Value(1),
                         output_field=IntegerField()))
        .order_by("family_id", "rank", "-since", "id")
    )  # fmt: skip
    heads: dict[int, Person] = {}
    for place in places:
        heads.setdefault(place.family_id, place.person.merged_into or place.person)
    return heads
