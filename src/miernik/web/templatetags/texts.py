"""Words about versions of a text."""

from __future__ import annotations

from django import template

from miernik.strategy.models import Resolution, Stage, Version, VersionState
from miernik.web.templatetags.figures import long_date

register = template.Library()


@register.filter
def stage_words(version: Version) -> str:
    """What a version is: "wersja robocza", "projekt do konsultacji", "uchwalona"."""
    if version.state == VersionState.DRAFT:
        return "wersja robocza"
    return Stage(version.stage).label


@register.filter
def resolution_of(version: Version) -> Resolution | None:
    """The resolution that enacted a version."""
    return Resolution.objects.filter(version=version).first()


@register.filter
def in_force_words(resolution: Resolution) -> str:
    """When a resolution binds: "od 1 stycznia 2017 r. do 31 grudnia 2020 r."."""
    words = f"od {long_date(resolution.in_force_from)}"
    if resolution.in_force_to is not None:
        words += f" do {long_date(resolution.in_force_to)}"
    return words
