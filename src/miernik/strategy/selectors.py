"""Reading strategies: the tree of a version with derived labels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from miernik.strategy.content import CARD_FIELDS, Card, IndicatorContent, UnitContent
from miernik.strategy.errors import EmptyWorkError, NotEnactedError, UnknownWorkError
from miernik.strategy.models import (
    Funding,
    Implementation,
    IndicatorDefinition,
    Placement,
    Stage,
    UnitKind,
    Version,
    Work,
)

#: Versions that carry yearly figures.
IN_FORCE = {"stage": Stage.ENACTED}


@dataclass(slots=True)
class Node:
    """A unit at its place in a version, with what stands under it.

    ``label`` is derived ("A", "A.1", "A.1.3"); ``definitions``, ``implementations`` and
    ``fundings`` are filled for tasks only, in printed order.
    """

    placement: Placement
    label: str
    children: list[Node] = field(default_factory=list)
    definitions: list[IndicatorDefinition] = field(default_factory=list)
    implementations: list[Implementation] = field(default_factory=list)
    fundings: list[Funding] = field(default_factory=list)

    @property
    def kind(self) -> UnitKind:
        """Goal, priority or task."""
        return UnitKind(self.placement.unit.kind)

    @property
    def title(self) -> str:
        """The wording of this version."""
        return self.placement.title

    def tasks(self) -> list[Node]:
        """The tasks under this node (itself, for a task), in order."""
        if self.kind is UnitKind.TASK:
            return [self]
        return [task for child in self.children for task in child.tasks()]


def work_by_code(code: str) -> Work:
    """Return the work with this code, in any case; a unique beginning of a code is enough.

    Raises UnknownWorkError, whose message lists the codes there are.
    """
    exact = Work.objects.filter(code__iexact=code).first()
    if exact is not None:
        return exact
    starting = list(Work.objects.filter(code__istartswith=code)[:2]) if code else []
    if len(starting) == 1:
        return starting[0]
    raise UnknownWorkError(code, list(Work.objects.values_list("code", flat=True)))


def latest_version(work: Work) -> Version:
    """Return the latest version that carries yearly figures, the enacted one.

    Raises EmptyWorkError when there is none, NotEnactedError when only projects exist.
    """
    version = work.versions.filter(**IN_FORCE).order_by("-number").first()
    if version is None:
        if work.versions.exists():
            raise NotEnactedError(work.code)
        raise EmptyWorkError(work.code)
    return version


def works_in_force() -> QuerySet[Work]:
    """Return the works with a version that carries yearly figures, by code."""
    carried = Version.objects.filter(**IN_FORCE).values("work")
    return Work.objects.filter(pk__in=carried).order_by("code")


def tree(version: Version) -> list[Node]:
    """Return the goals of a version with everything under them, in six queries."""
    placements = list(
        version.placements.select_related("unit").order_by("parent_id", "position", "id")
    )
    labels = labels_by_placement(placements)
    nodes = {
        placement.pk: Node(placement, placement.frozen_label or labels[placement.pk])
        for placement in placements
    }
    roots: list[Node] = []
    for placement in placements:
        if placement.parent_id is None:
            roots.append(nodes[placement.pk])
        else:
            nodes[placement.parent_id].children.append(nodes[placement.pk])
    _fill(version, nodes)
    return roots


def goal_letter(position: int) -> str:
    """Return the letter of the goal at ``position`` (from 1): A … Z, then AA …"""
    letters = ""
    while position > 0:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _fill(version: Version, nodes: dict[int, Node]) -> None:
    definitions = version.definitions.select_related("indicator").order_by("task_id", "position")
    for definition in definitions:
        nodes[definition.task_id].definitions.append(definition)
    implementations = Implementation.objects.filter(placement__version=version)
    for item in implementations.select_related("institution").order_by("placement_id", "position"):
        nodes[item.placement_id].implementations.append(item)
    fundings = Funding.objects.filter(placement__version=version)
    for funding in fundings.select_related("source").order_by("placement_id", "position"):
        nodes[funding.placement_id].fundings.append(funding)


def labels_by_placement(placements: list[Placement]) -> dict[int, str]:
    """Derive the label of every placement of one version ("A", "A.1", "A.1.3") from its place."""
    by_id = {placement.pk: placement for placement in placements}

    def label(placement: Placement) -> str:
        if placement.parent_id is None:
            return goal_letter(placement.position)
        return f"{label(by_id[placement.parent_id])}.{placement.position}"

    return {placement.pk: label(placement) for placement in placements}


def labels_by_indicator(roots: list[Node]) -> dict[int, str]:
    """Return, for each indicator id, the label of its task ("A.1.3")."""
    found: dict[int, str] = defaultdict(str)
    for root in roots:
        for task in root.tasks():
            for definition in task.definitions:
                found[definition.indicator_id] = task.label
    return dict(found)


def card_of(definition: IndicatorDefinition) -> Card:
    """Return the card of an indicator in one version as plain data."""
    return Card(**{name: getattr(definition, name) for name in CARD_FIELDS})


def content_of(version: Version) -> list[UnitContent]:
    """Return the version's content as plain data with its identities, ready for a next version."""
    return [_content(root) for root in tree(version)]


def _content(node: Node) -> UnitContent:
    return UnitContent(
        title=node.title,
        unit=node.placement.unit,
        children=[_content(child) for child in node.children],
        implementers=[item.printed_name for item in node.implementations],
        implementers_text=node.placement.implementers_text,
        funding=[item.printed_name for item in node.fundings],
        funding_text=node.placement.funding_text,
        monitoring=node.placement.monitoring,
        indicators=[
            IndicatorContent(
                definition.name,
                card_of(definition),
                definition.indicator,
            )
            for definition in node.definitions
        ],
    )
