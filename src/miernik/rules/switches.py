"""Readings of the law that are disputed: each a named switch, never a silent choice.

The act leaves some questions open and centres and courts answer them differently
(``docs/decisions/0006-disputed-readings-are-switches.md``). A switch has a default and says why;
every calculation that turns on one notes which reading it took.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from miernik.rules.law import LawError

PARTIAL_MONTH = "partial_month_rounding"
ONCE = "once"
DAILY_RATE = "daily_rate"

FAMILY_SURPLUS = "dps_family_surplus"
PER_HEAD = "per_head"
WHOLE_FAMILY = "whole_family"


@dataclass(frozen=True, slots=True)
class Switch:
    """One open question: its readings by value (each a Polish sentence) and the default."""

    name: str
    question: str
    since: dt.date
    default: str
    readings: Mapping[str, str]


SWITCHES: Mapping[str, Switch] = {
    item.name: item
    for item in (
        Switch(
            PARTIAL_MONTH,
            "Kiedy zaokrągla się kwotę za niepełny miesiąc (art. 106 ust. 3)?",
            dt.date(2004, 5, 1),
            ONCE,
            {
                ONCE: "raz, na końcu: kwota podzielona przez dni miesiąca i pomnożona przez dni "
                "świadczenia",
                DAILY_RATE: "najpierw stawka dzienna do pełnego grosza, potem razy dni świadczenia",
            },
        ),
        Switch(
            FAMILY_SURPLUS,
            "Ile najwyżej może zapłacić rodzina za pobyt w DPS (art. 61 ust. 2 pkt 2 lit. b)?",
            dt.date(2004, 5, 1),
            PER_HEAD,
            {
                PER_HEAD: "nadwyżka dochodu na osobę ponad próg (tak WSA w Łodzi, II SA/Łd 499/20)",
                WHOLE_FAMILY: "nadwyżka dochodu całej rodziny ponad próg pomnożony przez liczbę "
                "osób (spotykane w praktyce ośrodków)",
            },
        ),
    )
}


def reading(switches: Mapping[str, str], name: str) -> str:
    """Return the reading taken; raises LawError for a value the switch does not know."""
    switch = SWITCHES[name]
    value = switches.get(name, switch.default)
    if value not in switch.readings:
        known = " albo ".join(switch.readings)
        raise LawError(f"Przełącznik „{name}” nie zna wartości „{value}”. Podaj: {known}.")
    return value


def checked(switches: Mapping[str, str]) -> dict[str, str]:
    """Return the switches; raises LawError when a name or a value is unknown."""
    for name in switches:
        if name not in SWITCHES:
            known = ", ".join(SWITCHES)
            raise LawError(f"Nie ma przełącznika „{name}”. Są: {known}.")
        reading(switches, name)
    return dict(switches)
