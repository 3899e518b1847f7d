"""Pages of the portal. GET only; nothing here decides or writes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from miernik.analysis.compute.series import Verdict
from miernik.analysis.selectors import work_changes
from miernik.cases.statistics.published import published_tables
from miernik.consultations.selectors import public_consultations, public_texts
from miernik.kernel.text import sort_key
from miernik.observations.models import Observation
from miernik.observations.selectors import RELEASED
from miernik.reports.selectors import published_editions
from miernik.strategy.models import Implementation, UnitKind
from miernik.strategy.selectors import Node, labels_by_indicator, works_in_force
from miernik.web.public import disclosure, door, downloads
from miernik.web.public.drawing import chart_of
from miernik.web.public.gauge import gauge_of
from miernik.web.public.reading import Row, Shelf, open_shelf
from miernik.web.public.search import search


def _shelves() -> list[Shelf]:
    return [open_shelf(work) for work in works_in_force()]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the strategies, what changed, how much of it compares."""
    shelves = _shelves()
    newest = [(shelf, published_editions(shelf.work, store=RELEASED)[:1]) for shelf in shelves]
    gauge = next((found for shelf in shelves if (found := gauge_of(shelf))), None)
    return render(request, "public/home.html", {"shelves": newest, "gauge": gauge})


@require_safe
def work(request: HttpRequest, code: str) -> HttpResponse:
    """A strategy: its goals and priorities, its verdicts, its sources."""
    shelf = open_shelf(door.work(code))
    found = ((year, published_tables(shelf.work, year)) for year in reversed(shelf.years))
    year, tables = next(((year, tables) for year, tables in found if tables), (None, ()))
    context = {
        "shelf": shelf,
        "work": shelf.work,
        "tables": tables,
        "tables_year": year,
        "has_text": public_texts(shelf.work).exists(),
    }
    return render(request, "public/work.html", context)


@require_safe
def goal(request: HttpRequest, code: str, label: str) -> HttpResponse:
    """A goal with its priorities, tasks and indicators."""
    of = door.work(code)
    shelf = open_shelf(of)
    node, _ = door.node(of, label, UnitKind.GOAL)
    priorities = [
        (priority, [(task, shelf.rows(task)) for task in priority.children])
        for priority in node.children
    ]
    context = {
        "work": of,
        "shelf": shelf,
        "goal": node,
        "priorities": priorities,
        "verdicts": shelf.verdicts([node]),
        "neighbours": _neighbours(shelf.roots, node.label),
    }
    return render(request, "public/goal.html", context)


def _neighbours(nodes: list[Node], label: str) -> tuple[Node | None, Node | None]:
    at = next(index for index, node in enumerate(nodes) if node.label == label)
    before = nodes[at - 1] if at > 0 else None
    return before, nodes[at + 1] if at + 1 < len(nodes) else None


@require_safe
def task(request: HttpRequest, code: str, label: str) -> HttpResponse:
    """A task: who carries it out, from what money, and its indicators."""
    of = door.work(code)
    shelf = open_shelf(of)
    node, above = door.node(of, label, UnitKind.TASK)
    tasks = [item for root in shelf.roots for item in root.tasks()]
    context = {
        "work": of,
        "shelf": shelf,
        "task": node,
        "above": above,
        "rows": shelf.rows(node, shelf.years),
        "neighbours": _neighbours(tasks, node.label),
    }
    return render(request, "public/task.html", context)


def _indicator_parts(code: str, beginning: str) -> tuple[Shelf, Row, Node, list[Node]]:
    of = door.work(code)
    definition = door.definition(door.indicator(of, beginning))
    shelf = open_shelf(of)
    labels = labels_by_indicator(shelf.roots)
    if definition.indicator_id not in labels:
        raise Http404
    node, above = door.node(of, labels[definition.indicator_id], UnitKind.TASK)
    return shelf, shelf.row(node.label, definition, shelf.years), node, above


