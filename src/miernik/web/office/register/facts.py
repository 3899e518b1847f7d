"""Incomes and reasons: recording, ending, correcting, striking out, taking a correction back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from miernik.cases.errors import RegisterError
from miernik.cases.models import (
    CorrectedTable,
    Family,
    FamilyMembership,
    IncomeRecord,
    ReasonRecord,
)
from miernik.cases.permissions import Deed
from miernik.cases.register import selectors, services
from miernik.kernel.text import plural
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode, label_on
from miernik.web.office.door_register import family_file, register_desk
from miernik.web.office.register.changes import FORM
from miernik.web.office.register.fact_forms import CorrectIncomeForm, IncomeForm, ReasonsForm
from miernik.web.office.register.forms import PeriodForm, UntilForm, WhyForm
from miernik.web.office.register.pages import (
    bound,
    file_url,
    form_page,
    found_or_404,
    income_of,
)


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def new_income(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Record what a member receives."""
    family = family_file(request, identity, "dochód")
    members = selectors.members_on(family, timezone.localdate())
    form = IncomeForm(
        **bound(request),
        persons=[member.person for member in members],
        initial={"person": request.GET.get("osoba", "")},
    )

    def act() -> str:
        services.record_income(
            person=form.person_chosen(), by=request.user.get_username(), at=timezone.now(),
            **form.income_data(),
        )  # fmt: skip
        return "Zapisano dochód."

    return form_page(
        request, form, act, title="Nowy dochód", family=family, section="dochody",
        lead="Podwyżka to nowy dochód: poprzedni zakończ dniem przed nią.",
    )  # fmt: skip


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def end_income(request: HttpRequest, identity: uuid.UUID, row: int) -> HttpResponse:
    """Say that an income ended."""
    family = family_file(request, identity, "koniec dochodu")
    income = income_of(family, row)
    form = UntilForm(**bound(request))

    def act() -> str:
        services.end_income(
            income=income, until=form.cleaned_data["until"], by=request.user.get_username(),
            at=timezone.now(),
        )  # fmt: skip
        return "Zapisano koniec dochodu."

    return form_page(
        request, form, act, title=f"Koniec dochodu: {IncomeKind(income.kind).label}",
        family=family, section="dochody",
        lead="Podaj ostatni dzień, za który ten dochód się należał.",
    )  # fmt: skip


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def correct_income(request: HttpRequest, identity: uuid.UUID, row: int) -> HttpResponse:
    """Correct an income that was written wrongly."""
    family = family_file(request, identity, "poprawka dochodu")
    income = income_of(family, row)
    names = [name for name in CorrectIncomeForm.base_fields if name not in ("person", "why")]
    form = CorrectIncomeForm(
        **bound(request), initial={name: getattr(income, name) or None for name in names}
    )

    def act() -> str:
        services.correct_income(
            income=income, why=form.cleaned_data["why"], by=request.user.get_username(),
            at=timezone.now(), **form.income_data(),
        )  # fmt: skip
        return "Zapisano poprawkę. Można ją cofnąć w historii."

    return form_page(
        request, form, act, title=f"Poprawka dochodu: {selectors.full_name(income.person)}",
        family=family, section="dochody",
        lead="Tylko gdy zapisano go błędnie. Zmiana dochodu to koniec tego i nowy wpis.",
    )  # fmt: skip


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def new_reasons(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Record reasons of art. 7, as many as there are at once."""
    family = family_file(request, identity, "powody")
    known = [ReasonCode(row.code) for row in selectors.reasons_on(family, timezone.localdate())]
    form = ReasonsForm(**bound(request), known=known)

    def act() -> str:
        data = form.cleaned_data
        with transaction.atomic():
            for code in data["codes"]:
                services.record_reason(
                    family=family, code=ReasonCode(code), since=data["since"],
                    until=data["until"], by=request.user.get_username(), at=timezone.now(),
                )  # fmt: skip
        number = len(data["codes"])
        return f"Zapisano {number} {plural(number, 'powód', 'powody', 'powodów')}."

    return form_page(
        request, form, act, title="Powody pomocy", family=family, section="powody",
        lead="Rodzina liczy się w każdym powodzie, który ma, a „w tym” także w głównym.",
    )  # fmt: skip


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def end_reason(request: HttpRequest, identity: uuid.UUID, row: int) -> HttpResponse:
    """Say that a reason ceased."""
    family = family_file(request, identity, "ustanie powodu")
    reason = _reason(family, row)
    form = UntilForm(**bound(request))

    def act() -> str:
        services.end_reason(
            reason=reason, until=form.cleaned_data["until"], by=request.user.get_username(),
            at=timezone.now(),
        )  # fmt: skip
        return "Zapisano ustanie powodu."

    return form_page(
        request, form, act, title=f"Ustanie powodu: {_words(reason)}",
        family=family, section="powody",
    )  # fmt: skip


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def correct_reason(request: HttpRequest, identity: uuid.UUID, row: int) -> HttpResponse:
    """Correct the period of a reason."""
    family = family_file(request, identity, "poprawka powodu")
    reason = _reason(family, row)
    form = PeriodForm(**bound(request), initial={"since": reason.since, "until": reason.until})

    def act() -> str:
        services.correct_reason(
            reason=reason, by=request.user.get_username(), at=timezone.now(), **form.cleaned_data
        )
        return "Zapisano poprawkę. Można ją cofnąć w historii."

    return form_page(
        request, form, act, title=f"Poprawka powodu: {_words(reason)}",
        family=family, section="powody",
    )  # fmt: skip


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def strike_out(request: HttpRequest, identity: uuid.UUID, table: str, row: int) -> HttpResponse:
    """Take a membership, an income or a reason out that should never have been written."""
    family = family_file(request, identity, "skreślenie")
    struck, words = _row(family, table, row)
    form = WhyForm(**bound(request))

    def act() -> str:
        services.strike_out(
            row=struck, why=form.cleaned_data["why"], by=request.user.get_username(),
            at=timezone.now(),
        )  # fmt: skip
        return "Skreślono. Można to cofnąć w historii."

    return form_page(
        request, form, act, title=f"Skreślenie: {words}", family=family, section="historia",
        lead="Tylko dla wpisu, którego nigdy nie powinno być. To, co się skończyło, zakończ datą.",
        submit="Skreśl", alarm=True,
    )  # fmt: skip


@require_POST
@register_desk(Deed.RECORD)
def undo(request: HttpRequest, identity: uuid.UUID, correction: uuid.UUID) -> HttpResponse:
    """Take a correction back."""
    family = family_file(request, identity, "cofnięcie poprawki")
    made = [item for item in selectors.corrections(family) if item.uuid == correction]
    if not made:
        raise Http404
    try:
        services.undo_correction(
            correction=made[0], by=request.user.get_username(), at=timezone.now()
        )
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Cofnięto. Wpis jest taki, jak przed poprawką.")
    return HttpResponseRedirect(file_url(family, "historia"))


def _reason(family: Family, row: int) -> ReasonRecord:
    return found_or_404(family.reasons.filter(pk=row).select_related("family").first())


def _words(reason: ReasonRecord) -> str:
    return label_on(ReasonCode(reason.code), reason.since)


def _row(
    family: Family, table: str, row: int
) -> tuple[FamilyMembership | IncomeRecord | ReasonRecord, str]:
    if table == CorrectedTable.INCOME:
        income = income_of(family, row)
        return income, IncomeKind(income.kind).label
    if table == CorrectedTable.REASON:
        reason = _reason(family, row)
        return reason, _words(reason)
    if table != CorrectedTable.MEMBERSHIP:
        raise Http404
    rows = family.memberships.filter(pk=row).select_related("person", "family")
    membership = found_or_404(rows.first())
    return membership, selectors.full_name(membership.person)
