"""What reading a register would change: compared row by row with what is stored, nothing written.

A row is known by its number in the foreign system (``ExternalNumber``). A person who is new to
that system but whose PESEL number stands in the register already, with the same birth date and
name, is that person: the foreign number is attached, nothing of the person changes. Where the
number is the same and the rest differs, the new person is written without the number and the pair
is proposed as a duplicate; a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Model

from miernik.accounts.models import Institution
from miernik.cases.exchange.values import Fields, TypedRegister
from miernik.cases.models import (
    ExternalNumber,
    Family,
    FamilyMembership,
    FamilyRole,
    Grant,
    Person,
    Population,
    ReasonRecord,
)
from miernik.cases.register.pesel import pesel_index
from miernik.kernel.text import folded

#: Tables in the order of writing: model and its word in ExternalNumber.
MODELS: Mapping[str, tuple[type[Model], str]] = {
    "persons": (Person, "person"),
    "families": (Family, "family"),
    "memberships": (FamilyMembership, "membership"),
    "reasons": (ReasonRecord, "reason"),
    "grants": (Grant, "grant"),
}
#: Column of the layout → column of the model, for values that are stored as they are.
PLAIN: Mapping[str, Mapping[str, str]] = {
    "persons": {
        "birth_date": "birth_date",
        "sex": "sex",
        "first_name": "first_name",
        "last_name": "last_name",
    },
    "families": {"homeless": "homeless", "address": "address"},
    "memberships": {"to": "until", "role": "role"},
    "reasons": {"to": "until"},
    "grants": {
        "benefit": "benefit",
        "decision_date": "decided_on",
        "from": "since",
        "to": "until",
        "status": "status",
        "amount_gr": "amount_gr",
        "monthly_gr": "monthly_gr",
        "quantity": "quantity",
    },
}
#: Column of the layout → foreign key and the table it leads to.
LINKS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "persons": {},
    "families": {"split_from": ("split_from_id", "families")},
    "memberships": {
        "family_id": ("family_id", "families"),
        "person_id": ("person_id", "persons"),
    },
    "reasons": {"family_id": ("family_id", "families")},
    "grants": {"family_id": ("family_id", "families"), "person_id": ("person_id", "persons")},
}
NO_ADDRESS = "nie podano"
_CHUNK = 5000


@dataclass(slots=True)
class TablePlan:
    """What happens to one table; ``gone`` are foreign numbers that are stored but not read."""

    new: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    equal: int = 0
    gone: list[str] = field(default_factory=list)
    struck_out: int = 0


@dataclass(slots=True)
class Plan:
    """What reading would change in every table.

    ``known``: our key by table and foreign number. ``attached``: foreign person number → our
    person. ``without_pesel``: foreign person number → whose number it already is: a person of ours
    by key, or a person of the file by foreign number.
    """

    tables: dict[str, TablePlan] = field(default_factory=dict)
    known: dict[str, dict[str, int]] = field(default_factory=dict)
    attached: dict[str, int] = field(default_factory=dict)
    without_pesel: dict[str, int | str] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    unknown_teams: list[str] = field(default_factory=list)


def plan_import(register: TypedRegister, system: str) -> Plan:
    """Compare a register with what was read from ``system`` before."""
    plan = Plan()
    _find_teams(register, plan)
    numbers = _numbers(system)
    foreign = _attached_before(system)
    for name, (model, word) in MODELS.items():
        plan.known[name] = numbers.get(word, {})
        if name == "persons":
            _recognise(register, plan)
        stored = _stored(model, plan.known[name].values())
        plan.tables[name] = _compare(name, register, plan, stored, foreign)
    plan.tables["population"] = _population(register)
    return plan


def values_of(name: str, row: Fields, columns: frozenset[str], plan: Plan, key: str) -> Fields:
    """What a row says in the model's own columns; links lead to our keys, None where new."""
    values = {mine: row[theirs] for theirs, mine in PLAIN[name].items() if theirs in columns}
    for theirs, (mine, target) in LINKS[name].items():
        if theirs in columns:
            number = row[theirs]
            values[mine] = None if number is None else plan.known[target].get(number)
    if name == "persons":
        values["pesel_index"] = "" if key in plan.without_pesel else _index(row)
        values["sex"] = values["sex"] or ""
        if "last_name" in values:
            values["last_name"] = values["last_name"] or nameless(key)["last_name"]
        if "first_name" in values:
            values["first_name"] = values["first_name"] or nameless(key)["first_name"]
    elif name == "families" and "address" in values:
        values["address"] = values["address"] or ("" if row["homeless"] else NO_ADDRESS)
    elif name == "memberships" and "role" in values:
        values["role"] = values["role"] or FamilyRole.OTHER.value
    if "team" in columns:
        values["team_id"] = plan.teams.get(row["team"])
    return values


def nameless(key: str) -> dict[str, str]:
    """What a person is called whom the other system sent without a name."""
    return {"last_name": f"nr {key}", "first_name": "–"}


