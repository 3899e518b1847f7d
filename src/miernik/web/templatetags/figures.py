"""Figures, dates and addresses in templates, as Poles write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone, translation
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from miernik.accounts.models import Institution
from miernik.analysis.compute.series import Change, PartChange, Verdict
from miernik.kernel.dates import print_date, print_short_date
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import BreakType, Kind, Labelled, Status
from miernik.kernel.text import NBSP, folded
from miernik.observations.models import BreakState, ComparabilityBreak, Note, Observation, Source
from miernik.reports import lineage
from miernik.reports.models import Edition
from miernik.reports.values import wording
from miernik.strategy.models import Indicator
from miernik.web.public import disclosure
from miernik.web.public.door import short

register = template.Library()
LONG_TEXT = 90  # letters; a longer value is a list or a description, not a figure


@register.filter
def figure(value: Decimal | int | None) -> str:
    """Print a number: ``22351`` → ``22 351``; nothing for None."""
    return "" if value is None else print_number(value)


@register.filter
def signed(value: Decimal | int | None) -> str:
    """Print a difference with its sign: ``+6``, ``−12,5``, ``0``."""
    if value is None:
        return ""
    return f"+{print_number(value)}" if value > 0 else print_number(value)


@register.filter
def long_date(value: dt.date | dt.datetime | None) -> str:
    """Print a day in full, in the language of the page."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    if translation.get_language() == "en":
        return f"{day.day} {day:%B %Y}"
    return print_date(day)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Print a day and an hour in figures, in the time of Warsaw."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{print_short_date(local.date())}, {local:%H:%M}"


@register.filter
def label(value: Labelled) -> str:
    """The word of a closed list, in the language of the page."""
    return gettext(value.label)


@register.filter
def term(word: str) -> str:
    """A word of a closed list, given in Polish, in the language of the page (see terms.py)."""
    return gettext(word)


@register.filter
def short_id(value: Indicator | Institution | Source | Edition) -> str:
    """The part of an identity that stands in addresses."""
    return short(value.uuid)


@register.filter
def identifier(value: Observation) -> str:
    """The identifier that leads from a printed number back to its origin."""
    return lineage.identifier(value)


@register.filter
def shown(value: Observation) -> str:
    """What the document prints, or the sign of statistical confidentiality."""
    return disclosure.shown(value)


@register.filter
def as_printed(value: Observation) -> str:
    """What the document prints, or else the value as Poles write it: for the office."""
    return wording(value)


@register.filter
def public_notes(value: Observation) -> list[Note]:
    """The remarks everybody may read."""
    return disclosure.notes(value)


@register.filter
def is_long(value: Observation) -> bool:
    """Whether a value is a text to be unfolded rather than a figure."""
    return len(value.printed or value.text) > LONG_TEXT


@register.filter
def base_value(value: Observation) -> str:
    """The number in base units, where the document prints it otherwise: ``1 129 100 zł``."""
    if value.number is None or _digits(value.printed) == _digits(print_number(value.number)):
        return ""
    unit = {Kind.AMOUNT: f"{NBSP}zł", Kind.PERCENT: f"{NBSP}%"}.get(Kind(value.kind), "")
    return print_number(value.number) + unit


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


@register.filter
def parts_unsaid(change: Change) -> list[PartChange]:
    """The changes of named parts that the sentence of the whole does not already tell."""
    return [part for part in change.parts if part.text not in change.sentence]


@register.filter
def status_words(value: Observation) -> str:
    """The status of a value in words."""
    return label(Status(value.status))


@register.filter
def break_type(value: ComparabilityBreak) -> str:
    """The type of a break in words."""
    return label(BreakType(value.type))


@register.filter
def break_state(value: ComparabilityBreak) -> str:
    """What was decided about a break, in words."""
    return label(BreakState(value.state))


@register.filter
def says_more(value: Observation) -> bool:
    """Whether the document says more beside an empty value than its status."""
    return not disclosure.is_hidden(value) and folded(value.printed) not in (
        "",
        "-",
        folded(Status(value.status).label),
    )


@register.filter
def lines(value: str) -> list[str]:
    """The lines of a text, or its points where it was printed as "- one; - two"."""
    parts = [part.strip(" -–;") for part in value.replace("; -", "\n").splitlines()]
    return [part for part in parts if part]


@register.filter
def marked(text: str, query: str) -> SafeString:
    """Mark the words of ``query`` in ``text``, whatever the letters' marks; both are escaped."""
    plain = "".join(folded(letter) or letter for letter in text)
    words = [word for word in folded(query).split() if len(word) > 1]
    if len(plain) != len(text) or not words:
        return conditional_escape(text)
    spans = []
    for word in words:
        at = plain.find(word)
        while at >= 0:
            spans.append((at, at + len(word)))
            at = plain.find(word, at + len(word))
    pieces: list[tuple[str, str, str]] = []
    end = 0
    for start, stop in sorted(spans):
        if start < end:
            continue
        pieces.append((text[end:start], "", ""))
        pieces.append(("", text[start:stop], ""))
        end = stop
    pieces.append((text[end:], "", ""))
    joined = format_html_join(
        "", "{}{}", ((plain, _mark(found) if found else "") for plain, found, _ in pieces)
    )
    return mark_safe(joined)  # noqa: S308 - made of escaped parts


def _mark(text: str) -> SafeString:
    return format_html_join("", "<mark>{}</mark>", ((text,),))


@register.simple_tag
def verdict_name(verdict: str) -> str:
    """The class of a verdict: ``no_material_change`` → ``no-material-change``."""
    return Verdict(verdict).value.replace("_", "-")


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The query of this page with some fields changed; a field set to None is left out."""
    fields = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            fields.pop(name, None)
        else:
            fields[name] = str(value)
    return f"?{fields.urlencode()}" if fields else "?"
