"""Published editions, their files and errata, and the way back from a printed number."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from miernik.observations.models import Observation
from miernik.observations.selectors import RELEASED
from miernik.reports import lineage
from miernik.reports.errors import UnknownIdentifierError
from miernik.reports.models import Edition, EditionFile, Erratum
from miernik.reports.selectors import editions_in, published_editions, stored_path
from miernik.strategy.models import IndicatorDefinition
from miernik.strategy.selectors import works_in_force
from miernik.web.public import disclosure, door

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
READ_IN_BROWSER = ("pdf", "html")


def _edition(beginning: str) -> Edition:
    found = editions_in(RELEASED).filter(uuid__range=door.span(beginning)).order_by("id")
    first = found.select_related("work").prefetch_related("files", "errata").first()
    if first is None:
        raise Http404
    return first


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every published edition, the newest year first."""
    groups = [
        (work, found)
        for work in works_in_force()
        if (found := published_editions(work, store=RELEASED))
    ]
    return render(request, "public/editions.html", {"groups": groups})


@require_safe
def edition(request: HttpRequest, beginning: str) -> HttpResponse:
    """One edition: files with their hashes, errata."""
    return render(request, "public/edition.html", {"edition": _edition(beginning)})


# The report carries its own style sheet; it may do nothing else.
@csp_replace(  # type: ignore[arg-type]  # its types know of views without arguments only
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "font-src": ["data:"],
        "sandbox": ["allow-popups"],
    }
)
@require_safe
def edition_file(_request: HttpRequest, beginning: str, name: str) -> HttpResponseBase:
    """One file of an edition, as it was published."""
    file = _edition(beginning).files.filter(name=name).first()
    if file is None:
        raise Http404
    return serve(file)


def serve(file: EditionFile) -> FileResponse:
    """Send a stored file under the name it was published with."""
    path = stored_path(file)
    if not path.is_file():
        raise Http404
    ending = path.suffix.lstrip(".").lower()
    return FileResponse(
        path.open("rb"),
        filename=file.name,
        as_attachment=ending not in READ_IN_BROWSER,
        content_type=CONTENT_TYPES.get(ending, "application/octet-stream"),
    )


@require_safe
def find_number(request: HttpRequest) -> HttpResponse:
    """From an identifier typed by a reader to its page."""
    asked = request.GET.get("id", "").strip()[:40]
    if not asked:
        return render(request, "public/find_number.html", {"asked": "", "error": ""})
    try:
        return redirect(
            "number", identifier=lineage.identifier(lineage.resolve(asked, store=RELEASED))
        )
    except UnknownIdentifierError as error:
        context = {"asked": asked, "error": str(error)}
        return render(request, "public/find_number.html", context, status=404)


@require_safe
def number(request: HttpRequest, identifier: str) -> HttpResponse:
    """A printed number: its indicator, source, notes and what became of it."""
    try:
        observation = lineage.resolve(identifier, store=RELEASED)
    except UnknownIdentifierError as error:
        raise Http404 from error
    definition = door.definition(observation.indicator)
    _guard(definition, observation)
    history = disclosure.history(observation)
    if disclosure.is_hidden(history[0]) and history[0] != observation:
        return redirect("number", identifier=lineage.identifier(history[0]))
    context = {
        "item": observation,
        "card": definition,
        "work": definition.version.work,
        "identifier": lineage.identifier(observation),
        "history": history,
        "current": history[0],
        "errata": list(
            Erratum.objects.filter(printed=observation, edition__in=editions_in(RELEASED))
            .select_related("edition")
            .order_by("id")
        ),
        "institutions": _institutions(definition, observation),
    }
    return render(request, "public/number.html", context)


def _institutions(
    card: IndicatorDefinition, observation: Observation
) -> list[disclosure.InstitutionValue]:
    if observation.institution_id is not None:
        return []
    return disclosure.institutions(card, observation.year)


def _guard(card: IndicatorDefinition, observation: Observation) -> None:
    """Raise Http404 for an institution's number that is hidden beside the city's value."""
    if observation.institution_id is None:
        return
    held = RELEASED.by_institution(observation.indicator_id, observation.year)
    hidden = disclosure.hidden_institutions(card, observation.year, held)
    mine = {item.pk for item in held if item.institution_id == observation.institution_id}
    # An earlier version stands on the same page.
    alone = [
        disclosure.hidden_institutions(card, item.year, [item])
        for item in RELEASED.history(observation)
    ]
    if mine & hidden or any(alone):
        raise Http404
