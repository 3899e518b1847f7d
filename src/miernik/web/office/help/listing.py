"""A list of entries as a table, by year and kind, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from miernik.web.office.help.acting import Crumb, today

A_PAGE = 50
YEARS_BACK = 10
OLDEST, NEWEST = 1990, 2100


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words, perhaps a link, perhaps as a badge (``warning``, ``success``)."""

    text: str
    url: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list is: its words, columns, and how a row becomes cells."""

    title: str
    lead: str
    columns: Sequence[str]
    cells: Callable[[Any], Sequence[Cell]]
    add_url: str = ""
    add_label: str = ""
    kinds: Sequence[tuple[str, str]] = ()
    empty: str = "W tym roku nic nie zapisano."


def year_of(request: HttpRequest) -> int:
    """Return the year asked for, this year by default."""
    asked = request.GET.get("rok", "")
    if asked.isdecimal() and OLDEST <= int(asked) <= NEWEST:
        return int(asked)
    return today().year


def listing_page(
    request: HttpRequest, listing: Listing, rows: QuerySet[Any], *, crumbs: Sequence[Crumb]
) -> HttpResponse:
    """Show a list, narrowed to the kind asked for."""
    kind = request.GET.get("rodzaj", "")
    if kind in dict(listing.kinds):
        rows = rows.filter(kind=kind)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("strona"))
    year = year_of(request)
    years = sorted({year, *range(today().year - YEARS_BACK + 1, today().year + 1)}, reverse=True)
    context = {
        "title": listing.title,
        "listing": listing,
        "crumbs": crumbs,
        "page": page,
        "rows": [list(zip(listing.columns, listing.cells(row), strict=True)) for row in page],
        "year": year,
        "years": years,
        "kind": kind,
        "total": page.paginator.count,
    }
    return render(request, "office/help/list.html", context)
