"""Addresses of the desk's pages of consultations, for tests."""

from __future__ import annotations

from django.urls import reverse

from miernik.consultations.models import Consultation
from tests.consultations.city_2020 import City


def pages_of(city: City) -> dict[str, str]:
    code, number = city.consultation.code, city.submission.number
    change = city.submission.changes.order_by("position")[0]
    notice = city.consultation.notices.order_by("pk")[0]
    return {
        **mending_pages_of(city.consultation),
        "list": reverse("consultation-list"),
        "one": reverse("office-consultation", args=[code]),
        "opinions": reverse("consultation-opinions", args=[code]),
        "opinion": reverse("office-opinion", args=[code, number]),
        "new": reverse("consultation-new"),
        "draft": reverse("consultation-draft-add", args=[code]),
        "track": reverse("consultation-track-add", args=[code, "residents"]),
        "announce": reverse("consultation-announce", args=[code]),
        "cancel": reverse("consultation-cancel", args=[code]),
        "extend": reverse("consultation-extend", args=[code, "ngo"]),
        "results": reverse("office-consultation-results", args=[code, "ngo"]),
        "notice": reverse("consultation-notice-add", args=[code]),
        "letter": reverse("consultation-letter", args=[code]),
        "evidence": reverse("consultation-evidence-add", args=[code, notice.uuid]),
        "enter": reverse("consultation-opinion-add", args=[code, "ngo"]),
        "eligibility": reverse("consultation-eligibility", args=[code, number]),
        "wording": reverse("consultation-wording", args=[code, number, change.uuid]),
    }


def mending_pages_of(of: Consultation) -> dict[str, str]:
    """Correcting and removing the first draft, track and notice of a consultation, and itself."""
    things = {
        "draft": (of.code, of.drafts.order_by("pk")[0].uuid),
        "track": (of.code, of.tracks.order_by("pk")[0].kind),
        "notice": (of.code, of.notices.order_by("pk")[0].uuid),
    }
    pages = {
        f"{name}-{deed}": reverse(f"consultation-{name}-{deed}", args=place)
        for name, place in things.items()
        for deed in ("change", "remove")
    }
    pages["change"] = reverse("office-consultation-change", args=[of.code])
    pages["discard"] = reverse("consultation-discard", args=[of.code])
    return pages
