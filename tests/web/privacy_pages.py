"""Addresses of the data protection officer's pages."""

from __future__ import annotations

from django.urls import reverse

NAMES = [
    "privacy", "log", "log of a family", "log refused", "wrong question", "retention",
    "pseudonyms",
]  # fmt: skip


def addresses() -> dict[str, str]:
    """Addresses by the name of the page."""
    log = reverse("privacy-log")
    return {
        "privacy": reverse("privacy-home"),
        "log": log,
        "log of a family": f"{log}?family=R/00001",
        "log refused": f"{log}?what=refusals&who=jan",
        "wrong question": f"{log}?family=R/99999&since=wczoraj",
        "pseudonyms": reverse("privacy-pseudonyms"),
        "retention": reverse("privacy-retention") + "?on=2027-01-01",
    }
