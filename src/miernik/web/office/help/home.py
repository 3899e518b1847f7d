"""The front page of help, quick entry, undo, and where the programme's indicators are recorded."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.cases.errors import RegisterError
from miernik.cases.help import selectors
from miernik.cases.help.due import Due, DueOf, due
from miernik.cases.help.finding import Found, find_families
from miernik.cases.help.services.support import record_service, withdraw_service
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import Service, ServiceKind
from miernik.cases.permissions import Deed, may
from miernik.web.office.door_register import person_at_desk, register_desk
from miernik.web.office.help.acting import (
    family_row,
    form_of,
    home_crumbs,
    htmx_of,
    named,
    picked,
    signed,
    today,
)
from miernik.web.office.help.forms import FindForm, QuickForm

HABITS = dt.timedelta(days=90)
SHORTCUTS = 6
PAGE_OF = {
    DueOf.PLAN: "help-plan",
    DueOf.REFERRAL: "help-referral",
    DueOf.BLUE_CARD: "help-blue-card",
}
TILES = (
    ("Kontrakty i programy", "kontrakt socjalny, IPWzB, IPI", "help-plans"),
    ("Skierowania", "DPS, ŚDS, MKRPA, asystent rodziny, KIS/CIS, placówki dla dzieci",
     "help-referrals"),
    ("Efekty", "praca, status bezrobotnego, powrót do środowiska", "help-outcomes"),
    ("Zajęcia i wydarzenia", "warsztaty, kluby, grupy samopomocowe, pikniki – z uczestnikami",
     "help-activities"),
    ("Wolontariusze", "kto pomaga i w czym", "help-volunteers"),
    ("Partnerzy", "kto współpracuje ze społecznością lokalną", "help-partnerships"),
    ("Placówki i miejsca", "noclegownie, schroniska i liczba miejsc", "help-facilities"),
    ("Mapa i streetworking", "miejsca niemieszkalne i wizyty", "help-map"),
    ("Wszystkie wpisy pomocy", "lista według roku i rodzaju", "help-services"),
)  # fmt: skip
BLUE_CARDS = ("Niebieskie Karty", "procedury i spotkania grup", "help-blue-cards")


@require_safe
@register_desk(Deed.RECORD, Deed.BLUE_CARD)
def home(request: HttpRequest) -> HttpResponse:
    """What is written down most, what is due, what was written today."""
    person = person_at_desk(request)
    day = today()
    tiles = [*TILES, *([BLUE_CARDS] if may(person, Deed.BLUE_CARD) else [])]
    context = {
        "may_record": may(person, Deed.RECORD),
        "kinds": _shortcuts(selectors.habits(person, day - HABITS)),
        "tiles": [(words, note, reverse(name)) for words, note, name in tiles],
        "waiting": [(item, due_url(item)) for item in due(person, day)],
        "day": day,
        "entries": selectors.written_today(person, day),
    }
    return render(request, "office/help/home.html", context)


def due_url(item: Due) -> str:
    """Return the page where a due thing is done."""
    return reverse(PAGE_OF[item.of], args=[item.identity])


def _shortcuts(habits: dict[str, int]) -> list[tuple[str, str]]:
    """The kinds of help this person writes down most, as links to the quick entry."""
    kinds = sorted(ServiceKind, key=lambda kind: -habits.get(kind.value, 0))[:SHORTCUTS]
    address = reverse("help-record")
    links = [(kind.label, f"{address}?{urlencode({'rodzaj': kind.value})}") for kind in kinds]
    return [*links, ("inny rodzaj…", address), ("wizyta w terenie", reverse("help-street"))]


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD)
def record(request: HttpRequest) -> HttpResponse:
    """Quick entry: find, press, next. Names travel in the body, never in an address."""
    sent = request.POST if request.method == "POST" else None
    form = QuickForm(sent, initial=_remembered(request))
    hits: list[Found] = []
    person = person_at_desk(request)
    if sent is not None and form.is_valid():
        if "kto" in sent and (written := _record_for(request, form, sent["kto"])):
            return written
        hits = find_families(person, form.cleaned_data["q"], day=form.cleaned_data["since"])
    if not hits:
        form.fields["q"].widget.attrs["autofocus"] = "autofocus"
    context = {
        "title": "Zapisz pomoc",
        "crumbs": home_crumbs(),
        "form": form,
        "hits": hits,
        "asked": sent is not None and form.is_valid(),
        "take_focus": not htmx_of(request),
        "entries": selectors.written_today(person, today()),
    }
    return render(request, "office/help/record.html", context, status=422 if form.errors else 200)


def _remembered(request: HttpRequest) -> dict[str, object]:
    """The kind and day of the entry before, so that the next one needs only a name."""
    return {
        "kind": request.GET.get("rodzaj", ServiceKind.SOCIAL_WORK),
        "since": request.GET.get("dnia", today().isoformat()),
        "quantity": 1,
    }


def _record_for(request: HttpRequest, form: QuickForm, whom: str) -> HttpResponse | None:
    """Write help down for whoever was pressed; None when the register refuses (said on top)."""
    family, person = picked(request, whom, "zapis pomocy")
    data = form.cleaned_data
    try:
        service = record_service(
            family=family, person=person, kind=ServiceKind(data["kind"]), since=data["since"],
            quantity=data["quantity"], **signed(request),
        )  # fmt: skip
    except RegisterError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, f"Zapisano: {ServiceKind(service.kind).label} – {named(person)}.")
    remembered = {"rodzaj": service.kind, "dnia": service.since.isoformat()}
    return redirect(f"{reverse('help-record')}?{urlencode(remembered)}")


@require_POST
@register_desk(Deed.RECORD)
def undo(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Take back what was written down a moment ago."""
    service = family_row(request, Service, identity)
    withdraw_service(service=service, reason=WithdrawalReason.MISTAKE, **signed(request))
    messages.success(request, "Cofnięto wpis.")
    remembered = {"rodzaj": service.kind, "dnia": service.since.isoformat()}
    return redirect(f"{reverse('help-record')}?{urlencode(remembered)}")


PICKED_FOR = {
    "pomoc": ("help-family-service", "Zapisz pomoc"),
    "plan": ("help-family-plan", "Zawrzyj kontrakt lub program"),
    "skierowanie": ("help-family-referral", "Skieruj"),
    "efekt": ("help-family-outcome", "Zapisz efekt"),
    "niebieska-karta": ("help-family-blue-card", "Załóż Niebieską Kartę"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.RECORD, Deed.BLUE_CARD)
def pick(request: HttpRequest, what: str) -> HttpResponse:
    """Find the person a form will be about."""
    if what not in PICKED_FOR:
        raise Http404
    page, title = PICKED_FOR[what]
    form = form_of(request, FindForm)
    hits: list[Found] = []
    if request.method == "POST":
        if whom := request.POST.get("kto"):
            family, person = picked(request, whom, "zapis pomocy")
            chosen = {"osoba": str(person.uuid) if person else "",
                      "rodzaj": request.GET.get("rodzaj", "")}  # fmt: skip
            return redirect(f"{reverse(page, args=[family.uuid])}?{urlencode(chosen)}")
        if form.is_valid():
            hits = find_families(person_at_desk(request), form.cleaned_data["q"], day=today())
    context = {
        "title": title,
        "crumbs": home_crumbs(),
        "form": form,
        "hits": hits,
        "asked": request.method == "POST",
        "take_focus": not htmx_of(request),
    }
    return render(request, "office/help/pick.html", context)
