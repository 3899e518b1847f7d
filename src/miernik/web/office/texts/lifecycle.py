"""The life of a version: a draft, freezing, discarding, enacting, the next programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from miernik.kernel.errors import MiernikError
from miernik.strategy.models import Stage
from miernik.strategy.text.content import text_hash
from miernik.strategy.text.lineage import orphaned_indicators, start_successor
from miernik.strategy.text.reading import text_of
from miernik.strategy.text.services import discard_draft, enact, freeze_text, start_draft
from miernik.web.office.campaigns.door import signed
from miernik.web.office.door import desk
from miernik.web.office.permissions import Action
from miernik.web.office.texts.door import address_of, crumbs, is_draft, version_of
from miernik.web.office.texts.forms import FreezeForm, ResolutionForm, SuccessorForm


@require_POST
@desk(Action.EDIT_TEXT)
def draft(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Start a draft from this version."""
    source = version_of(code, number)
    note = f"na podstawie wersji {source.number}"
    try:
        made = start_draft(work=source.work, roots=text_of(source), note=note, **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect(address_of(source))
    messages.success(request, "Utworzono wersję roboczą. Poprzednie wersje zostają bez zmian.")
    return redirect(address_of(made))


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.EDIT_TEXT)
def successor(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Start the next programme from this text."""
    source = version_of(code, number)
    if is_draft(source):
        raise Http404
    years = source.work.end_year - source.work.start_year
    initial = {"start_year": source.work.end_year + 1, "end_year": source.work.end_year + 1 + years}
    form = SuccessorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = start_successor(
                earlier=source,
                code=typed["code"],
                title=typed["title"],
                years=(typed["start_year"], typed["end_year"]),
                **signed(request),
            )
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Utworzono nowy program z wersją roboczą i mapą zmian.")
            return redirect(address_of(made))
    context = {
        "title": "Nowy program na podstawie tego",
        "crumbs": crumbs(source),
        "version": source,
        "form": form,
        "lead": "Nowy program dostanie ten tekst jako wersję roboczą. Jego jednostki są nowe, bo "
        "nowy program ma własne wskaźniki i lata, a skąd pochodzą, pokazuje mapa zmian.",
        "button": "Utwórz nowy program",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/texts/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.EDIT_TEXT)
def freeze(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Freeze a draft for consultation, or as the project after it; the hash is shown first."""
    version = version_of(code, number)
    if not is_draft(version):
        raise Http404
    form = FreezeForm(request.POST or None)
    stage = Stage.AFTER if request.GET.get("etap") == Stage.AFTER else Stage.CONSULTED
    if request.method == "POST" and form.is_valid():
        try:
            freeze_text(version=version, stage=stage, **signed(request))
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            said = f"Zamrożono wersję. Skrót treści: {version.content_hash}."
            messages.success(request, said)
            return redirect(address_of(version))
    context = {
        "title": "Zamrożenie wersji",
        "crumbs": crumbs(version),
        "version": version,
        "form": form,
        "stage": stage,
        "digest": text_hash(text_of(version)),
        "orphans": orphaned_indicators(version),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/texts/freeze.html", context, status=status)


@require_POST
@desk(Action.EDIT_TEXT)
def discard(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Delete a draft."""
    version = version_of(code, number)
    try:
        discard_draft(version=version, **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect(address_of(version))
    messages.success(request, f"Usunięto wersję roboczą programu {code}.")
    return redirect("text-list")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.EDIT_TEXT)
def adopt(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write down the resolution that adopted a frozen version."""
    version = version_of(code, number)
    if is_draft(version) or version.stage == Stage.ENACTED:
        raise Http404
    form = ResolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = enact(version=version, **form.cleaned_data, **signed(request))
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "Zapisano uchwałę. Ta wersja ma odtąd wskaźniki do zbierania."
            )
            return redirect(address_of(made))
    context = {
        "title": "Uchwała, która przyjęła tekst",
        "crumbs": crumbs(version),
        "version": version,
        "form": form,
        "lead": "Powstanie uchwalona wersja o tej samej treści. Jej wskaźniki będzie można "
        "zbierać w kampaniach, a wcześniejsza uchwała przestanie obowiązywać dzień przed nową.",
        "button": "Zapisz uchwałę",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/texts/form.html", context, status=status)
