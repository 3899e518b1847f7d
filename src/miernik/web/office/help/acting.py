"""What every page of help does alike: who writes and when, steps of an entry, forms, lists."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from miernik.cases.errors import RegisterError
from miernik.cases.help.finding import member_of
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import Family, Outcome, Person, Plan, Referral, Service
from miernik.kernel.dates import print_short_date
from miernik.web.office.door_register import family_file, person_at_desk
from miernik.web.office.help.forms import WithdrawalForm

Data = dict[str, Any]
FormT = TypeVar("FormT", bound=forms.Form)
Row = TypeVar("Row", Service, Plan, Referral, Outcome)
Crumb = tuple[str, str]


class Signature(TypedDict):
    """Who writes and when, as services want it."""

    by: str
    at: dt.datetime


def signed(request: HttpRequest) -> Signature:
    """Return the signature of an entry made now by the person at the desk."""
    return {"by": person_at_desk(request).get_username(), "at": timezone.now()}


def today() -> dt.date:
    """Return the day by the clock of the office."""
    return timezone.localdate()


def htmx_of(request: HttpRequest) -> bool:
    """Return whether HTMX asks for a part of the page while somebody types."""
    return bool(getattr(request, "htmx", False))


def named(person: Person | None) -> str:
    """Return how a person stands in lists; None is the whole family."""
    return f"{person.last_name} {person.first_name}" if person else "cała rodzina"


def sentence(words: str) -> str:
    """Return words as they begin a heading: with a capital letter."""
    return words[:1].upper() + words[1:]


def days(since: dt.date, until: dt.date | None) -> str:
    """Return a period in figures: a day, ``01.02.2017–28.02.2017`` or ``od 01.02.2017``."""
    if until is None:
        return f"od {print_short_date(since)}"
    if until == since:
        return print_short_date(since)
    return f"{print_short_date(since)}–{print_short_date(until)}"


def day_or_dash(day: dt.date | None) -> str:
    """Return a day in figures or a dash."""
    return print_short_date(day) if day else "–"


def family_row(request: HttpRequest, model: type[Row], identity: uuid.UUID) -> Row:
    """Return a row of help after its family's file was opened through the door (and logged)."""
    found = model.objects.filter(uuid=identity).select_related("family", "person").first()
    if found is None:
        raise Http404
    family_file(request, found.family.uuid, "pomoc")
    return found


def picked(request: HttpRequest, whom: str, why: str) -> tuple[Family, Person | None]:
    """Return whom a button ``family:person`` means; the family's file is opened for ``why``.

    The person is None for the whole family.
    """
    of_family, _, of_person = whom.partition(":")
    try:
        family = family_file(request, uuid.UUID(of_family), why)
        identity = uuid.UUID(of_person) if of_person else None
    except ValueError as error:
        raise Http404 from error
    if identity is None:
        return family, None
    person = member_of(family, identity)
    if person is None:
        raise Http404
    return family, person


def home_crumbs(*more: Crumb) -> list[Crumb]:
    """Return the way to a page of help: pairs (address, words), the office and help first."""
    return [(reverse("office-home"), "Biuro"), (reverse("help-home"), "Pomoc"), *more]


def family_url(family: Family) -> str:
    """Return the address of a family's file, at its section of help."""
    return f"{reverse('family', args=[family.uuid])}#pomoc"


def family_crumb(family: Family) -> Crumb:
    """Return the step of the way that is a family."""
    return family_url(family), f"Rodzina {family.number}"


# --- a form that makes an entry -----------------------------------------------------------------


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    crumbs: Sequence[Crumb],
    act: Callable[[Data], str],
    lead: str = "",
) -> HttpResponse:
    """Show a form; when it is sent, ``act`` on what it says and go to the address it returns.

    A wish the register refuses comes back above the form as its sentence, with 422.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act(form.cleaned_data))
        except RegisterError as error:
            form.add_error(None, str(error))
    context = {"form": form, "title": title, "button": button, "crumbs": crumbs, "lead": lead}
    status = 422 if request.method == "POST" else 200
    return render(request, "office/help/form.html", context, status=status)


def form_of(request: HttpRequest, form: type[FormT], **more: Any) -> FormT:
    """Return the form, with what was sent when the page was sent."""
    return form(request.POST if request.method == "POST" else None, **more)


# --- an entry and what may be done with it ------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One thing that may be done with an entry; ``act`` returns what to say when it is done."""

    name: str
    title: str
    button: str
    form: forms.Form
    act: Callable[[Data], str]
    leaves: str = ""
    alarm: bool = False


def step_form(request: HttpRequest, name: str, form: type[FormT], **more: Any) -> FormT:
    """Return the form of a step, with what was sent when it was this step that was sent."""
    sent = request.POST if request.POST.get("krok") == name else None
    return form(sent, prefix=name, **more)


def withdrawal(
    request: HttpRequest, *, act: Callable[[WithdrawalReason], None], leaves: str
) -> Step:
    """Return the step that takes a wrong entry back."""

    def done(data: Data) -> str:
        act(WithdrawalReason(data["reason"]))
        return "Wycofano wpis. W dzienniku zdarzeń zostało, że był i dlaczego go wycofano."

    form = step_form(request, "wycofaj", WithdrawalForm)
    return Step("wycofaj", "Wycofaj błędny wpis", "Wycofaj", form, done, leaves, alarm=True)


def entry_page(
    request: HttpRequest,
    *,
    title: str,
    crumbs: Sequence[Crumb],
    facts: Sequence[tuple[str, str]],
    steps: Sequence[Step],
    lead: str = "",
    template: str = "office/help/entry.html",
    more: Data | None = None,
) -> HttpResponse:
    """Show an entry with its facts and steps; do the step that was sent."""
    if request.method == "POST":
        done = _taken(request, steps)
        if done is not None:
            return done
    context = {"title": title, "lead": lead, "crumbs": crumbs, "facts": facts, "steps": steps}
    status = 422 if any(step.form.errors for step in steps) else 200
    return render(request, template, context | (more or {}), status=status)


def _taken(request: HttpRequest, steps: Sequence[Step]) -> HttpResponse | None:
    step = next((item for item in steps if item.name == request.POST.get("krok")), None)
    if step is None or not step.form.is_valid():
        return None
    try:
        said = step.act(step.form.cleaned_data)
    except RegisterError as error:
        step.form.add_error(None, str(error))
        return None
    messages.success(request, said)
    return redirect(step.leaves or request.path)
