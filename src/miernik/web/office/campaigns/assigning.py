"""Who is asked for what: by indicator, by institution, in bulk, with exceptions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from miernik.accounts.models import Institution, InstitutionKind
from miernik.collection.asked import AskedIndicator
from miernik.collection.asking import Asking
from miernik.collection.errors import CollectionError
from miernik.collection.matrix import (
    assignments_of,
    assignments_to,
    empty_groups,
    indicator_rows,
    institution_rows,
)
from miernik.collection.models import Campaign, CampaignState
from miernik.collection.permissions import Deed
from miernik.collection.services.assigning import ask_members, assign, exclude
from miernik.collection.services.contacts import set_contact
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import folded, plural
from miernik.strategy.models import Indicator
from miernik.web.office.campaigns.door import (
    campaign_desk,
    campaign_of,
    crumbs,
    indicator_of,
    institution_of,
    must_run,
    runs,
    signed,
)
from miernik.web.office.campaigns.forms import ContactForm

PAGE = 50


@require_safe
@campaign_desk(Deed.WATCH)
def questions(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Every indicator with how many institutions are asked; groups that nobody can be asked in."""
    campaign = campaign_of(identity)
    words = folded(request.GET.get("q", "")).split()
    unasked = request.GET.get("bez") == "1"
    rows = indicator_rows(campaign)
    shown = [
        row
        for row in rows
        if all(word in folded(f"{row.card.name} {row.card.task_title}") for word in words)
        and not (unasked and row.asked)
    ]
    context = _context(request, campaign, "Pytania według wskaźników") | {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("strona")),
        "indicators": len(rows),
        "pairs": sum(row.asked for row in rows),
        "unasked": sum(not row.asked for row in rows),
        "groups": empty_groups(campaign),
    }
    return render(request, "office/campaigns/questions.html", context)


