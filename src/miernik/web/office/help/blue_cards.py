"""Niebieskie Karty, for those who may know of them; each reading is logged under the card."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.audit.services import record_read
from miernik.cases.errors import UnknownFileError
from miernik.cases.help import door
from miernik.cases.help.permissions import blue_card_families, blue_cards
from miernik.cases.help.selectors import during
from miernik.cases.help.services import blue_cards as services
from miernik.cases.help.terms import group_on
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import BlueCard, BlueCardMeeting
from miernik.cases.permissions import Deed
from miernik.kernel.dates import print_short_date
from miernik.web.office.door_register import family_file, person_at_desk, register_desk
from miernik.web.office.help.acting import (
    Data,
    Step,
    day_or_dash,
    days,
    entry_page,
    form_of,
    form_page,
    home_crumbs,
    signed,
    step_form,
    today,
    withdrawal,
)
from miernik.web.office.help.forms import BlueCardForm, DocumentForm, MeetingForm, OnForm
from miernik.web.office.help.listing import Cell, Listing, listing_page, year_of


@require_safe
@register_desk(Deed.BLUE_CARD)
def cards(request: HttpRequest) -> HttpResponse:
    """Procedures of a year; that somebody looked at the list is logged."""
    person = person_at_desk(request)
    record_read(
        subject="blue_cards", by=person.get_username(), at=timezone.now(), data={"why": "lista"}
    )

    def cells(item: BlueCard) -> list[Cell]:
        return [
            Cell(item.family.number, reverse("help-blue-card", args=[item.uuid])),
            Cell(days(item.started_on, item.ended_on)),
            Cell("zakończona") if item.ended_on else Cell("w toku", badge="warning"),
        ]

    listing = Listing(
        "Niebieskie Karty", "Tę listę i treść kart widzą tylko osoby z uprawnieniem.",
        ("Rodzina", "Kiedy", "Stan"), cells, reverse("help-pick", args=["niebieska-karta"]),
        "Załóż Niebieską Kartę",
    )  # fmt: skip
    rows = blue_cards(person).filter(during(year_of(request), "started_on", "ended_on"))
    return listing_page(
        request, listing, rows.select_related("family").defer("document"), crumbs=home_crumbs()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.BLUE_CARD)
def new_card(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Start a procedure for a family."""
    family = family_file(request, identity, "pomoc")
    if not blue_card_families(person_at_desk(request)).filter(pk=family.pk).exists():
        raise PermissionDenied(Deed.BLUE_CARD.label)
    form = form_of(request, BlueCardForm, initial={"started_on": today()})

    def act(data: Data) -> str:
        card = services.open_blue_card(
            family=family, started_on=data["started_on"], document=data["document"],
            **signed(request),
        )  # fmt: skip
        messages.success(request, "Zapisano procedurę. Treść karty jest zaszyfrowana.")
        return reverse("help-blue-card", args=[card.uuid])

    return form_page(
        request, form, title=f"Niebieska Karta, rodzina {family.number}", button="Zapisz",
        crumbs=home_crumbs((reverse("help-blue-cards"), "Niebieskie Karty")), act=act,
    )  # fmt: skip


def _opened(request: HttpRequest, identity: uuid.UUID, why: str) -> BlueCard:
    try:
        return door.open_blue_card(
            user=person_at_desk(request), identity=identity, at=timezone.now(), why=why
        )
    except UnknownFileError as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.BLUE_CARD)
def card(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One procedure: its document, its meetings, its end."""
    item = _opened(request, identity, "karta")
    meetings = [(row, group_on(row.held_on).label) for row in item.meetings.all()]
    return entry_page(
        request, title=f"Niebieska Karta, rodzina {item.family.number}",
        crumbs=home_crumbs((reverse("help-blue-cards"), "Niebieskie Karty")),
        facts=[
            ("Wszczęto", print_short_date(item.started_on)),
            ("Zakończono", day_or_dash(item.ended_on)),
            ("Treść karty", item.document or "–"),
        ],
        steps=_card_steps(request, item),
        template="office/help/blue_card.html",
        more={"card": item, "meetings": meetings},
    )  # fmt: skip


def _card_steps(request: HttpRequest, item: BlueCard) -> list[Step]:
    def meet(data: Data) -> str:
        services.record_meeting(
            card=item, held_on=data["held_on"], convened=data["convened"], note=data["note"],
            **signed(request),
        )  # fmt: skip
        return f"Zapisano spotkanie ({group_on(data['held_on']).label})."

    def write(data: Data) -> str:
        services.write_document(card=item, document=data["document"], **signed(request))
        return "Zapisano treść karty."

    def close(data: Data) -> str:
        services.close_blue_card(card=item, on=data["on"], **signed(request))
        return "Zapisano zakończenie procedury."

    steps = [
        Step("spotkanie", "Zapisz spotkanie grupy", "Zapisz spotkanie",
             step_form(request, "spotkanie", MeetingForm, initial={"held_on": today()}), meet),
        Step("tresc", "Popraw treść karty", "Zapisz treść",
             step_form(request, "tresc", DocumentForm, initial={"document": item.document}), write),
    ]  # fmt: skip
    if item.ended_on is None:
        form = step_form(request, "koniec", OnForm, initial={"on": today()})
        steps.append(Step("koniec", "Zakończ procedurę", "Zapisz zakończenie", form, close))
    back = withdrawal(
        request, leaves=reverse("help-blue-cards"),
        act=lambda why: services.withdraw_blue_card(card=item, reason=why, **signed(request)),
    )  # fmt: skip
    return [*steps, back]


@require_POST
@register_desk(Deed.BLUE_CARD)
def undo_meeting(request: HttpRequest, identity: uuid.UUID, number: int) -> HttpResponse:
    """Take a meeting back that was written down wrongly."""
    item = _opened(request, identity, "spotkanie")
    meeting = BlueCardMeeting.objects.filter(blue_card=item, pk=number).first()
    if meeting is None:
        raise Http404
    services.withdraw_meeting(meeting=meeting, reason=WithdrawalReason.MISTAKE, **signed(request))
    messages.success(request, "Cofnięto wpis o spotkaniu.")
    return redirect("help-blue-card", identity=item.uuid)
