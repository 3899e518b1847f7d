"""The text of a programme in the portal: public versions only, and the confirmed lineage."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from miernik.consultations.selectors import public_texts
from miernik.strategy.models import Version, Work
from miernik.strategy.selectors import works_in_force
from miernik.strategy.text.comparing import Fate, compare, count_fates, differences
from miernik.strategy.text.reading import lines
from miernik.web.public.lineage_showing import Linked, linked
from miernik.web.public.text_showing import contents, read


def _work(code: str) -> tuple[Work, list[Version]]:
    """A work with its public versions, the newest first; one without any is not there."""
    found = Work.objects.filter(code=code).first()
    versions = list(public_texts(found).select_related("resolution")) if found else []
    if found is None or not versions:
        raise Http404
    return found, versions


def _shown(versions: list[Version]) -> Version:
    """The version in force, before any was enacted the newest frozen one."""
    return next((item for item in versions if hasattr(item, "resolution")), versions[0])


def _page(
    request: HttpRequest, of: Work, version: Version, versions: list[Version]
) -> HttpResponse:
    shown = read(version)
    context = {
        "work": of,
        "version": version,
        "versions": versions,
        "shown": shown,
        "contents": contents(shown),
        "before": _before(versions, version),
        "in_figures": works_in_force().filter(pk=of.pk).exists(),
        "lineage": bool(confirmed_lineage(of)),
    }
    return render(request, "public/text.html", context)


@require_safe
def text(request: HttpRequest, code: str) -> HttpResponse:
    """The text in force, or the newest public project."""
    of, versions = _work(code)
    return _page(request, of, _shown(versions), versions)


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One public version."""
    of, versions = _work(code)
    return _page(request, of, _numbered(versions, number), versions)


@require_safe
def changes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What changed in a version against the public one before."""
    of, versions = _work(code)
    now = _numbered(versions, number)
    before = _before(versions, now)
    compared = compare(lines(before), lines(now)) if before else []
    counts = count_fates(compared)
    context = {
        "work": of,
        "version": now,
        "before": before,
        "changes": differences(compared),
        "counts": [(fate, counts[fate]) for fate in Fate if counts[fate]],
        "lineage": bool(confirmed_lineage(of)),
    }
    return render(request, "public/text_changes.html", context)


@require_safe
def lineage(request: HttpRequest, code: str) -> HttpResponse:
    """What became of the units of the programme before, once people confirmed all of it."""
    of, _ = _work(code)
    rows = confirmed_lineage(of)
    if not rows:
        raise Http404
    context = {"work": of, "rows": rows, "before": rows[0].link.earlier_version.work}
    return render(request, "public/lineage.html", context)


def _numbered(versions: list[Version], number: int) -> Version:
    found = next((item for item in versions if item.number == number), None)
    if found is None:
        raise Http404
    return found


def _before(versions: list[Version], version: Version) -> Version | None:
    """The public version that this one follows."""
    return next((item for item in versions if item.number < version.number), None)


def confirmed_lineage(of: Work) -> list[Linked]:
    """Return the links of the newest public version whose links are all confirmed."""
    pairs = (
        of.versions.filter(pk__in=public_texts(of).values("pk"), continues__isnull=False)
        .order_by("-number", "-continues__earlier_version__number")
        .values_list("pk", "continues__earlier_version")
        .distinct()
    )
    for later, earlier in pairs:
        rows = linked(Version.objects.get(pk=earlier), Version.objects.get(pk=later))
        if rows and all(row.link.confirmed_at for row in rows):
            return rows
    return []
