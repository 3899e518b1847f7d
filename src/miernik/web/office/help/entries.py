"""Lists and single entries: help, plans, referrals, outcomes."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from miernik.cases.help import selectors
from miernik.cases.help.services import outcomes as outcome_services
from miernik.cases.help.services import plans as plan_services
from miernik.cases.help.services import referrals as referral_services
from miernik.cases.help.services import support
from miernik.cases.models import (
    Outcome,
    OutcomeKind,
    Plan,
    PlanKind,
    Referral,
    ReferralKind,
    Service,
    ServiceKind,
)
from miernik.cases.permissions import Deed
from miernik.kernel.dates import print_short_date
from miernik.web.office.door_register import person_at_desk, register_desk
from miernik.web.office.help.acting import (
    Data,
    Step,
    day_or_dash,
    days,
    entry_page,
    family_crumb,
    family_row,
    family_url,
    home_crumbs,
    named,
    sentence,
    signed,
    step_form,
    today,
    withdrawal,
)
from miernik.web.office.help.forms import OnForm, ResultForm
from miernik.web.office.help.listing import Cell, Listing, listing_page, year_of

# --- help ---------------------------------------------------------------------------------------


@require_safe
@register_desk(Deed.RECORD)
def services(request: HttpRequest) -> HttpResponse:
    """Help of a year."""

    def cells(item: Service) -> list[Cell]:
        times = f" × {item.quantity}" if item.quantity > 1 else ""
        return [
            Cell(ServiceKind(item.kind).label + times, reverse("help-service", args=[item.uuid])),
            Cell(named(item.person)),
            Cell(item.family.number, family_url(item.family)),
            Cell(days(item.since, item.until)),
        ]

    listing = Listing(
        "Pomoc bez decyzji", "Także ta, która zaczęła się wcześniej i w tym roku trwała.",
        ("Pomoc", "Komu", "Rodzina", "Kiedy"), cells, reverse("help-record"), "Zapisz pomoc",
        ServiceKind.choices(),
    )  # fmt: skip
    rows = selectors.services_of(person_at_desk(request), year_of(request))
    return listing_page(request, listing, rows, crumbs=home_crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def service(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One entry of help: end it, or take it back."""
    item = family_row(request, Service, identity)

    def end(data: Data) -> str:
        support.end_service(service=item, until=data["on"], **signed(request))
        return "Zapisano koniec pomocy."

    steps = [
        withdrawal(
            request, leaves=family_url(item.family),
            act=lambda why: support.withdraw_service(service=item, reason=why, **signed(request)),
        )
    ]  # fmt: skip
    if item.until is None:
        form = step_form(request, "koniec", OnForm, initial={"on": today()})
        steps.insert(0, Step("koniec", "Zakończ", "Zapisz koniec", form, end))
    return entry_page(
        request, title=sentence(ServiceKind(item.kind).label),
        crumbs=home_crumbs(family_crumb(item.family)), steps=steps,
        facts=[
            ("Komu", named(item.person)),
            ("Kiedy", days(item.since, item.until)),
            ("Ile razy", str(item.quantity)),
            ("Kto udziela", item.institution.name if item.institution else "–"),
            ("Uwagi", item.note or "–"),
            ("Wpisano", f"{print_short_date(item.recorded_at.date())}, {item.recorded_by}"),
        ],
    )  # fmt: skip


# --- plans --------------------------------------------------------------------------------------


