"""The one way from an address to an object; what is not public, or is not there, is a 404."""

from __future__ import annotations

import re
import uuid

from django.http import Http404

from miernik.accounts.models import Institution
from miernik.observations.models import Source
from miernik.observations.selectors import RELEASED
from miernik.strategy.models import Indicator, IndicatorDefinition, UnitKind, Version, Work
from miernik.strategy.selectors import Node, latest_version, tree, works_in_force

SHORT = 10  # digits of a UUID in an address: unique among a trillion rows


def short(identity: uuid.UUID) -> str:
    """Return the beginning of an identity that stands in addresses."""
    return identity.hex[:SHORT]


def span(beginning: str) -> tuple[uuid.UUID, uuid.UUID]:
    """Return the first and the last identity with this beginning; raises Http404 for nonsense."""
    if not re.fullmatch(rf"[0-9a-f]{{{SHORT}}}", beginning):
        raise Http404
    rest = 32 - SHORT
    return uuid.UUID(beginning + "0" * rest), uuid.UUID(beginning + "f" * rest)


def work(code: str) -> Work:
    """Return the strategy with exactly this code, if it has anything to show."""
    found = works_in_force().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def version(of: Work) -> Version:
    """Return the version the portal shows."""
    return latest_version(of)


def node(of: Work, label: str, kind: UnitKind) -> tuple[Node, list[Node]]:
    """Return the unit with this label in the shown version and the units above it, from the top."""
    wanted = label.casefold()

    def look(nodes: list[Node], above: list[Node]) -> tuple[Node, list[Node]] | None:
        for item in nodes:
            if item.label.casefold() == wanted and item.kind is kind:
                return item, above
            found = look(item.children, [*above, item])
            if found is not None:
                return found
        return None

    found = look(tree(version(of)), [])
    if found is None:
        raise Http404
    return found


def indicator(of: Work, beginning: str) -> Indicator:
    """Return an indicator of this strategy."""
    found = of.indicators.filter(uuid__range=span(beginning)).order_by("id").first()
    if found is None:
        raise Http404
    return found


def definition(of: Indicator) -> IndicatorDefinition:
    """Return the newest card of an indicator, with its task."""
    found = (
        of.definitions.select_related("task", "version", "indicator")
        .order_by("-version__number")
        .first()
    )
    if found is None:
        raise Http404
    return found


def institution(beginning: str) -> Institution:
    """Return an institution that carries out something."""
    found = Institution.objects.filter(
        uuid__range=span(beginning), implementations__isnull=False
    ).distinct()
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first


def source(beginning: str) -> Source:
    """Return a source that values come from."""
    found = Source.objects.filter(
        uuid__range=span(beginning), observations__in=RELEASED.observations()
    )
    first = found.distinct().order_by("id").first()
    if first is None:
        raise Http404
    return first
