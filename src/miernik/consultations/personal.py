"""Places in a text that may hold personal or health data: what an official looks at first.

A pure finder, generous on purpose. That nothing is found never means that nothing is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
_UPPER = "A-ZĄĆĘŁŃÓŚŹŻ"
_LOWER = "a-ząćęłńóśźż"
_NAME = rf"[{_UPPER}][{_LOWER}]+(?:-[{_UPPER}][{_LOWER}]+)?"
_SPACE = r"[ \u00a0]+"


@dataclass(frozen=True, slots=True)
class Suspect:
    """One suspicious place: ``text[start:end]``, and why it is one, in Polish."""

    start: int
    end: int
    reason: str


def _is_pesel(found: str) -> bool:
    digits = [int(sign) for sign in found if sign.isdigit()]
    total = sum(weight * digit for weight, digit in zip(_PESEL_WEIGHTS, digits, strict=False))
    return len(digits) == 11 and (10 - total % 10) % 10 == digits[10]


def _always(found: str) -> bool:  # noqa: ARG001  # one of the checks
    return True


def _word(beginnings: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{beginnings})[{_LOWER}]*", re.IGNORECASE)


#: Pattern, check, reason; an earlier one wins over a later one that overlaps it.
_RULES: tuple[tuple[re.Pattern[str], Callable[[str], bool], str], ...] = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _always, "adres e-mail"),
    (
        re.compile(r"(?<!\d)(?:PL[ ]?)?\d{2}(?:[ \u00a0-]?\d{4}){6}(?!\d)"),
        _always,
        "numer rachunku bankowego",
    ),
    (re.compile(r"(?<!\d)\d{11}(?!\d)"), _is_pesel, "numer PESEL (suma kontrolna się zgadza)"),
    (
        re.compile(r"\bpesel\w*\W{0,3}\d[\d \u00a0-]{5,13}", re.IGNORECASE),
        _always,
        "numer podany jako PESEL",
    ),
    (
        re.compile(
            r"(?<![\d/.,])(?:(?:\+|00)48[ \u00a0-]?)?"
            r"(?:\d{3}[ \u00a0-]\d{3}[ \u00a0-]\d{3}|\(?\d{2}\)?[ \u00a0-]\d{3}[ \u00a0-]\d{2}"
            r"[ \u00a0-]\d{2}|\d{9})(?![\d/])"
        ),
        _always,
        "numer telefonu",
    ),
    (
        re.compile(
            rf"\b(?:[uU]l\.|[uU]lic[aęy]|[aA]l\.|[aA]lej[ai]|[oO]s\.|[pP]l\.)[ \u00a0]*"
            rf"(?:{_NAME}|\d+|[{_LOWER}]+\.)(?:[ \u00a0](?:{_NAME}|\d+(?=[ \u00a0][{_UPPER}])))*"
            r"(?:[ \u00a0]+\d+[a-zA-Z]?(?:[ \u00a0]?/[ \u00a0]?\d+|[ \u00a0]m\.?[ \u00a0]?\d+)?)?"
        ),
        _always,
        "adres",
    ),
    (re.compile(r"(?<!\d)\d{2}-\d{3}(?!\d)"), _always, "kod pocztowy"),
    (
        re.compile(
            rf"\b(?:[Pp]an(?:i|a|u|em|ią)?|[Pp]aństw[aou]|[Mm]gr|[Dd]r|p\.){_SPACE}"
            rf"(?:(?:{_NAME}|[{_UPPER}]\.)(?:{_SPACE}(?:{_NAME}|[{_UPPER}]\.)){{0,2}})"
        ),
        _always,
        "imię lub nazwisko osoby",
    ),
    (
        re.compile(
            rf"\b[Mm](?:ój|oja|ojego|ojej|oją|ojemu|oim|oi){_SPACE}(?:syn|córk|mąż|męż|żon|matk|mam|"
            rf"ojc|ojciec|tat|brat|siostr|bab|dziad|dzieck|wnu|teści|sąsiad)[{_LOWER}]*"
        ),
        _always,
        "osoba z rodziny lub otoczenia piszącego",
    ),
    (
        re.compile(
            rf"\b(?:nazywam{_SPACE}się|mam{_SPACE}na{_SPACE}imię){_SPACE}\w+(?:{_SPACE}{_NAME})?"
        ),
        _always,
        "imię lub nazwisko osoby",
    ),
    (
        _word(
            "chor(?=ob|y|a|ej|ego|uj|ow)|zachorow|rozpozna(?=n)|diagnoz|schorze|"
            "niepełnospraw|lecze|leczy|leczon|leków|hospitaliz|szpital|uzależni|alkohol|narkot|"
            "depresj|schizofren|nowotw|autyzm|autysty|upośledz|zaburze|psychi|terapi|inwalid|"
            "orzeczeni|hiv|aids|padaczk|cukrzyc|demencj|alzheimer|ciąż(?=[yęaą])"
        ),
        _always,
        "słowo o zdrowiu: sprawdź, czy nie dotyczy konkretnej osoby",
    ),
    (
        _word("przemoc|skazan|karan|więzie|zasiłk|bezdomn|eksmis|dług(?=i|ów|u)"),
        _always,
        "słowo o sytuacji życiowej: sprawdź, czy nie dotyczy konkretnej osoby",
    ),
    (
        re.compile(rf"(?<![.!?„\"] )(?<!^)(?<=[{_LOWER},;:] ){_NAME}{_SPACE}{_NAME}\b"),
        _always,
        "może imię i nazwisko",
    ),
    (
        re.compile(rf"(?:\A|(?<=\n))[ \t]*{_NAME}{_SPACE}{_NAME}[ \t]*(?=\n|\Z|,)"),
        _always,
        "może podpis",
    ),
)


def suspects(text: str) -> list[Suspect]:
    """Return the suspicious places of a text in order; they do not overlap."""
    found: list[Suspect] = []
    for pattern, holds, reason in _RULES:
        for match in pattern.finditer(text):
            if not holds(match[0]):
                continue
            taken = any(one.start < match.end() and match.start() < one.end for one in found)
            if not taken:
                found.append(Suspect(match.start(), match.end(), reason))
    return sorted(found, key=lambda one: one.start)
