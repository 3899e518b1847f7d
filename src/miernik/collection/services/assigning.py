"""Who is asked for what: by the implementers' column, as last year, by hand, with exceptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from miernik.accounts.models import Institution, InstitutionKind
from miernik.accounts.services import make_group
from miernik.audit.services import record
from miernik.collection.errors import CollectionError, MissingReasonError
from miernik.collection.models import Assignment, AssignmentOrigin, Campaign, CampaignState
from miernik.collection.services.campaigns import locked, prepare_questionnaires
from miernik.strategy.models import Implementation, Indicator, IndicatorDefinition


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a bulk assignment did.

    ``groups`` are collective names ("szkoły") that have no members on record, so that nobody could
    be asked; ``left_out`` counts pairs that were asked or excluded already.
    """

    added: int
    left_out: int
    groups: tuple[str, ...] = ()


@transaction.atomic
def assign_implementers(*, campaign: Campaign, by: str, at: dt.datetime) -> Assigned:
    """Ask every implementer of a task for the task's indicators.

    A group is asked through its members. Excluded pairs stay excluded.
    """
    versions = list(campaign.covered.values_list("version_id", flat=True))
    found = Implementation.objects.filter(placement__version__in=versions)
    by_task: dict[int, list[Institution]] = {}
    groups: dict[str, None] = {}
    for item in found.select_related("institution").order_by("placement_id", "position"):
        members = _members(item.institution)
        if not members:
            groups[item.institution.name] = None
        by_task.setdefault(item.placement_id, []).extend(members)
    definitions = IndicatorDefinition.objects.filter(version__in=versions).order_by("id")
    pairs = [
        (institution.pk, definition.indicator_id)
        for definition in definitions
        for institution in by_task.get(definition.task_id, ())
    ]
    added, left_out = _add(campaign, pairs, AssignmentOrigin.IMPLEMENTER, by, at)
    return Assigned(added, left_out, tuple(groups))


@transaction.atomic
def copy_assignments(*, campaign: Campaign, source: Campaign, by: str, at: dt.datetime) -> Assigned:
    """Ask the same institutions for the same indicators as in another campaign.

    Its exclusions come along with their reasons; indicators that are gone from the text do not.
    """
    known = set(
        IndicatorDefinition.objects.filter(version__in=campaign.covered.values("version"))
        .order_by("id")
        .values_list("indicator_id", flat=True)
    )
    rows = list(source.assignments.filter(indicator__in=known).order_by("id"))
    pairs = [(row.institution_id, row.indicator_id) for row in rows]
    added, left_out = _add(campaign, pairs, AssignmentOrigin.COPIED, by, at)
    for row in rows:
        if row.excluded:
            campaign.assignments.filter(
                institution=row.institution_id, indicator=row.indicator_id
            ).update(excluded=True, reason=row.reason)
    return Assigned(added, left_out)


@transaction.atomic
def assign(
    *,
    campaign: Campaign,
    institutions: Iterable[Institution],
    indicators: Sequence[Indicator],
    by: str,
    at: dt.datetime,
) -> Assigned:
    """Ask each of the institutions for each of the indicators; an excluded pair is asked again."""
    members = {
        member.pk: member for institution in institutions for member in _members(institution)
    }
    campaign.assignments.filter(
        institution__in=members, indicator__in=indicators, excluded=True
    ).update(excluded=False, reason="")
    pairs = [(key, indicator.pk) for key in members for indicator in indicators]
    added, left_out = _add(campaign, pairs, AssignmentOrigin.ADDED, by, at)
    return Assigned(added, left_out)


@transaction.atomic
def exclude(
    *,
    campaign: Campaign,
    institution: Institution,
    indicators: Sequence[Indicator],
    reason: str,
    by: str,
    at: dt.datetime,
) -> int:
    """Stop asking an institution for some indicators; returns how many pairs it was.

    Raises MissingReasonError, and CollectionError once the form was handed in.
    """
    if not reason.strip():
        raise MissingReasonError("dlaczego tej instytucji nie pytamy o ten wskaźnik")
    campaign = _changeable(campaign)
    form = campaign.questionnaires.filter(institution=institution).first()
    if form is not None and form.state in ("submitted", "accepted"):
        raise CollectionError(
            "Ta instytucja przekazała już formularz. Zwróć go do poprawy, zanim zmienisz pytania."
        )
    number = campaign.assignments.filter(
        institution=institution, indicator__in=indicators, excluded=False
    ).update(excluded=True, reason=reason.strip())
    data = {"institution": str(institution.uuid), "indicators": number, "reason": reason.strip()}
    subject = f"campaign:{campaign.uuid}"
    record(action="assignment.excluded", subject=subject, by=by, at=at, data=data)
    return number


@transaction.atomic
def ask_members(
    *, campaign: Campaign, institution: Institution, by: str, at: dt.datetime
) -> Institution:
    """Take a name for a group before the campaign opens: its members will be asked instead of it.

    Raises CollectionError once the campaign is open, AccountError where it is one institution.
    """
    campaign = locked(campaign)
    if campaign.state != CampaignState.DRAFT:
        raise CollectionError("Grupę można wskazać tylko przed otwarciem kampanii.")
    group = make_group(institution=institution, by=by, at=at)
    campaign.assignments.filter(institution=group).delete()
    return group


def _members(institution: Institution) -> list[Institution]:
    """The institution itself, or the members of a group."""
    if institution.kind == InstitutionKind.GROUP:
        return list(institution.parts.order_by("name"))
    return [institution]


def _changeable(campaign: Campaign) -> Campaign:
    campaign = locked(campaign)
    if campaign.state not in (CampaignState.DRAFT, CampaignState.OPEN):
        raise CollectionError("Pytania można zmieniać tylko przed zamknięciem kampanii.")
    return campaign


def _add(
    campaign: Campaign,
    pairs: Sequence[tuple[int, int]],
    origin: AssignmentOrigin,
    by: str,
    at: dt.datetime,
) -> tuple[int, int]:
    campaign = _changeable(campaign)
    known = set(campaign.assignments.order_by("id").values_list("institution_id", "indicator_id"))
    fresh = [pair for pair in dict.fromkeys(pairs) if pair not in known]
    Assignment.objects.bulk_create(
        [
            Assignment(
                campaign=campaign, institution_id=institution, indicator_id=indicator, origin=origin
            )
            for institution, indicator in fresh
        ],
        batch_size=2000,
    )
    data = {"added": len(fresh), "origin": origin.value}
    subject = f"campaign:{campaign.uuid}"
    record(action="assignment.added", subject=subject, by=by, at=at, data=data)
    if campaign.state == CampaignState.OPEN:
        prepare_questionnaires(campaign=campaign, by=by, at=at)
    return len(fresh), len(set(pairs)) - len(fresh)