@require_safe
def indicator(request: HttpRequest, code: str, beginning: str) -> HttpResponse:
    """An indicator: what changed, chart, values, notes, breaks, sources, corrections."""
    shelf, row, node, above = _indicator_parts(code, beginning)
    held = [value.observation for value in row.values if value.observation is not None]
    context = {
        "work": shelf.work,
        "shelf": shelf,
        "row": row,
        "card": row.definition,
        "chart": chart_of(row),
        "task": node,
        "above": above,
        "corrected": [(item, disclosure.history(item)) for item in held if item.version > 1],
        "institutions": {
            item.year: found
            for item in held
            if (found := disclosure.institutions(row.definition, item.year))
        },
    }
    return render(request, "public/indicator.html", context)


def _all_versions(row: Row) -> list[Observation]:
    held = [value.observation for value in row.values if value.observation is not None]
    return [version for item in held for version in disclosure.history(item)]


@require_safe
def indicator_csv(_request: HttpRequest, code: str, beginning: str) -> HttpResponse:
    """The indicator's values as CSV."""
    _, row, _, _ = _indicator_parts(code, beginning)
    body = downloads.as_csv(row.definition, _all_versions(row))
    return _file(HttpResponse(body, content_type="text/csv; charset=utf-8"), row, "csv")


@require_safe
def indicator_json(_request: HttpRequest, code: str, beginning: str) -> HttpResponse:
    """The indicator's values, notes and breaks as JSON."""
    _, row, _, _ = _indicator_parts(code, beginning)
    body = downloads.as_json(
        row.definition, row.label, _all_versions(row), list(row.breaks), row.guarded
    )
    options = {"ensure_ascii": False, "indent": 2}
    return _file(JsonResponse(body, json_dumps_params=options), row, "json")


