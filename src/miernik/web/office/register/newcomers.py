"""A new family and a new member: first who it is, then the rest; nobody is written twice."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from miernik.accounts.models import User
from miernik.audit.services import record_read
from miernik.cases.errors import RegisterError
from miernik.cases.models import Family, FamilyRole, Person
from miernik.cases.permissions import Deed, families
from miernik.cases.register import selectors, services
from miernik.cases.register.people import PersonData, person_with_pesel
from miernik.cases.register.pesel import read_pesel
from miernik.web.office.door_register import family_file, person_at_desk, register_desk
from miernik.web.office.register.forms import (
    IdentifyForm,
    NewFamilyForm,
    NewMemberForm,
    PersonForm,
    RegisterForm,
)
from miernik.web.office.register.pages import attempt, file_url, within_reach

#: Value of the choice "somebody else, not yet in the register".
NOBODY = "nowa"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the register who may be the one who came."""

    person: Person
    families: list[Family]
    elsewhere: bool


@dataclass(slots=True)
class Recognised:
    """What the server made of a PESEL number or a name."""

    initial: dict[str, Any] = field(default_factory=dict)
    #: The person with this number: nobody else can be meant.
    certain: Person | None = None
    similar: list[Person] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def new_family(request: HttpRequest) -> HttpResponse:
    """Open a file: the person who applies, then where the family lives."""
    user = person_at_desk(request)
    rest = NewFamilyForm(request.POST if _sent(request) else None, prefix="rodzina")

    def act(person: Person | PersonData) -> Family:
        family = services.start_family(
            head=person, team=selectors.own_team(user), worker=user,
            by=user.get_username(), at=timezone.now(), **rest.cleaned_data,
        )  # fmt: skip
        _warn(request, family, person, rest.cleaned_data["since"])
        return family

    texts = {"title": "Nowa rodzina", "submit": "Załóż rodzinę"}
    return _newcomer(request, rest, act, texts, None)


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def new_member(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Add a person to a family."""
    family = family_file(request, identity, "dodanie osoby")
    rest = NewMemberForm(request.POST if _sent(request) else None, prefix="rodzina")

    def act(person: Person | PersonData) -> Family:
        data = rest.cleaned_data
        services.add_member(
            family=family, person=person, role=FamilyRole(data["role"]), since=data["since"],
            by=request.user.get_username(), at=timezone.now(),
        )  # fmt: skip
        _warn(request, family, person, data["since"])
        return family

    texts = {"title": "Nowa osoba w rodzinie", "submit": "Dodaj do rodziny"}
    return _newcomer(request, rest, act, texts, family)


def _newcomer(
    request: HttpRequest,
    rest: RegisterForm,
    act: Callable[[Person | PersonData], Family],
    texts: dict[str, str],
    family: Family | None,
) -> HttpResponse:
    """Step one asks who it is; step two shows who is known and asks for the rest."""
    first = IdentifyForm(request.POST if request.method == "POST" else None, prefix="kto")
    context: dict[str, Any] = texts | {"family": family, "form": first}
    if request.method != "POST" or not first.is_valid():
        status = 200 if request.method != "POST" else 422
        return render(request, "office/register/identify.html", context, status=status)
    try:
        recognised = _recognise(first.cleaned_data)
    except RegisterError as error:
        first.add_error(getattr(error, "field", None), str(error))
        return render(request, "office/register/identify.html", context, status=422)
    person_form = PersonForm(
        request.POST if _sent(request) and _is_new(request, recognised) else None,
        prefix="osoba", initial=recognised.initial,
    )  # fmt: skip
    status = 200
    refusal = ""
    if _sent(request):
        made, refusal = _written(request, person_form, rest, recognised, act)
        if made is not None:
            return HttpResponseRedirect(file_url(made))
        status = 422
    user = person_at_desk(request)
    context |= {
        "person_form": person_form,
        "rest": rest,
        "certain": _known(user, recognised.certain) if recognised.certain else None,
        "similar": [_known(user, person) for person in recognised.similar],
        "chosen": request.POST.get("wybrana", ""),
        "nobody": NOBODY,
        "error": refusal,
    }
    return render(request, "office/register/newcomer.html", context, status=status)


def _written(
    request: HttpRequest,
    person_form: PersonForm,
    rest: RegisterForm,
    recognised: Recognised,
    act: Callable[[Person | PersonData], Family],
) -> tuple[Family | None, str]:
    """Write the person, if new, and what belongs to them, both or neither."""
    chosen = request.POST.get("wybrana", "")
    offered = {str(person.uuid): person for person in recognised.similar}
    known = recognised.certain or offered.get(chosen)
    if known is None and offered and chosen != NOBODY:
        rest.is_valid()
        return None, "Wybierz, czy to ktoś z rejestru, czy nowa osoba."
    new = person_form.is_valid() if known is None else True
    if not (rest.is_valid() and new):
        return None, ""
    made: list[Family] = []

    def write() -> str:
        made.append(act(known or person_form.person_data()))
        return ""

    said = attempt(rest if known else person_form, write)
    return (made[0], "") if said is not None else (None, "")


def _recognise(data: dict[str, Any]) -> Recognised:
    """Raises PersonDataError for a number that cannot be."""
    initial = {
        name: data[name]
        for name in ("last_name", "first_name", "pesel", "birth_date")
        if data[name]
    }
    found = Recognised(initial)
    born: dt.date | None = data["birth_date"]
    if data["pesel"]:
        read = read_pesel(data["pesel"])
        found.initial |= {"pesel": read.number, "birth_date": read.birth_date, "sex": read.sex}
        found.certain = person_with_pesel(read.number)
        born = read.birth_date
    if found.certain is None and data["last_name"] and data["first_name"]:
        found.similar = selectors.namesakes(data["last_name"], data["first_name"], born)
    return found


def _known(user: User, person: Person) -> Known:
    """Tell of somebody the register knows; a look beyond one's own families is logged."""
    known = Known(person, *within_reach(user, selectors.families_of(person)))
    if known.elsewhere and not known.families:
        record_read(
            subject=f"person:{person.uuid}", by=user.get_username(), at=timezone.now(),
            data={"why": "sprawdzenie, czy jest w rejestrze"},
        )  # fmt: skip
    return known


def _warn(
    request: HttpRequest, family: Family, person: Person | PersonData, since: dt.date
) -> None:
    """Say that a known person belongs to another family too: allowed, but often a removal."""
    if not isinstance(person, Person):
        return
    name = selectors.full_name(person)
    for place in selectors.elsewhere([person], family, since, None):
        within = families(person_at_desk(request)).filter(pk=place.family_id).exists()
        where = f"rodziny {place.family.number}" if within else "rodziny innego zespołu"
        messages.warning(
            request,
            f"{name}: ta osoba należy w tym czasie także do {where}. "
            "Jeśli się przeprowadziła, trzeba zakończyć tamten pobyt.",
        )


def _sent(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("krok") == "zapis"


def _is_new(request: HttpRequest, recognised: Recognised) -> bool:
    chosen = request.POST.get("wybrana", NOBODY)
    return recognised.certain is None and (chosen == NOBODY or not recognised.similar)
