"""Forms that add to the help of one family; what there is stands in its file (panel.py)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from miernik.cases.help.finding import member_of
from miernik.cases.help.services.outcomes import record_outcome
from miernik.cases.help.services.plans import DoubtfulPlanError, sign_plan
from miernik.cases.help.services.referrals import refer
from miernik.cases.help.services.support import record_service
from miernik.cases.models import (
    Family,
    OutcomeKind,
    Person,
    PlanKind,
    ReferralKind,
    ServiceKind,
)
from miernik.cases.permissions import Deed
from miernik.cases.register.selectors import members_on, membership_history
from miernik.web.office.door_register import family_file, register_desk
from miernik.web.office.help.acting import (
    Data,
    family_crumb,
    family_url,
    form_of,
    form_page,
    home_crumbs,
    named,
    signed,
    today,
)
from miernik.web.office.help.forms import (
    WHOLE_FAMILY,
    OutcomeForm,
    PlanForm,
    ReferralForm,
    ServiceForm,
)


def members(family: Family, *, whole: bool) -> list[tuple[str, str]]:
    """Return who may be chosen in a form: today's members, then those of old; perhaps all."""
    now = [member.person for member in members_on(family, today())]
    before = [row.person.merged_into or row.person for row in membership_history(family)]
    persons = {str(person.uuid): named(person) for person in [*now, *before]}
    return [*persons.items(), *([WHOLE_FAMILY] if whole else [])]


def chosen(family: Family, data: Data) -> Person | None:
    """Return the member the form names; None for the whole family."""
    return member_of(family, uuid.UUID(data["whom"])) if data["whom"] else None


def chosen_person(family: Family, data: Data) -> Person:
    """Return the member the form names, who must be one."""
    person = chosen(family, data)
    if person is None:
        raise Http404
    return person


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def service(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Help of any length to this family."""
    opened = family_file(request, identity, "zapis pomocy")
    start = {"whom": request.GET.get("osoba"), "since": today(), "quantity": 1,
             "kind": request.GET.get("rodzaj")}  # fmt: skip
    form = form_of(request, ServiceForm, members=members(opened, whole=True), initial=start)

    def act(data: Data) -> str:
        record_service(
            family=opened, person=chosen(opened, data), kind=ServiceKind(data["kind"]),
            since=data["since"], until=data["until"], ongoing=data["ongoing"],
            quantity=data["quantity"], institution=data["institution"], note=data["note"],
            **signed(request),
        )  # fmt: skip
        messages.success(request, "Zapisano pomoc.")
        return family_url(opened)

    return form_page(
        request, form, title="Zapisz pomoc", button="Zapisz", act=act,
        crumbs=home_crumbs(family_crumb(opened)),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def plan(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """A kontrakt socjalny, IPWzB or IPI; what the law says against it must be confirmed."""
    opened = family_file(request, identity, "kontrakt lub program")
    start = {"whom": request.GET.get("osoba"), "signed_on": today(),
             "kind": request.GET.get("rodzaj")}  # fmt: skip
    form = form_of(request, PlanForm, members=members(opened, whole=False), initial=start)

    def act(data: Data) -> str:
        try:
            signed_plan = sign_plan(
                family=opened, person=chosen_person(opened, data), kind=PlanKind(data["kind"]),
                signed_on=data["signed_on"], until=data["until"], goals=data["goals"],
                duties=data["duties"], protection_on=data["protection_on"],
                applied_on=data["applied_on"], despite_doubts=data["despite"], **signed(request),
            )  # fmt: skip
        except DoubtfulPlanError:
            form.ask_whether_all_the_same()
            raise
        messages.success(request, f"Zapisano: {PlanKind(signed_plan.kind).label}.")
        return family_url(opened)

    return form_page(
        request, form, title="Zawrzyj kontrakt lub program", button="Zapisz", act=act,
        crumbs=home_crumbs(family_crumb(opened)),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def referral(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """A referral; only a family assistant is asked for a whole family."""
    opened = family_file(request, identity, "skierowanie")
    start = {"whom": request.GET.get("osoba"), "made_on": today(),
             "kind": request.GET.get("rodzaj")}  # fmt: skip
    form = form_of(request, ReferralForm, members=members(opened, whole=True), initial=start)

    def act(data: Data) -> str:
        refer(
            family=opened, person=chosen(opened, data), kind=ReferralKind(data["kind"]),
            made_on=data["made_on"], institution=data["institution"], **signed(request),
        )  # fmt: skip
        messages.success(request, "Zapisano skierowanie. Wynik wpiszesz, gdy przyjdzie.")
        return family_url(opened)

    return form_page(
        request, form, title="Skieruj", button="Zapisz skierowanie", act=act,
        crumbs=home_crumbs(family_crumb(opened)),
        lead="Asystenta rodziny wnioskuje się dla całej rodziny, resztę dla osoby.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def outcome(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """What changed thanks to help."""
    opened = family_file(request, identity, "efekt pomocy")
    start = {"whom": request.GET.get("osoba"), "happened_on": today(),
             "kind": request.GET.get("rodzaj")}  # fmt: skip
    form = form_of(request, OutcomeForm, members=members(opened, whole=False), initial=start)

    def act(data: Data) -> str:
        record_outcome(
            family=opened, person=chosen_person(opened, data), kind=OutcomeKind(data["kind"]),
            happened_on=data["happened_on"], note=data["note"], **signed(request),
        )  # fmt: skip
        messages.success(request, "Zapisano efekt pomocy.")
        return family_url(opened)

    return form_page(
        request, form, title="Zapisz efekt", button="Zapisz", act=act,
        crumbs=home_crumbs(family_crumb(opened)),
    )  # fmt: skip
