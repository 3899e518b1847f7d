"""Pages of an imported programme: the tree with its doubts, a unit's field, what will be stored."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from miernik.intake.models import Import, ImportState
from miernik.intake.programme.selectors import programme_of, programme_preview
from miernik.web.office.permissions import Action, may
from miernik.web.office.programme_showing import (
    field_words,
    kinds_to_choose,
    programme_field,
    programme_sheet,
    value_words,
)


def show(request: HttpRequest, of: Import) -> HttpResponse:
    """The preview: doubts first, then the whole tree."""
    sheet = programme_sheet(programme_preview(of), of)
    draft = sheet.preview.draft
    corrections = [
        (item, field_words(draft, item.path), value_words(item.path, item.old),
         value_words(item.path, item.new))
        for item in of.corrections.order_by("pk")
    ]  # fmt: skip
    context = {
        "sheet": sheet,
        "of": of,
        "corrections": corrections,
        "allowed": may(request.user, Action.IMPORT),
        "editable": of.state == ImportState.DRAFT and may(request.user, Action.IMPORT),
    }
    return render(request, "office/import_programme.html", context)


def show_field(
    request: HttpRequest, of: Import, path: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    """One unit's text or kind beside its source, to be corrected; 404 for an unknown path."""
    shown = programme_field(programme_of(of), path)
    if shown is None:
        raise Http404
    context = {"of": of, "field": shown, "choices": kinds_to_choose(path), "error": error}
    return render(request, "office/field.html", context, status=status)


def show_confirm(request: HttpRequest, of: Import, error: str) -> HttpResponse:
    """What will be stored, said in full."""
    context = {"of": of, "sheet": programme_sheet(programme_preview(of), of), "error": error}
    return render(request, "office/confirm_programme.html", context, status=422 if error else 200)