@require_safe
@register_desk(Deed.RECORD)
def plans(request: HttpRequest) -> HttpResponse:
    """Kontrakty, IPWzB and IPI of a year."""

    def cells(item: Plan) -> list[Cell]:
        ended = item.ended_on is not None
        return [
            Cell(PlanKind(item.kind).label, reverse("help-plan", args=[item.uuid])),
            Cell(named(item.person)),
            Cell(item.family.number, family_url(item.family)),
            Cell(days(item.signed_on, item.until)),
            Cell(f"zakończono {day_or_dash(item.ended_on)}" if ended else "trwa",
                 badge="" if ended else "success"),
        ]  # fmt: skip

    listing = Listing(
        "Kontrakty i programy", "Kontrakt socjalny, wychodzenie z bezdomności, integracja.",
        ("Co", "Z kim", "Rodzina", "Na czas", "Stan"), cells,
        reverse("help-pick", args=["plan"]), "Zawrzyj kontrakt lub program", PlanKind.choices(),
    )  # fmt: skip
    rows = selectors.plans_of(person_at_desk(request), year_of(request))
    return listing_page(request, listing, rows, crumbs=home_crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def plan(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One plan: review it, end it, take it back."""
    item = family_row(request, Plan, identity)
    facts = [
        ("Z kim", named(item.person)),
        ("Zawarto", days(item.signed_on, item.until)),
        ("Cele", item.goals or "–"),
        ("Działania", item.duties or "–"),
        ("Ostatnia ocena", day_or_dash(item.reviewed_on)),
    ]
    if item.kind == PlanKind.INTEGRATION:
        facts.append(("Uzyskanie ochrony", day_or_dash(item.protection_on)))
        facts.append(("Wniosek", day_or_dash(item.applied_on)))
    if item.ended_on:
        facts.append(("Zakończono", f"{day_or_dash(item.ended_on)}: {item.result or 'bez opisu'}"))
    return entry_page(
        request,
        title=sentence(PlanKind(item.kind).label),
        crumbs=home_crumbs(family_crumb(item.family)),
        facts=facts, steps=_plan_steps(request, item),
    )  # fmt: skip


def _plan_steps(request: HttpRequest, item: Plan) -> list[Step]:
    def review(data: Data) -> str:
        plan_services.review_plan(plan=item, on=data["on"], **signed(request))
        return "Zapisano ocenę."

    def end(data: Data) -> str:
        plan_services.end_plan(plan=item, on=data["on"], result=data["result"], **signed(request))
        return "Zapisano zakończenie."

    day = {"on": today()}
    going_on = [
        Step("ocena", "Oceń realizację", "Zapisz ocenę",
             step_form(request, "ocena", OnForm, initial=day), review),
        Step("koniec", "Zakończ", "Zapisz zakończenie",
             step_form(request, "koniec", ResultForm, initial=day), end),
    ]  # fmt: skip
    back = withdrawal(
        request, leaves=family_url(item.family),
        act=lambda why: plan_services.withdraw_plan(plan=item, reason=why, **signed(request)),
    )  # fmt: skip
    return [*(going_on if item.ended_on is None else []), back]


# --- referrals ----------------------------------------------------------------------------------


@require_safe
@register_desk(Deed.RECORD)
def referrals(request: HttpRequest) -> HttpResponse:
    """Referrals of a year."""

    def cells(item: Referral) -> list[Cell]:
        return [
            Cell(ReferralKind(item.kind).label, reverse("help-referral", args=[item.uuid])),
            Cell(named(item.person)),
            Cell(item.family.number, family_url(item.family)),
            Cell(print_short_date(item.made_on)),
            Cell(item.result or "jest") if item.result_on else Cell("czeka", badge="warning"),
        ]

    listing = Listing(
        "Skierowania", "Dokąd skierowano i co z tego wynikło.",
        ("Dokąd", "Kogo", "Rodzina", "Kiedy", "Wynik"), cells,
        reverse("help-pick", args=["skierowanie"]), "Skieruj", ReferralKind.choices(),
    )  # fmt: skip
    rows = selectors.referrals_of(person_at_desk(request), year_of(request))
    return listing_page(request, listing, rows, crumbs=home_crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def referral(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One referral: its result, an assistant's assessments, its end."""
    item = family_row(request, Referral, identity)
    result = f"{item.result or 'bez opisu'}, {day_or_dash(item.result_on)}"
    return entry_page(
        request, title=f"Skierowanie: {ReferralKind(item.kind).label}",
        crumbs=home_crumbs(family_crumb(item.family)), steps=_referral_steps(request, item),
        facts=[
            ("Kogo", named(item.person)),
            ("Kiedy", print_short_date(item.made_on)),
            ("Placówka", item.institution.name if item.institution else "–"),
            ("Wynik", result if item.result_on else "jeszcze nie ma"),
            ("Ostatnia ocena", day_or_dash(item.reviewed_on)),
            ("Zakończono", day_or_dash(item.ended_on)),
        ],
    )  # fmt: skip


def _referral_steps(request: HttpRequest, item: Referral) -> list[Step]:
    def answer(data: Data) -> str:
        referral_services.record_referral_result(
            referral=item, result=data["result"], on=data["on"], **signed(request)
        )
        return "Zapisano wynik."

    def review(data: Data) -> str:
        referral_services.review_assistance(referral=item, on=data["on"], **signed(request))
        return "Zapisano ocenę sytuacji rodziny."

    def end(data: Data) -> str:
        referral_services.end_referral(referral=item, on=data["on"], **signed(request))
        return "Zapisano zakończenie."

    day = {"on": today()}
    steps = [
        Step("wynik", "Wpisz wynik", "Zapisz wynik",
             step_form(request, "wynik", ResultForm, initial=day), answer),
    ]  # fmt: skip
    if item.result_on and item.ended_on is None:
        if item.kind == ReferralKind.FAMILY_ASSISTANT:
            form = step_form(request, "ocena", OnForm, initial=day)
            steps.append(
                Step("ocena", "Oceń sytuację rodziny (co pół roku)", "Zapisz ocenę", form, review)
            )
        form = step_form(request, "koniec", OnForm, initial=day)
        steps.append(Step("koniec", "Zakończ", "Zapisz zakończenie", form, end))
    back = withdrawal(
        request, leaves=family_url(item.family),
        act=lambda why: referral_services.withdraw_referral(
            referral=item, reason=why, **signed(request)
        ),
    )  # fmt: skip
    return [*steps, back]


# --- outcomes -----------------------------------------------------------------------------------


@require_safe
@register_desk(Deed.RECORD)
def outcomes(request: HttpRequest) -> HttpResponse:
    """Outcomes of a year."""

    def cells(item: Outcome) -> list[Cell]:
        return [
            Cell(OutcomeKind(item.kind).label, reverse("help-outcome", args=[item.uuid])),
            Cell(named(item.person)),
            Cell(item.family.number, family_url(item.family)),
            Cell(print_short_date(item.happened_on)),
        ]

    listing = Listing(
        "Efekty pomocy", "Co zmieniło się w życiu ludzi.", ("Co", "Kto", "Rodzina", "Kiedy"),
        cells, reverse("help-pick", args=["efekt"]), "Zapisz efekt", OutcomeKind.choices(),
    )  # fmt: skip
    rows = selectors.outcomes_of(person_at_desk(request), year_of(request))
    return listing_page(request, listing, rows, crumbs=home_crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def outcome(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One outcome, which may be taken back."""
    item = family_row(request, Outcome, identity)
    back = withdrawal(
        request, leaves=family_url(item.family),
        act=lambda why: outcome_services.withdraw_outcome(
            outcome=item, reason=why, **signed(request)
        ),
    )  # fmt: skip
    return entry_page(
        request, title=sentence(OutcomeKind(item.kind).label), steps=[back],
        crumbs=home_crumbs(family_crumb(item.family)),
        facts=[
            ("Kto", named(item.person)),
            ("Kiedy", print_short_date(item.happened_on)),
            ("Uwagi", item.note or "–"),
        ],
    )  # fmt: skip
