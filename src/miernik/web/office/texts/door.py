"""The one way to texts at the desk, and to their units and lineage."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.urls import reverse

from miernik.strategy.errors import UnknownPassageError
from miernik.strategy.models import Lineage, Version, VersionState
from miernik.strategy.text.reading import Line, line_with_code
from miernik.web.office.campaigns.door import Crumb
from miernik.web.office.permissions import Action, may


def version_of(code: str, number: int) -> Version:
    """Return a version with a text, draft or frozen."""
    found = Version.objects.filter(work__code=code, number=number, passages__isnull=False)
    first = found.select_related("work__predecessor").distinct().order_by("pk").first()
    if first is None:
        raise Http404
    return first


def line_of(version: Version, unit: str) -> Line:
    """Return a unit of the version by its short code."""
    try:
        return line_with_code(version, unit)
    except UnknownPassageError as error:
        raise Http404 from error


def lineage_of(earlier: Version, later: Version, identity: uuid.UUID) -> Lineage:
    """Return a link of these two versions."""
    found = Lineage.objects.filter(earlier_version=earlier, later_version=later, uuid=identity)
    first = found.select_related("earlier", "later", "earlier_version", "later_version__work")
    link = first.order_by("pk").first()
    if link is None:
        raise Http404
    return link


def edits(request: HttpRequest) -> bool:
    """Return whether the person may change texts, not only read them."""
    return may(request.user, Action.EDIT_TEXT)


def is_draft(version: Version) -> bool:
    """Return whether the version is still edited."""
    return version.state == VersionState.DRAFT


def address_of(version: Version, name: str = "text-version") -> str:
    """Return the address of a page of the version."""
    return reverse(name, args=[version.work.code, version.number])


def crumbs(version: Version | None = None, *more: Crumb) -> list[Crumb]:
    """Return the way to a page: pairs (address, words)."""
    way = [(reverse("office-home"), "Biuro"), (reverse("text-list"), "Teksty")]
    if version is not None:
        words = f"{version.work.code}, wersja {version.number}"
        way.append((address_of(version), words))
    return [*way, *more]