@require_safe
@campaign_desk(Deed.WATCH)
def institutions(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Every institution of the campaign with how many questions it has and whom to write to."""
    campaign = campaign_of(identity)
    no_mail = request.GET.get("bez") == "1"
    rows = institution_rows(campaign, request.GET.get("q", ""), no_mail=no_mail)
    context = _context(request, campaign, "Pytania według instytucji") | {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("strona")),
        "no_mail": sum(not row.institution.contact_email for row in rows),
    }
    return render(request, "office/campaigns/institutions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.WATCH)
def institution(request: HttpRequest, identity: uuid.UUID, whom: uuid.UUID) -> HttpResponse:
    """One institution's questions: leave some out with a reason, ask again, whom to write to."""
    campaign, of = campaign_of(identity), institution_of(whom)
    contact = ContactForm(
        request.POST if request.POST.get("krok") == "kontakt" else None,
        initial={"name": of.contact_name, "email": of.contact_email},
    )
    fault = ""
    if request.method == "POST":
        must_run(request)
        try:
            done = _institution_step(request, campaign, of, contact)
        except MiernikError as error:
            fault = str(error)
        else:
            if done:
                messages.success(request, done)
                if request.POST.get("krok") == "grupa":
                    return redirect("campaign-members", campaign.uuid, of.uuid)
                return redirect(request.path)
    given = assignments_of(campaign, of)
    cards = Asking(campaign).cards
    context = _context(request, campaign, of.name) | {
        "crumbs": crumbs(campaign, (_url("campaign-institutions", campaign), "Pytania")),
        "institution": of,
        "may_be_group": campaign.state == CampaignState.DRAFT and of.parent_id is None,
        "contact": contact,
        "fault": fault,
        "asked": [(key, card) for key, card in cards.items() if _is(given.get(key), out=False)],
        "excluded": [(given[key], card) for key, card in cards.items() if _is(given.get(key))],
        "others": [(key, card) for key, card in cards.items() if key not in given],
        "form": campaign.questionnaires.filter(institution=of).first(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/campaigns/institution.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.WATCH)
def asked_for(request: HttpRequest, identity: uuid.UUID, what: uuid.UUID) -> HttpResponse:
    """Who is asked for one indicator, and who is left out and why."""
    campaign = campaign_of(identity)
    indicator = indicator_of(campaign, what)
    fault = ""
    if request.method == "POST":
        must_run(request)
        try:
            messages.success(request, _indicator_step(request, campaign, indicator))
            return redirect(request.path)
        except MiernikError as error:
            fault = str(error)
    card = Asking(campaign).cards.get(indicator.pk)
    rows = assignments_to(campaign, indicator.pk)
    words = folded(request.GET.get("q", "")).split()
    asked = [
        row
        for row in rows
        if not row.excluded and all(word in folded(row.institution.name) for word in words)
    ]
    context = _context(request, campaign, card.name if card else str(indicator)) | {
        "crumbs": crumbs(campaign, (_url("campaign-questions", campaign), "Pytania")),
        "card": card,
        "page": Paginator(asked, PAGE).get_page(request.GET.get("strona")),
        "number": sum(not row.excluded for row in rows),
        "excluded": [row for row in rows if row.excluded],
        "fault": fault,
    }
    status = 422 if fault else 200
    return render(request, "office/campaigns/asked_for.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.RUN)
def bulk(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Ask many institutions for many indicators at once, by groups, kinds, goals and tasks."""
    campaign = campaign_of(identity)
    fault = ""
    if request.method == "POST":
        try:
            messages.success(request, _assign_in_bulk(request, campaign))
            return redirect("campaign-questions", campaign.uuid)
        except MiernikError as error:
            fault = str(error)
    words = folded(request.GET.get("q", "")).split()
    everybody = Institution.objects.exclude(kind=InstitutionKind.GROUP)
    named = [item for item in everybody if words and all(w in folded(item.name) for w in words)]
    context = _context(request, campaign, "Przydział zbiorczy") | {
        "groups": Institution.objects.filter(kind=InstitutionKind.GROUP, parts__isnull=False)
        .distinct()
        .order_by("name"),
        "kinds": [pair for pair in InstitutionKind.choices() if pair[0] != InstitutionKind.GROUP],
        "named": named[:PAGE],
        "goals": _by_task(campaign),
        "fault": fault,
        "chosen": set(request.POST.getlist("kogo") + request.POST.getlist("o_co")),
    }
    return render(request, "office/campaigns/bulk.html", context, status=422 if fault else 200)


def _institution_step(
    request: HttpRequest, campaign: Campaign, of: Institution, contact: ContactForm
) -> str:
    step = request.POST.get("krok")
    if step == "kontakt":
        if not contact.is_valid():
            return ""
        set_contact(institution=of, **contact.cleaned_data, **signed(request))
        return "Zapisano, do kogo pisać."
    if step == "grupa":
        ask_members(campaign=campaign, institution=of, **signed(request))
        return "To teraz grupa. Dopisz jej członków: o jej wskaźniki zapytamy każdego z nich."
    indicators = _indicators(campaign, request.POST.getlist("wskaznik"))
    if not indicators:
        raise CollectionError("Zaznacz wskaźniki na liście.")
    if step == "wylacz":
        reason = request.POST.get("powod", "")
        number = exclude(
            campaign=campaign,
            institution=of,
            indicators=indicators,
            reason=reason,
            **signed(request),
        )
        return f"Wyłączono {_questions(number)}. Można je przywrócić na tej stronie."
    assign(campaign=campaign, institutions=[of], indicators=indicators, **signed(request))
    return f"Instytucja ma {_questions(len(indicators))} więcej."


def _indicator_step(request: HttpRequest, campaign: Campaign, indicator: Indicator) -> str:
    whom = list(Institution.objects.filter(pk__in=_numbers(request.POST.getlist("kogo"))))
    if not whom:
        raise CollectionError("Zaznacz instytucje na liście.")
    words = plural(len(whom), "instytucja", "instytucje", "instytucji")
    if request.POST.get("krok") == "przywroc":
        assign(campaign=campaign, institutions=whom, indicators=[indicator], **signed(request))
        return f"Przywrócono pytanie: {len(whom)} {words}."
    for institution in whom:
        exclude(
            campaign=campaign,
            institution=institution,
            indicators=[indicator],
            reason=request.POST.get("powod", ""),
            **signed(request),
        )
    return f"Wyłączono pytanie: {len(whom)} {words}. Można je przywrócić na tej stronie."


def _assign_in_bulk(request: HttpRequest, campaign: Campaign) -> str:
    institutions = _whom(request.POST.getlist("kogo"))
    wanted = request.POST.getlist("o_co")
    keys = [
        key
        for key, card in Asking(campaign).cards.items()
        if {_goal_value(card), _task_value(card), str(key)} & set(wanted)
    ]
    if not institutions:
        raise CollectionError("Zaznacz, kogo pytać: grupę, rodzaj albo instytucję.")
    if not keys:
        raise CollectionError("Zaznacz, o co pytać: cel albo zadanie.")
    indicators = _indicators(campaign, [str(key) for key in keys])
    done = assign(
        campaign=campaign, institutions=institutions, indicators=indicators, **signed(request)
    )
    passed = f" Pominięto {print_number(done.left_out)}, bo już są." if done.left_out else ""
    return f"Przydzielono {_questions(done.added)}.{passed}"


def _whom(chosen: list[str]) -> list[Institution]:
    """Groups and institutions by id, whole kinds as "rodzaj:school"."""
    kinds = [value.partition(":")[2] for value in chosen if value.startswith("rodzaj:")]
    found = list(Institution.objects.filter(pk__in=_numbers(chosen)))
    return found + list(
        Institution.objects.filter(kind__in=kinds).exclude(kind=InstitutionKind.GROUP)
    )


def _by_task(campaign: Campaign) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """Goals with their tasks: (value, title, [(value, words, number of indicators)])."""
    goals: dict[str, tuple[str, dict[str, tuple[str, int]]]] = {}
    for card in Asking(campaign).cards.values():
        _, tasks = goals.setdefault(_goal_value(card), (card.goal_title, {}))
        words, number = tasks.get(_task_value(card), (f"{card.task_code} {card.task_title}", 0))
        tasks[_task_value(card)] = (words, number + 1)
    return [
        (value, title, [(task, words, number) for task, (words, number) in tasks.items()])
        for value, (title, tasks) in goals.items()
    ]


def _goal_value(card: AskedIndicator) -> str:
    return f"cel:{card.work_code}:{card.goal_title}"


def _task_value(card: AskedIndicator) -> str:
    return f"zadanie:{card.work_code}:{card.task_code}"


def _indicators(campaign: Campaign, chosen: list[str]) -> list[Indicator]:
    known = set(Asking(campaign).cards)
    wanted = [key for key in _numbers(chosen) if key in known]
    return list(Indicator.objects.filter(pk__in=wanted).order_by("id"))


def _numbers(chosen: list[str]) -> list[int]:
    return [int(value) for value in chosen if value.isdigit()]


def _questions(number: int) -> str:
    return f"{print_number(number)} {plural(number, 'pytanie', 'pytania', 'pytań')}"


def _is(assignment: Any, *, out: bool = True) -> bool:
    return assignment is not None and assignment.excluded is out


def _url(name: str, campaign: Campaign) -> str:
    return reverse(name, args=[campaign.uuid])


def _context(request: HttpRequest, campaign: Campaign, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "crumbs": crumbs(campaign),
        "campaign": campaign,
        "q": request.GET.get("q", ""),
        "may_run": runs(request),
        "changeable": campaign.state in (CampaignState.DRAFT, CampaignState.OPEN),
    }
