"""Every page of help with one row of each kind to show."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from miernik.accounts.models import Membership, Role
from miernik.cases.help.services.activities import add_activity, add_participants
from miernik.cases.help.services.blue_cards import open_blue_card, record_meeting
from miernik.cases.help.services.outcomes import record_outcome
from miernik.cases.help.services.places import add_facility, add_unfit_place, set_places
from miernik.cases.help.services.plans import sign_plan
from miernik.cases.help.services.referrals import record_referral_result, refer
from miernik.cases.help.services.support import record_service
from miernik.cases.help.services.volunteers import add_partnership, add_volunteer
from miernik.cases.models import (
    ActivityKind,
    FacilityKind,
    OutcomeKind,
    PlanKind,
    ReferralKind,
    ServiceKind,
    VolunteerKind,
)
from tests.cases import neighbourhood
from tests.cases.neighbourhood import Neighbourhood

DAY = dt.date(2024, 3, 1)
SECRET = "siniaki na rękach"


def pages_of(town: Neighbourhood) -> dict[str, str]:
    """Store one row of each kind in team 1 and return the pages that show them."""
    service = record_service(
        family=town.kowalski, person=town.anna, kind=ServiceKind.SOCIAL_WORK, since=DAY,
        ongoing=True, by="ewa", at=neighbourhood.NOW,
    )  # fmt: skip
    plan = sign_plan(
        family=town.kowalski, person=town.anna, kind=PlanKind.SOCIAL_CONTRACT, signed_on=DAY,
        until=dt.date(2024, 9, 1), by="ewa", at=neighbourhood.NOW,
    )  # fmt: skip
    referral = refer(
        family=town.kowalski, person=None, kind=ReferralKind.FAMILY_ASSISTANT, made_on=DAY,
        by="ewa", at=neighbourhood.NOW,
    )  # fmt: skip
    outcome = record_outcome(
        family=town.kowalski, person=town.piotr, kind=OutcomeKind.EMPLOYMENT, happened_on=DAY,
        by="ewa", at=neighbourhood.NOW,
    )  # fmt: skip
    activity = add_activity(
        kind=ActivityKind.SENIOR_CLUB, title="Klub Seniora „Złota Jesień”", since=DAY, series=True,
        by="ewa", at=neighbourhood.NOW,
    )  # fmt: skip
    record_referral_result(
        referral=referral, result="asystent od kwietnia", on=dt.date(2024, 4, 2), by="ewa",
        at=neighbourhood.NOW,
    )  # fmt: skip
    add_participants(
        activity=activity, persons=[town.anna, town.zofia], since=DAY, by="ewa",
        at=neighbourhood.NOW,
    )  # fmt: skip
    volunteer = add_volunteer(
        first_name="Maria", last_name="Zielińska", kind=VolunteerKind.COMMUNITY, since=DAY,
        by="ewa", at=neighbourhood.NOW,
    )  # fmt: skip
    partnership = add_partnership(name="Rada Osiedla", since=DAY, by="ewa", at=neighbourhood.NOW)
    facility = add_facility(
        kind=FacilityKind.SHELTER, name="Schronisko", latitude=53.12, longitude=23.15,
        by="ewa", at=neighbourhood.NOW,
    )  # fmt: skip
    set_places(facility=facility, number=40, since=DAY, by="ewa", at=neighbourhood.NOW)
    place = add_unfit_place(
        name="Altany przy torach", since=DAY, latitude=53.1325, longitude=23.1688,
        by="ewa", at=neighbourhood.NOW,
    )  # fmt: skip
    return {
        "home": reverse("help-home"),
        "record": reverse("help-record"),
        "coverage": reverse("help-coverage"),
        "pick": reverse("help-pick", args=["plan"]),
        "services": reverse("help-services") + "?rok=2024",
        "service": reverse("help-service", args=[service.uuid]),
        "family": reverse("family", args=[town.kowalski.uuid]),
        "family service": reverse("help-family-service", args=[town.kowalski.uuid]),
        "family plan": reverse("help-family-plan", args=[town.kowalski.uuid]),
        "family referral": reverse("help-family-referral", args=[town.kowalski.uuid]),
        "family outcome": reverse("help-family-outcome", args=[town.kowalski.uuid]),
        "plans": reverse("help-plans") + "?rok=2024",
        "plan": reverse("help-plan", args=[plan.uuid]),
        "referrals": reverse("help-referrals") + "?rok=2024",
        "referral": reverse("help-referral", args=[referral.uuid]),
        "outcomes": reverse("help-outcomes") + "?rok=2024",
        "outcome": reverse("help-outcome", args=[outcome.uuid]),
        "activities": reverse("help-activities") + "?rok=2024",
        "new activity": reverse("help-new-activity"),
        "activity": reverse("help-activity", args=[activity.uuid]),
        "volunteers": reverse("help-volunteers") + "?rok=2024",
        "new volunteer": reverse("help-new-volunteer"),
        "volunteer": reverse("help-volunteer", args=[volunteer.uuid]),
        "partnerships": reverse("help-partnerships") + "?rok=2024",
        "new partnership": reverse("help-new-partnership"),
        "partnership": reverse("help-partnership", args=[partnership.uuid]),
        "facilities": reverse("help-facilities"),
        "new facility": reverse("help-new-facility"),
        "facility": reverse("help-facility", args=[facility.uuid]),
        "map": reverse("help-map"),
        "new place": reverse("help-new-place"),
        "place": reverse("help-place", args=[place.uuid]),
        "street": reverse("help-street"),
    }


def blue_card_pages_of(town: Neighbourhood) -> dict[str, str]:
    """Store a procedure in team 1, let its worker know of it and return the pages that show it."""
    Membership.objects.create(user=town.ewa, role=Role.BLUE_CARD, institution=town.first)
    card = open_blue_card(
        family=town.kowalski, started_on=DAY, document=SECRET, by="ewa", at=neighbourhood.NOW
    )
    record_meeting(
        card=card, held_on=dt.date(2024, 3, 4), convened=True, note="ustalono plan pomocy",
        by="ewa", at=neighbourhood.NOW,
    )  # fmt: skip
    return {
        "blue cards": reverse("help-blue-cards") + "?rok=2024",
        "blue card": reverse("help-blue-card", args=[card.uuid]),
        "family blue card": reverse("help-family-blue-card", args=[town.kowalski.uuid]),
    }
