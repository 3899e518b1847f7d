"""Pairs of persons that may be one: proposed by the program, decided by a person, undone at need.

Two rows with one PESEL number cannot exist; what is looked for are persons of one birth date whose
names are the same, swapped, or a letter apart. Nothing is merged by itself.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db import transaction
from django.db.models import Q
from rapidfuzz.distance import OSA

from miernik.audit.services import Entry, record, record_many
from miernik.cases.models import DuplicateProposal, DuplicateState, Person
from miernik.cases.register.errors import DuplicateError
from miernik.kernel.text import folded


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the comparison looks at; ``last`` and ``first`` are folded."""

    pk: int
    last: str
    first: str
    pesel_index: str


def likeness(one: Candidate, two: Candidate) -> str:
    """Say in Polish why two persons of one birth date may be one; empty when they may not.

    Two different PESEL numbers belong to two people unless one is wrong: then only equal or
    swapped names are worth a look, not names a letter apart (twins).
    """
    numbers_differ = bool(one.pesel_index and two.pesel_index)
    warning = "; mają jednak różne numery PESEL" if numbers_differ else ""
    if (one.last, one.first) == (two.last, two.first):
        return f"To samo imię, nazwisko i data urodzenia{warning}."
    if (one.last, one.first) == (two.first, two.last):
        return f"Ta sama data urodzenia, imię i nazwisko zamienione miejscami{warning}."
    if numbers_differ:
        return ""
    letters = OSA.distance(one.last, two.last, score_cutoff=1)
    letters += OSA.distance(one.first, two.first, score_cutoff=1)
    if letters <= 1:
        return "Ta sama data urodzenia, imię i nazwisko różnią się jedną literą."
    return ""


@transaction.atomic
def propose_for(*, person: Person, by: str, at: dt.datetime) -> list[DuplicateProposal]:
    """Propose the pairs of one person, who was just written or changed."""
    if person.birth_date is None:
        return []
    block = _candidates(Q(birth_date=person.birth_date)).get(person.birth_date, [])
    mine = [item for item in block if item.pk == person.pk]
    pairs = [(one, two) for one in mine for two in block if two.pk != one.pk]
    return _propose(pairs, by, at)


@transaction.atomic
def propose_duplicates(*, by: str, at: dt.datetime) -> list[DuplicateProposal]:
    """Look through the whole register; return the pairs that are new.

    A pair that was ever proposed, whatever was decided, is not proposed again.
    """
    blocks = _candidates(Q(birth_date__isnull=False))
    pairs = (pair for block in blocks.values() for pair in combinations(block, 2))
    return _propose(pairs, by, at)


@transaction.atomic
def decide_duplicate(
    *,
    proposal: DuplicateProposal,
    state: DuplicateState,
    note: str,
    by: str,
    at: dt.datetime,
    keep: Person | None = None,
) -> DuplicateProposal:
    """Say that two persons are one (``keep`` stays, the other points to it) or are different.

    Memberships and incomes stay with the row they were written for; selectors and statistics look
    through ``merged_into``. Raises DuplicateError when it was decided already or a person of the
    pair was merged meanwhile.
    """
    proposal, (first, second) = _locked(proposal)
    if proposal.state != DuplicateState.PROPOSED:
        raise DuplicateError("Tę parę już rozstrzygnięto. Cofnij rozstrzygnięcie, żeby je zmienić.")
    if state is DuplicateState.PROPOSED:
        raise DuplicateError("Wybierz, czy to ta sama osoba, czy różne osoby.")
    if state is DuplicateState.SAME:
        if first.merged_into_id or second.merged_into_id:
            raise DuplicateError("Jedną z tych osób połączono już z kimś innym.")
        if keep is None or keep.pk not in (first.pk, second.pk):
            raise DuplicateError("Wskaż, którą z dwóch osób zachować.")
        gone = second if keep.pk == first.pk else first
        Person.objects.filter(Q(pk=gone.pk) | Q(merged_into=gone)).update(merged_into=keep)
        data = {"kept": str(keep.uuid)}
        record(action="person.merged", subject=f"person:{gone.uuid}", by=by, at=at, data=data)
    proposal.state, proposal.note = state, note.strip()
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save()
    _record(f"duplicate.{state.value}", proposal, by, at)
    return proposal


