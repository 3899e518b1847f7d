"""Readings of the law that are disputed: each a named, dated switch, never a silent choice.

The act leaves some questions open and centres and courts answer them differently
(``docs/decisions/0006-disputed-readings-are-switches.md``). The reading taken unless somebody
chooses otherwise stands with its source among the parameters; here are all readings there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from miernik.rules.law import Law, LawError

PARTIAL_MONTH = "partial_month_rounding"
ONCE = "once"
DAILY_RATE = "daily_rate"

FAMILY_SURPLUS = "dps_family_surplus"
PER_HEAD = "per_head"
WHOLE_FAMILY = "whole_family"

READINGS: Mapping[str, Mapping[str, str]] = {
    PARTIAL_MONTH: {
        ONCE: "kwotę dzieli się przez dni miesiąca i mnoży przez dni świadczenia, a zaokrągla raz, "
        "na końcu",
        DAILY_RATE: "stawkę dzienną zaokrągla się do grosza i dopiero wtedy mnoży przez dni",
    },
    FAMILY_SURPLUS: {
        PER_HEAD: "rodzina płaci najwyżej nadwyżkę dochodu na osobę ponad próg "
        "(tak WSA w Łodzi, II SA/Łd 499/20)",
        WHOLE_FAMILY: "rodzina płaci najwyżej nadwyżkę całego dochodu ponad próg razy liczba osób "
        "(tak część ośrodków)",
    },
}


def checked(switches: Mapping[str, str]) -> dict[str, str]:
    """Return the switches; raises LawError for a name or a value that is not known."""
    for name, value in switches.items():
        if name not in READINGS:
            raise LawError(f"Nie ma przełącznika „{name}”. Są: {', '.join(READINGS)}.")
        if value not in READINGS[name]:
            known = " albo ".join(READINGS[name])
            raise LawError(f"Przełącznik „{name}” nie zna wartości „{value}”. Podaj: {known}.")
    return dict(switches)


def with_switches(law: Law, switches: Mapping[str, str]) -> Law:
    """Return the law read as ``switches`` say; raises LawError as ``checked`` does."""
    if not switches:
        return law
    parameters = dict(law.parameters)
    for name, value in checked(switches).items():
        if name not in parameters:
            raise LawError(f"Nie ma parametru „{name}”.")
        parameters[name] = [
            replace(item, text=value, note=f"wybrano: {READINGS[name][value]}")
            for item in parameters[name]
        ]
    return Law(parameters)
