"""A family's file: one page to read, a person in it, a PESEL number on demand."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from miernik.audit.services import record_read
from miernik.cases.models import CorrectedTable, Family, Person
from miernik.cases.permissions import Deed, families, may
from miernik.cases.register import selectors
from miernik.cases.register.periods import months_before
from miernik.rules.reasons import ReasonCode
from miernik.web.office.door_register import family_file, person_at_desk, register_desk
from miernik.web.office.help.panel import family_panel as help_panel
from miernik.web.office.procedure.panel import family_panel as procedure_panel
from miernik.web.office.register.history import before, told
from miernik.web.office.register.pages import person_of


@require_safe
@register_desk(Deed.OPEN, Deed.ISSUE)
def file(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """The whole file as of a day, by default today."""
    family = family_file(request, identity, "akta")
    user = person_at_desk(request)
    today = timezone.localdate()
    day = _day(request.GET.get("dzien", ""), today)
    month = _day(request.GET.get("miesiac", "") + "-01", months_before(day, 1))
    members = selectors.members_on(family, day)
    persons = [member.person for member in members]
    incomes = selectors.incomes_of_month(persons, month)
    places = selectors.elsewhere(persons, family, day, day)
    context = {
        "family": family,
        "day": day,
        "today": today,
        "members": members,
        "head": members[0].person if members else None,
        "former": [row for row in selectors.membership_history(family) if _ended(row.until, day)],
        "incomes": incomes,
        "income_rows": [
            (one, incomes.by_person.get(one.pk, []), incomes.sum_of(one)) for one in persons
        ],
        "reasons": selectors.reasons_on(family, day),
        "homeless_unsaid": family.homeless
        and not family.reasons.filter(code=ReasonCode.HOMELESSNESS).exists(),
        "former_reasons": [row for row in family.reasons.all() if _ended(row.until, day)],
        "elsewhere": [(row, families(user).filter(pk=row.family_id).exists()) for row in places],
        "pairs": list(selectors.open_duplicates(persons)),
        "may_record": may(user, Deed.RECORD) and family.closed_on is None,
        "may_reopen": may(user, Deed.RECORD) and family.closed_on is not None,
        "history": told(family),
        "corrections": [(row, before(row)) for row in selectors.corrections(family)],
        "undoable": (CorrectedTable.MEMBERSHIP, CorrectedTable.INCOME, CorrectedTable.REASON),
        "procedure": procedure_panel(family, user),
        "help": help_panel(family, user),
    }  # fmt: skip
    return render(request, "office/register/family.html", context)


@require_safe
@register_desk(Deed.OPEN, Deed.ISSUE)
def person(request: HttpRequest, identity: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """One person of a family: what is known, incomes of all time, families."""
    family = family_file(request, identity, "osoba")
    return _person_page(request, family, person_of(family, person), number="")


@require_POST
@register_desk(Deed.OPEN, Deed.ISSUE)
def pesel(request: HttpRequest, identity: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """The same page with the PESEL number; that it was looked at is logged."""
    family = family_file(request, identity, "PESEL")
    shown = person_of(family, person)
    record_read(
        subject=f"person:{shown.uuid}",
        by=person_at_desk(request).get_username(),
        at=timezone.now(),
        data={"why": "PESEL"},
    )
    return _person_page(request, family, shown, number=shown.pesel)


def _person_page(
    request: HttpRequest, family: Family, shown: Person, *, number: str
) -> HttpResponse:
    user = person_at_desk(request)
    day = timezone.localdate()
    places = selectors.families_of(shown)
    context: dict[str, Any] = {
        "family": family,
        "person": shown,
        "number": number,
        "age": selectors.age(shown, day),
        "unable": selectors.unable(shown, day),
        "incomes": selectors.incomes_of([shown]).get(shown.pk, []),
        "places": [(row, families(user).filter(pk=row.family_id).exists()) for row in places],
        "former": [(row, before(row)) for row in selectors.former_data(shown)],
        "pairs": list(selectors.open_duplicates([shown])),
        "may_record": may(user, Deed.RECORD) and shown.merged_into_id is None,
    }
    return render(request, "office/register/person.html", context)


def _day(text: str, default: dt.date) -> dt.date:
    try:
        return parse_date(text) or default
    except ValueError:
        return default


def _ended(until: dt.date | None, day: dt.date) -> bool:
    return until is not None and until < day