def in_chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values by the thousand, for queries that name every one."""
    rest = iter(values)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


# --- what is stored ------------------------------------------------------------------------------


def _numbers(system: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    rows = ExternalNumber.objects.filter(system=system).order_by("id")
    for word, number, row in rows.values_list("table", "number", "row").iterator(_CHUNK):
        found.setdefault(word, {})[number] = row
    return found


def _attached_before(system: str) -> set[int]:
    """Our persons that earlier readings did not write but only recognised."""
    rows = ExternalNumber.objects.filter(system=system, table="person").order_by("id")
    times = dict(rows.values_list("row", "imported__imported_at"))
    written = dict(
        pair
        for chunk in in_chunks(times)
        for pair in Person.objects.filter(pk__in=chunk).order_by().values_list("pk", "created_at")
    )
    return {key for key, at in times.items() if written.get(key) != at}


def _stored(model: type[Model], keys: Iterable[int]) -> dict[int, Fields]:
    fields = [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001  # documented
    wanted = [name for name in fields if name not in ("pesel", "phone", "note")]
    manager = model._default_manager  # noqa: SLF001  # documented API
    return {
        row["id"]: row
        for chunk in in_chunks(keys)
        for row in manager.filter(pk__in=chunk).order_by().values(*wanted)
    }


def _find_teams(register: TypedRegister, plan: Plan) -> None:
    names = {row.get("team", "") for row in register.rows("families").values()} - {""}
    teams = Institution.objects.filter(name__in=names).order_by("id")
    plan.teams = dict(teams.values_list("name", "id"))
    plan.unknown_teams = sorted(names - plan.teams.keys())


# --- persons -------------------------------------------------------------------------------------


def _index(row: Fields) -> str:
    return pesel_index(row["pesel"].number) if row["pesel"] else ""


def _recognise(register: TypedRegister, plan: Plan) -> None:
    """Whose numbers stand in the register already, or twice in the file."""
    persons = register.rows("persons")
    indexes = {key: _index(row) for key, row in persons.items() if row["pesel"]}
    ours: dict[str, Person] = {}
    for chunk in in_chunks(set(indexes.values())):
        rows = Person.objects.filter(pesel_index__in=chunk).defer("pesel", "phone")
        # a merged row gives way to the one that stands for it
        for one in rows.select_related("merged_into").order_by("-merged_into_id", "id"):
            ours[one.pesel_index] = one.merged_into or one
    first: dict[str, str] = {}
    for key, index in indexes.items():
        owner, mine = ours.get(index), plan.known["persons"].get(key)
        if owner is not None and owner.pk != mine:
            if mine is None and index not in first and _same(persons[key], owner):
                plan.attached[key] = owner.pk
            elif mine is None or not _stands_for(mine, owner):
                plan.without_pesel[key] = owner.pk
        elif index in first:
            plan.without_pesel[key] = first[index]
        first.setdefault(index, key)
    plan.known["persons"].update(plan.attached)


def _same(row: Fields, owner: Person) -> bool:
    """Whether nothing but the number speaks against the two being one."""
    last = row.get("last_name") or ""
    first = row.get("first_name") or ""
    return (
        (not row["birth_date"] or not owner.birth_date or row["birth_date"] == owner.birth_date)
        and (not last or folded(last) == folded(owner.last_name))
        and (not first or folded(first) == folded(owner.first_name))
    )


def _stands_for(key: int, owner: Person) -> bool:
    return Person.objects.filter(pk=key, merged_into=owner).exists()


# --- comparison ----------------------------------------------------------------------------------


def _compare(
    name: str,
    register: TypedRegister,
    plan: Plan,
    stored: dict[int, Fields],
    attached_before: set[int],
) -> TablePlan:
    result, known = TablePlan(), plan.known[name]
    rows = register.rows(name)
    columns = register.tables[name].columns if name in register.tables else frozenset()
    for key, row in rows.items():
        mine = known.get(key)
        if mine is None:
            result.new.append(key)
            continue
        if name == "persons" and (mine in attached_before or key in plan.attached):
            result.equal += 1
            continue
        if mine not in stored:
            result.struck_out += 1
            continue
        now = values_of(name, row, columns, plan, key)
        differing = [column for column, value in now.items() if stored[mine][column] != value]
        if name == "persons" and stored[mine]["merged_into_id"]:
            differing = []
        if differing:
            result.changed[key] = differing
        else:
            result.equal += 1
    result.gone = [key for key in known if key not in rows]
    return result


def _population(register: TypedRegister) -> TablePlan:
    """The city's population has no foreign numbers: the year is its name everywhere."""
    stored = dict(Population.objects.order_by("year").values_list("year", "number"))
    result = TablePlan()
    for key, row in register.rows("population").items():
        if row["year"] not in stored:
            result.new.append(key)
        elif stored[row["year"]] != row["population"]:
            result.changed[key] = ["number"]
        else:
            result.equal += 1
    return result
