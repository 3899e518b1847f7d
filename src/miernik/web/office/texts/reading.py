"""Texts at the desk: the list, one version, what changed in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from miernik.strategy.models import Stage, UnitKind, Version, Work
from miernik.strategy.text.comparing import Fate, compare, count_fates, differences
from miernik.strategy.text.lineage import orphaned_indicators
from miernik.strategy.text.reading import lines
from miernik.strategy.text.restoring import parent_version, removed_units
from miernik.strategy.text.services import draft_of
from miernik.web.office.door import desk
from miernik.web.office.permissions import Action
from miernik.web.office.texts.door import crumbs, edits, is_draft, version_of
from miernik.web.public.text_showing import contents, read


@require_safe
@desk(Action.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Every work that has a text, with its versions, the newest first."""
    works = Work.objects.filter(versions__passages__isnull=False).distinct()
    context = {
        "title": "Teksty",
        "crumbs": crumbs()[:1],
        "works": [(work, _versions(work)) for work in works.order_by("code")],
    }
    return render(request, "office/texts/list.html", context)


@require_safe
@desk(Action.READ)
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version to be read; a draft also to be edited unit by unit."""
    of = version_of(code, number)
    shown = read(of)
    editable = edits(request) and is_draft(of)
    context = {
        "title": f"{of.work.title}, wersja {of.number}",
        "crumbs": crumbs(),
        "version": of,
        "shown": shown,
        "contents": contents(shown),
        "counts": _counts(of),
        "before": parent_version(of),
        "may_edit": edits(request),
        "editable": editable,
        "is_draft": is_draft(of),
        "enactable": not is_draft(of) and of.stage != Stage.ENACTED,
        "draft": draft_of(of.work),
        "orphans": orphaned_indicators(of),
        "removed": removed_units(of) if editable else [],
        "pairs": _pairs(of),
    }
    return render(request, "office/texts/version.html", context)


def _versions(of: Work) -> list[Version]:
    """Every version that holds a text, drafts too, the newest first."""
    found = of.versions.filter(passages__isnull=False).select_related("resolution").distinct()
    return list(found.order_by("-number"))


def _counts(of: Version) -> list[tuple[int, str]]:
    """How many sections, points, letters and indicators the text has."""
    found = [line.kind for line in lines(of)]
    words = (
        (UnitKind.SECTION, "zadanie,zadania,zadań"),
        (UnitKind.POINT, "punkt,punkty,punktów"),
        (UnitKind.LETTER, "litera,litery,liter"),
        (UnitKind.INDICATOR, "wskaźnik,wskaźniki,wskaźników"),
        (UnitKind.TABLE, "tabela,tabele,tabel"),
    )
    return [(number, forms) for kind, forms in words if (number := found.count(kind))]


def _pairs(of: Version) -> list[Version]:
    """Versions of other programmes the lineage of this one leads from."""
    found = Version.objects.filter(continued_in__later_version=of).select_related("work")
    return list(found.distinct().order_by("pk"))


@require_safe
@desk(Action.READ)
def changes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What changed against the frozen version before, unit by unit."""
    of = version_of(code, number)
    before = parent_version(of)
    compared = compare(lines(before), lines(of)) if before else []
    counts = count_fates(compared)
    context = {
        "title": "Co zmieniono w tej wersji",
        "crumbs": crumbs(of),
        "version": of,
        "before": before,
        "changes": differences(compared),
        "counts": [(fate, counts[fate]) for fate in Fate if counts[fate]],
        "editable": edits(request) and is_draft(of),
    }
    return render(request, "office/texts/changes.html", context)
