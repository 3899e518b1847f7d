"""From one programme to the next at the desk: proposals, decisions, warnings."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural
from miernik.strategy.models import LineageKind, Unit, Version
from miernik.strategy.text.lineage import (
    change_lineage,
    confirm_kind,
    confirm_lineage,
    orphaned_indicators,
    propose_lineage,
    reject,
)
from miernik.strategy.text.matching import matched
from miernik.strategy.text.reading import lines
from miernik.web.office.campaigns.door import signed
from miernik.web.office.door import desk
from miernik.web.office.permissions import Action
from miernik.web.office.texts.door import crumbs, edits, lineage_of, version_of
from miernik.web.office.texts.forms import LineageForm
from miernik.web.public.lineage_showing import linked


def _address(earlier: Version, later: Version) -> str:
    where = [later.work.code, later.number, earlier.work.code, earlier.number]
    return reverse("text-lineage", args=where)


@require_POST
@desk(Action.EDIT_TEXT)
def start(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Propose the lineage from the predecessor's latest frozen text."""
    later = version_of(code, number)
    before = later.work.predecessor
    found = before.versions.filter(state="frozen", passages__isnull=False) if before else None
    earlier = found.distinct().order_by("-number").first() if found is not None else None
    if earlier is None:
        messages.error(request, "Poprzedni program nie ma zamrożonego tekstu. Wczytaj go najpierw.")
        return redirect("text-version", code, number)
    try:
        propose_lineage(earlier, later, **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect("text-version", code, number)
    return redirect(_address(earlier, later))


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.READ)
def pair(
    request: HttpRequest, code: str, number: int, earlier: str, earlier_number: int
) -> HttpResponse:
    """Every link of two programmes with its score and redline; decisions on them."""
    later, before = version_of(code, number), version_of(earlier, earlier_number)
    if request.method == "POST":
        return _decided(request, before, later)
    rows = linked(before, later)
    if not rows:
        raise Http404
    counts = Counter(row.link.kind for row in rows)
    waiting = Counter(row.link.kind for row in rows if row.link.confirmed_at is None)
    wanted = request.GET.get("rodzaj", "")
    context = {
        "title": "Mapa zmian",
        "crumbs": crumbs(later),
        "version": later,
        "before": before,
        "rows": [row for row in rows if wanted in ("", row.link.kind)],
        "total": len(rows),
        "waiting": sum(waiting.values()),
        "kinds": [(kind, counts[kind], waiting[kind]) for kind in LineageKind if counts[kind]],
        "wanted": wanted,
        "orphans": orphaned_indicators(later),
        "may_edit": edits(request),
    }
    return render(request, "office/texts/lineage.html", context)


def _decided(request: HttpRequest, before: Version, later: Version) -> HttpResponse:
    """Confirm one, confirm a kind, reject one, or propose the rest anew."""
    if not edits(request):
        raise PermissionDenied(Action.EDIT_TEXT.label)
    deeds: dict[str, Callable[[], str]] = {
        "potwierdz": lambda: _confirm(request, before, later),
        "wszystkie": lambda: _confirm_kind(request, before, later),
        "odrzuc": lambda: _reject(request, before, later),
        "ponow": lambda: _again(request, before, later),
    }
    deed = deeds.get(request.POST.get("krok", ""))
    if deed is None:
        raise Http404
    try:
        messages.success(request, deed())
    except MiernikError as error:
        messages.error(request, str(error))
    return redirect(_address(before, later))


def _identity(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("powiazanie", ""))
    except ValueError as error:
        raise Http404 from error


def _confirm(request: HttpRequest, before: Version, later: Version) -> str:
    link = lineage_of(before, later, _identity(request))
    confirm_lineage(lineage=link, **signed(request))
    return "Potwierdzono powiązanie."


def _confirm_kind(request: HttpRequest, before: Version, later: Version) -> str:
    try:
        kind = LineageKind(request.POST.get("rodzaj", ""))
    except ValueError as error:
        raise Http404 from error
    number = confirm_kind(earlier=before, later=later, kind=kind, **signed(request))
    words = plural(number, "powiązanie", "powiązania", "powiązań")
    return f"Potwierdzono {number} {words}: {kind.label}."


def _reject(request: HttpRequest, before: Version, later: Version) -> str:
    link = lineage_of(before, later, _identity(request))
    reject(lineage=link, reason=request.POST.get("powod", ""), **signed(request))
    return "Odrzucono powiązanie. Obie jednostki czekają teraz osobno: usunięta i nowa."


def _again(request: HttpRequest, before: Version, later: Version) -> str:
    propose_lineage(before, later, **signed(request))
    return "Zaproponowano od nowa to, czego nikt jeszcze nie potwierdził."


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.EDIT_TEXT)
def change(
    request: HttpRequest,
    code: str,
    number: int,
    earlier: str,
    earlier_number: int,
    identity: uuid.UUID,
) -> HttpResponse:
    """Give a link another kind or other ends."""
    later, before = version_of(code, number), version_of(earlier, earlier_number)
    link = lineage_of(before, later, identity)
    old = [line for line in lines(before) if matched(line)]
    new = [line for line in lines(later) if matched(line)]
    initial = {
        "kind": link.kind,
        "earlier": next((line.code for line in old if line.unit_id == link.earlier_id), ""),
        "later": next((line.code for line in new if line.unit_id == link.later_id), ""),
    }
    form = LineageForm(old, new, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        chosen = {line.code: line.unit_id for line in (*old, *new)}
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=chosen.values())}
        try:
            change_lineage(
                lineage=link,
                kind=LineageKind(typed["kind"]),
                earlier=units[chosen[typed["earlier"]]] if typed["earlier"] else None,
                later=units[chosen[typed["later"]]] if typed["later"] else None,
                reason=typed["reason"],
                **signed(request),
            )
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Zmieniono i potwierdzono powiązanie.")
            return redirect(_address(before, later))
    context = {
        "title": "Zmiana powiązania",
        "crumbs": crumbs(later, (_address(before, later), "Mapa zmian")),
        "version": later,
        "form": form,
        "lead": "Wskaż, co naprawdę stało się z jednostką. Zmiana jest od razu potwierdzona.",
        "button": "Zapisz powiązanie",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/texts/form.html", context, status=status)
