"""Who is asked for what, from both sides: by indicator and by institution. It only reads."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from miernik.accounts.models import Institution, InstitutionKind
from miernik.collection.asked import AskedIndicator
from miernik.collection.asking import Asking
from miernik.collection.models import Assignment, Campaign
from miernik.kernel.text import folded, sort_key
from miernik.strategy.models import Implementation


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One indicator of the text with how many institutions are asked and left out."""

    key: int
    card: AskedIndicator
    asked: int
    excluded: int


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """One institution with how many indicators it is asked for and left out of."""

    institution: Institution
    asked: int
    excluded: int


def indicator_rows(campaign: Campaign) -> list[AskedRow]:
    """Return every indicator of the covered texts in their order, in a fixed number of queries."""
    counts = _counts(campaign, "indicator_id")
    return [
        AskedRow(key, card, counts[key, False], counts[key, True])
        for key, card in Asking(campaign).cards.items()
    ]


def institution_rows(
    campaign: Campaign, words: str = "", *, no_mail: bool = False
) -> list[InstitutionRow]:
    """Return the institutions a campaign knows, by name; ``words`` must all stand in the name."""
    counts = _counts(campaign, "institution_id")
    wanted = folded(words).split()
    known = campaign.assignments.order_by().values("institution")
    rows = [
        InstitutionRow(item, counts[item.pk, False], counts[item.pk, True])
        for item in Institution.objects.filter(pk__in=known).select_related("parent")
        if all(word in folded(item.name) for word in wanted)
        and not (no_mail and item.contact_email)
    ]
    return sorted(rows, key=lambda row: sort_key(row.institution.name))


def empty_groups(campaign: Campaign) -> list[tuple[Institution, list[str]]]:
    """Return collective names ("szkoły") without members, with the tasks that name them.

    Nobody can be asked through them: their members have to be put on record first.
    """
    versions = list(campaign.covered.values_list("version_id", flat=True))
    found = Implementation.objects.filter(
        placement__version__in=versions,
        institution__kind=InstitutionKind.GROUP,
        institution__parts__isnull=True,
    ).select_related("institution", "placement__unit")
    tasks: dict[Institution, list[str]] = defaultdict(list)
    for item in found.order_by("placement_id", "position"):
        tasks[item.institution].append(item.placement.title)
    return sorted(tasks.items(), key=lambda pair: sort_key(pair[0].name))


def assignments_of(campaign: Campaign, institution: Institution) -> dict[int, Assignment]:
    """Return what an institution is asked for and left out of, by indicator id."""
    rows = campaign.assignments.filter(institution=institution).order_by("id")
    return {row.indicator_id: row for row in rows}


def assignments_to(campaign: Campaign, indicator: int) -> list[Assignment]:
    """Return who is asked for one indicator, and who is left out, by name."""
    rows = campaign.assignments.filter(indicator=indicator).select_related("institution")
    return list(rows.order_by("institution__name"))


def _counts(campaign: Campaign, by: str) -> Counter[tuple[int, bool]]:
    return Counter(campaign.assignments.order_by("id").values_list(by, "excluded"))
