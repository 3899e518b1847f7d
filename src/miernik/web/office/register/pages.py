"""What the register's pages share: one page for every form, the way back, the row asked for."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from miernik.accounts.models import User
from miernik.cases.errors import RegisterError
from miernik.cases.models import Family, FamilyMembership, IncomeRecord, Person
from miernik.cases.permissions import families
from miernik.cases.register.identities import rows_of
from miernik.web.office.register.forms import RegisterForm

Row = TypeVar("Row")


def form_page(
    request: HttpRequest,
    form: RegisterForm,
    act: Callable[[], str],
    *,
    title: str,
    family: Family,
    section: str = "",
    lead: str = "",
    submit: str = "Zapisz",
    alarm: bool = False,
) -> HttpResponse:
    """Show a form on a page of its own; when it is sent and in order, ``act`` and go back.

    ``act`` returns the sentence to be shown; its RegisterError stands beside the form. ``section``
    is the part of the family's file to go back to.
    """
    back = file_url(family, section)
    if request.method == "POST":
        if form.is_valid() and (said := attempt(form, act)) is not None:
            messages.success(request, said)
            return HttpResponseRedirect(back)
        status = 422
    else:
        status = 200
    context = {
        "form": form, "title": title, "lead": lead, "submit": submit, "alarm": alarm,
        "family": family, "back": back,
    }  # fmt: skip
    return render(request, "office/register/form.html", context, status=status)


def attempt(form: RegisterForm, act: Callable[[], str]) -> str | None:
    """Do what a form asks; a refusal becomes the form's error and None is returned."""
    try:
        return act()
    except RegisterError as error:
        field = getattr(error, "field", "")
        form.add_error(field if field in form.fields else None, str(error))
        return None


def file_url(family: Family, section: str = "") -> str:
    """Return the address of a family's file, or of a section of it."""
    return reverse("family", args=[family.uuid]) + (f"#{section}" if section else "")


def found_or_404(row: Row | None) -> Row:
    """Return the row; 404 when there is none."""
    if row is None:
        raise Http404
    return row


def person_of(family: Family, identity: uuid.UUID) -> Person:
    """Return a person who is or was a member, or who such a person was merged into."""
    members = rows_of(
        Person.objects.filter(memberships__family=family).select_related("merged_into")
    )
    return found_or_404(members.filter(uuid=identity).first())


def income_of(family: Family, row: int) -> IncomeRecord:
    """Return an income of somebody who is or was a member."""
    members = rows_of(
        Person.objects.filter(memberships__family=family).select_related("merged_into")
    )
    incomes = IncomeRecord.objects.filter(pk=row, person__in=members.values("pk"))
    return found_or_404(incomes.select_related("person").first())


def bound(request: HttpRequest) -> dict[str, Any]:
    """Return the data of a form that was sent, nothing for one that is opened."""
    return {"data": request.POST} if request.method == "POST" else {}


def within_reach(user: User, places: QuerySet[FamilyMembership]) -> tuple[list[Family], bool]:
    """Return the families that may be opened, in order, and whether there are others too."""
    found = {row.family_id: row.family for row in places}
    reach = families(user).filter(pk__in=found)
    mine = set(reach.order_by("pk").values_list("pk", flat=True))
    shown = sorted((found[key] for key in mine), key=lambda family: family.number)
    return shown, len(mine) < len(found)