@transaction.atomic
def undo_duplicate(
    *, proposal: DuplicateProposal, note: str, by: str, at: dt.datetime
) -> DuplicateProposal:
    """Take a decision back: the pair waits again, and a merged person stands on its own again.

    Raises DuplicateError when the person that was kept has itself been merged later.
    """
    proposal, (first, second) = _locked(proposal)
    if proposal.state == DuplicateState.PROPOSED:
        raise DuplicateError("Ta para czeka na rozstrzygnięcie; nie ma czego cofać.")
    if proposal.state == DuplicateState.SAME:
        if first.merged_into_id and second.merged_into_id:
            raise DuplicateError("Najpierw cofnij późniejsze połączenie tych osób z inną.")
        gone = first if first.merged_into_id else second
        group = _joined_to(gone, without=proposal)
        Person.objects.filter(pk__in=group - {gone.pk}).update(merged_into=gone)
        Person.objects.filter(pk=gone.pk).update(merged_into=None)
        record(action="person.separated", subject=f"person:{gone.uuid}", by=by, at=at)
    proposal.state, proposal.note = DuplicateState.PROPOSED, note.strip()
    proposal.decided_by, proposal.decided_at = "", None
    proposal.save()
    _record("duplicate.undone", proposal, by, at)
    return proposal


def _candidates(where: Q) -> dict[dt.date, list[Candidate]]:
    rows = Person.objects.filter(where, merged_into__isnull=True).order_by("id")
    blocks: dict[dt.date, list[Candidate]] = defaultdict(list)
    for pk, last, first, index, born in rows.values_list(
        "pk", "last_name", "first_name", "pesel_index", "birth_date"
    ):
        if born is not None:
            blocks[born].append(Candidate(pk, folded(last), folded(first), index))
    return blocks


def _propose(
    pairs: Iterable[tuple[Candidate, Candidate]], by: str, at: dt.datetime
) -> list[DuplicateProposal]:
    alike = {
        (min(one.pk, two.pk), max(one.pk, two.pk)): reason
        for one, two in pairs
        if (reason := likeness(one, two))
    }
    if not alike:
        return []
    known = set(
        DuplicateProposal.objects.filter(first__gte=min(alike)[0], first__lte=max(alike)[0])
        .order_by("id")
        .values_list("first_id", "second_id")
    )
    made = [
        DuplicateProposal(first_id=pair[0], second_id=pair[1], reason=reason, proposed_at=at)
        for pair, reason in alike.items()
        if pair not in known
    ]
    DuplicateProposal.objects.bulk_create(made)
    record_many(_entry("duplicate.proposed", proposal, by, at) for proposal in made)
    return made


def _locked(
    proposal: DuplicateProposal,
) -> tuple[DuplicateProposal, tuple[Person, Person]]:
    proposal = DuplicateProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    persons = Person.objects.select_for_update(no_key=True).order_by("id")
    first, second = persons.filter(pk__in=[proposal.first_id, proposal.second_id])
    return proposal, (first, second)


def _joined_to(person: Person, *, without: DuplicateProposal) -> set[int]:
    """Keys of the rows merged with ``person`` by other decisions than ``without``.

    Merges join persons that stand on their own, so their decisions form a forest: leaving one out
    parts a group in two.
    """
    neighbours: dict[int, set[int]] = defaultdict(set)
    decided = DuplicateProposal.objects.filter(state=DuplicateState.SAME).exclude(pk=without.pk)
    for one, two in decided.order_by("id").values_list("first_id", "second_id"):
        neighbours[one].add(two)
        neighbours[two].add(one)
    group, waiting = {person.pk}, [person.pk]
    while waiting:
        for key in neighbours[waiting.pop()] - group:
            group.add(key)
            waiting.append(key)
    return group


def _record(action: str, proposal: DuplicateProposal, by: str, at: dt.datetime) -> None:
    record_many([_entry(action, proposal, by, at)])


def _entry(action: str, proposal: DuplicateProposal, by: str, at: dt.datetime) -> Entry:
    return Entry(action, f"duplicate:{proposal.uuid}", by, at)
