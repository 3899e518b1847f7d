"""Changing a person, a family and who belongs to it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from miernik.cases.errors import RegisterError
from miernik.cases.models import Family, FamilyMembership, FamilyRole
from miernik.cases.permissions import Deed, families
from miernik.cases.register import selectors, services
from miernik.cases.register.errors import FamilyDataError
from miernik.kernel.text import squeeze
from miernik.rules.reasons import ReasonCode
from miernik.web.office.door_register import family_file, person_at_desk, register_desk
from miernik.web.office.register.forms import (
    AssignForm,
    ChangePersonForm,
    ChangePlaceForm,
    DayForm,
    MembershipForm,
    MoveForm,
    SplitForm,
    UntilForm,
)
from miernik.web.office.register.pages import (
    bound,
    file_url,
    form_page,
    found_or_404,
    person_of,
)

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def person(request: HttpRequest, identity: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Change what is known of a person."""
    family = family_file(request, identity, "zmiana danych osoby")
    changed = person_of(family, person)
    initial = {
        name: getattr(changed, name) for name in ChangePersonForm.base_fields if name != "why"
    }
    form = ChangePersonForm(**bound(request), initial=initial | {"pesel": ""})
    if changed.pesel_index:
        form.fields["pesel"].help_text = "Numer jest zapisany. Wpisz nowy tylko, żeby go zmienić."

    def act() -> str:
        data = form.person_data()
        if not data["pesel"]:
            del data["pesel"]
        services.change_person(
            person=changed, why=form.cleaned_data["why"], by=request.user.get_username(),
            at=timezone.now(), **data,
        )  # fmt: skip
        return "Zapisano dane osoby. Poprzednie zostały w historii."

    title = f"Zmiana danych: {selectors.full_name(changed)}"
    return form_page(request, form, act, title=title, family=family, section="czlonkowie")


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def place(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Change where a family lives, that it is homeless, and the note."""
    family = family_file(request, identity, "zmiana adresu")
    initial = {name: getattr(family, name) for name in ChangePlaceForm.base_fields}
    form = ChangePlaceForm(**bound(request), initial=initial)

    def act() -> str:
        services.change_family(
            family=family, by=request.user.get_username(), at=timezone.now(), **form.cleaned_data
        )
        return "Zapisano. Poprzedni adres został w historii."

    return form_page(request, form, act, title="Adres i uwagi", family=family)


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def assign(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Give a family to a team and a social worker."""
    family = family_file(request, identity, "przydzielenie")
    user = person_at_desk(request)
    form = AssignForm(**bound(request), initial={"team": family.team, "worker": family.worker})

    def act() -> str:
        services.assign_worker(
            family=family, by=user.get_username(), at=timezone.now(), **form.cleaned_data
        )
        return f"Przydzielono rodzinę {family.number}."

    lead = "Akta otwiera pracownik, któremu rodzinę przydzielono, i jego zespół."
    answer = form_page(
        request, form, act, title="Komu przydzielić rodzinę", family=family, lead=lead
    )
    if isinstance(answer, HttpResponseRedirect) and not _still_mine(request, family):
        messages.warning(request, "Ta rodzina jest teraz poza Twoim zespołem.")
        return HttpResponseRedirect(file_url(family).split("rodziny/")[0])
    return answer


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def split(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Let some members keep house on their own."""
    family = family_file(request, identity, "podział rodziny")
    today = timezone.localdate()
    form = SplitForm(
        **bound(request),
        persons=[member.person for member in selectors.members_on(family, today)],
        reasons=[ReasonCode(row.code) for row in selectors.reasons_on(family, today)],
    )

    def act() -> str:
        data = form.cleaned_data
        made = services.split_family(
            family=family, persons=form.chosen(), on=data["on"], address=data["address"],
            homeless=data["homeless"], last_registered_address=data["last_registered_address"],
            reasons=[ReasonCode(code) for code in data.get("reasons", [])],
            by=request.user.get_username(), at=timezone.now(),
        )  # fmt: skip
        return f"Założono rodzinę {made.number}. Jej akta są wśród Twoich rodzin."

    lead = (
        "Zaznaczone osoby odejdą do nowej rodziny z własnym numerem. W statystykach obie liczą "
        "się osobno od tego dnia."
    )
    return form_page(
        request, form, act, title="Podział rodziny", family=family, section="czlonkowie",
        lead=lead, submit="Podziel rodzinę",
    )  # fmt: skip


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def move(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Let members join another family."""
    family = family_file(request, identity, "przeniesienie osób")
    members = selectors.members_on(family, timezone.localdate())
    form = MoveForm(**bound(request), persons=[member.person for member in members])

    def act() -> str:
        number = squeeze(form.cleaned_data["number"])
        reach = families(person_at_desk(request))
        target = reach.filter(number__iexact=number).first()
        if target is None:
            raise FamilyDataError(
                f"Wśród rodzin Twojego zespołu nie ma numeru {number}. Sprawdź numer w rejestrze."
            )
        services.move_members(
            source=family, target=target, persons=form.chosen(), on=form.cleaned_data["on"],
            by=request.user.get_username(), at=timezone.now(),
        )  # fmt: skip
        return f"Przeniesiono do rodziny {target.number}."

    return form_page(
        request, form, act, title="Przeniesienie do innej rodziny", family=family,
        section="czlonkowie", submit="Przenieś",
    )  # fmt: skip


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def close(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Close a family's file."""
    family = family_file(request, identity, "zakończenie sprawy")
    form = DayForm(**bound(request))

    def act() -> str:
        services.close_family(
            family=family, on=form.cleaned_data["on"], by=request.user.get_username(),
            at=timezone.now(),
        )  # fmt: skip
        return f"Zakończono sprawę rodziny {family.number}. Można ją wznowić."

    lead = "Akta zostają do czytania i do statystyk; nic więcej się w nich nie zapisze."
    return form_page(
        request, form, act, title="Zakończenie sprawy rodziny", family=family, lead=lead,
        submit="Zakończ sprawę",
    )  # fmt: skip


@require_POST
@register_desk(Deed.RECORD)
def reopen(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Open a closed file again."""
    family = family_file(request, identity, "wznowienie sprawy")
    try:
        services.reopen_family(family=family, by=request.user.get_username(), at=timezone.now())
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Wznowiono sprawę rodziny.")
    return HttpResponseRedirect(file_url(family))


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def end_member(request: HttpRequest, identity: uuid.UUID, row: int) -> HttpResponse:
    """Say that a person left."""
    family = family_file(request, identity, "odejście osoby")
    membership = _membership(family, row)
    form = UntilForm(**bound(request))

    def act() -> str:
        services.end_membership(
            membership=membership, until=form.cleaned_data["until"],
            by=request.user.get_username(), at=timezone.now(),
        )  # fmt: skip
        return "Zapisano, że ta osoba nie należy już do rodziny."

    return form_page(
        request, form, act, title=f"Odejście z rodziny: {_name(membership)}", family=family,
        section="czlonkowie", lead="Podaj ostatni dzień, w którym ta osoba należała do rodziny.",
    )  # fmt: skip


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def correct_member(request: HttpRequest, identity: uuid.UUID, row: int) -> HttpResponse:
    """Correct a membership."""
    family = family_file(request, identity, "poprawka członka rodziny")
    membership = _membership(family, row)
    initial = {name: getattr(membership, name) for name in ("role", "since", "until")}
    form = MembershipForm(**bound(request), initial=initial)

    def act() -> str:
        data = form.cleaned_data | {"role": FamilyRole(form.cleaned_data["role"])}
        services.correct_membership(
            membership=membership, by=request.user.get_username(), at=timezone.now(), **data
        )
        return "Zapisano poprawkę. Można ją cofnąć w historii."

    return form_page(
        request, form, act, title=f"Poprawka: {_name(membership)}", family=family,
        section="czlonkowie",
    )  # fmt: skip


def _membership(family: Family, row: int) -> FamilyMembership:
    rows = family.memberships.filter(pk=row).select_related("person__merged_into", "family")
    return found_or_404(rows.first())


def _name(membership: FamilyMembership) -> str:
    return selectors.full_name(membership.person.merged_into or membership.person)


def _still_mine(request: HttpRequest, family: Family) -> bool:
    return families(person_at_desk(request)).filter(pk=family.pk).exists()