def _file(response: HttpResponse, row: Row, ending: str) -> HttpResponse:
    name = f"wskaznik-{row.label.lower()}-{row.short}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """What changed between two years, by verdict and goal."""
    of = door.work(code)
    shelf = open_shelf(of)
    pair = _pair(request, shelf)
    asked = request.GET.get("werdykt", "")
    letter = request.GET.get("cel", "")
    analysed = work_changes(of, *pair, store=RELEASED) if pair else None
    found = analysed.by_indicator if analysed else {}
    rows = [
        (root, row.label, row, found[row.definition.indicator_id])
        for root in shelf.roots
        for node in root.tasks()
        for row in shelf.rows(node, pair)
        if row.definition.indicator_id in found
    ]
    in_goal = [item for item in rows if letter in ("", item[0].label)]
    shown = [item for item in in_goal if _wanted(asked, item[3].verdict)]
    groups: dict[str, list[tuple[Row, object]]] = defaultdict(list)
    for root, _, row, change in shown:
        groups[root.label].append((row, change))
    context = {
        "work": of,
        "shelf": shelf,
        "pair": pair,
        "goals": [(root, groups[root.label]) for root in shelf.roots if root.label in groups],
        "shown": len(shown),
        "total": len(rows),
        "verdict": asked,
        "letter": letter,
        "choices": [
            (choice, sum(1 for item in in_goal if item[3].verdict is choice)) for choice in Verdict
        ],
        "in_goal": len(in_goal),
        "told": sum(1 for item in in_goal if _wanted("", item[3].verdict)),
        "tested": analysed.tested if analysed else 0,
        "false_alarms": analysed.expected_false_alarms if analysed else 0,
    }
    return _page_or_part(request, "public/changes.html", "public/_changes_list.html", context)


def _page_or_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    """The whole page, or for HTMX the part it replaces; caches are told to keep them apart."""
    asks = request.headers
    wants_part = "HX-Request" in asks and "HX-History-Restore-Request" not in asks
    response = render(request, part if wants_part else page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


EVERY = "wszystkie"


def _wanted(asked: str, verdict: Verdict) -> bool:
    """Whether a verdict answers the filter; without one, those that say something do."""
    if asked == "":
        return verdict is not Verdict.TOO_LITTLE_DATA
    return asked in (EVERY, verdict)


def _pair(request: HttpRequest, shelf: Shelf) -> tuple[int, int] | None:
    """The years asked for, when the strategy has values for both; else the two latest."""
    asked = [request.GET.get("od", ""), request.GET.get("do", "")]
    if all(text.isdecimal() and int(text) in shelf.years for text in asked):
        year_from, year_to = sorted(int(text) for text in asked)
        if year_from != year_to:
            return year_from, year_to
    return shelf.latest_pair


@require_safe
def implementers(request: HttpRequest) -> HttpResponse:
    """Institutions that carry out tasks, by name."""
    counted: dict[int, set[int]] = defaultdict(set)
    known = {}
    for item in _implementations():
        known[item.institution_id] = item.institution
        counted[item.institution_id].add(item.placement_id)
    rows = [(institution, len(counted[key])) for key, institution in known.items()]
    rows.sort(key=lambda row: sort_key(row[0].name))
    return render(request, "public/implementers.html", {"rows": rows})


def _implementations() -> list[Implementation]:
    versions = [door.version(of).pk for of in works_in_force()]
    found = Implementation.objects.filter(placement__version__in=versions)
    return list(found.select_related("institution", "placement").order_by("id"))


@require_safe
def implementer(request: HttpRequest, beginning: str) -> HttpResponse:
    """What one institution carries out."""
    institution = door.institution(beginning)
    placements = {
        item.placement_id for item in _implementations() if item.institution_id == institution.pk
    }
    works = []
    for shelf in _shelves():
        tasks = [
            (node, shelf.rows(node))
            for root in shelf.roots
            for node in root.tasks()
            if node.placement.pk in placements
        ]
        if tasks:
            works.append((shelf, tasks))
    context = {"institution": institution, "works": works}
    return render(request, "public/implementer.html", context)


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Search; with HTMX only the list of what was found."""
    asked = request.GET.get("q", "").strip()[:200]
    found = search(asked)
    context = {"asked": asked, "found": found, "count": len(found.hits)}
    return _page_or_part(request, "public/search.html", "public/_hits.html", context)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every document values come from."""
    rows = RELEASED.sources_with_counts()
    return render(request, "public/sources.html", {"rows": rows})


@require_safe
def source(request: HttpRequest, beginning: str) -> HttpResponse:
    """One document: which values come from it and from where in it."""
    found = door.source(beginning)
    held = (
        RELEASED.observations()
        .filter(source=found, institution__isnull=True, superseded_by__isnull=True)
        .select_related("indicator__work")
        .prefetch_related("notes", "indicator__definitions")
        .order_by("id")
    )
    return render(request, "public/source.html", {"source": found, "observations": list(held)})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How the figures are judged, in plain words."""
    return render(request, "public/method.html", {"verdicts": list(Verdict)})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the act on digital accessibility asks for."""
    return render(request, "public/accessibility.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed, the office may not."""
    place = request.build_absolute_uri(reverse("sitemap"))
    text = f"User-agent: *\nDisallow: /biuro/\nDisallow: /szukaj/\nSitemap: {place}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Addresses of all pages, for search engines."""
    paths = [
        reverse(name)
        for name in (
            "home",
            "consultations",
            "implementers",
            "sources",
            "editions",
            "method",
            "accessibility",
        )
    ]
    paths += [reverse("consultation", args=[of.code]) for of in public_consultations()]
    for shelf in _shelves():
        code = shelf.work.code
        paths += [reverse("work", args=[code]), reverse("changes", args=[code])]
        for root in shelf.roots:
            paths.append(reverse("goal", args=[code, root.label.lower()]))
            for node in root.tasks():
                paths.append(reverse("task", args=[code, node.label.lower()]))
                paths += [
                    reverse("indicator", args=[code, door.short(card.indicator.uuid)])
                    for card in node.definitions
                ]
    locations = [request.build_absolute_uri(path) for path in paths]
    return render(
        request, "public/sitemap.xml", {"locations": locations}, content_type="application/xml"
    )
