"""Cutting a row of a flattened table into its cells: thousands are groups of three figures."""

from __future__ import annotations

import re

_NUMBER_WORD = re.compile(r"^\d+(?:,\d+)?%?$")
_LABEL = re.compile(r"^(\d{1,2}\.)\s+(.*)")


def trailing_numbers(text: str) -> list[str]:
    """Return the words of figures at the end of a line."""
    found: list[str] = []
    for word in reversed(text.split()):
        if not _NUMBER_WORD.match(word):
            break
        found.insert(0, word)
    return found


def cut_numbers(text: str, width: int) -> tuple[list[str], str]:
    """Return ``width`` cells of a row and a doubt in Polish ("" when there is one way to cut).

    A row begins with its number and words ("9. Bezradność …"), with words alone, or with figures
    only. A first cell without a number is empty. The last cells are numbers.
    """
    words = trailing_numbers(text)
    rest = text.split()[: len(text.split()) - len(words)]
    label = _LABEL.match(" ".join(rest))
    head: list[str] = []
    if rest:  # figures alone have no words before them
        head = [label[1], label[2]] if label else ["", " ".join(rest)]
    ways = [way for way in _ways(words) if len(way) == width - len(head)]
    if not ways:
        return [*head, *words], f"Nie wiadomo, jak podzielić na komórki: „{text}”."
    if len(ways) > 1:
        ways.sort(key=lambda way: (not _rising(way), way))
        if _rising(ways[0]) == _rising(ways[1]):
            return [*head, *ways[0]], f"Wiersz „{text}” można podzielić na kilka sposobów."
    return [*head, *ways[0]], ""


def _ways(words: list[str]) -> list[list[str]]:
    """Every way of joining figures into numbers: 1–3 figures and then groups of three."""
    if not words:
        return [[]]
    found = []
    for size in range(1, len(words) + 1):
        group = words[:size]
        if _is_number(group):
            found += [[" ".join(group), *rest] for rest in _ways(words[size:])]
    return found


def _is_number(group: list[str]) -> bool:
    if len(group) == 1:
        return True
    first, middle, last = group[0], group[1:-1], group[-1]
    if not (first.isdigit() and len(first) <= 3 and not first.startswith("0")):
        return False
    whole = last.split(",")[0]
    return all(part.isdigit() and len(part) == 3 for part in (*middle, whole))


def _rising(way: list[str]) -> bool:
    """Families never outnumber the persons in them: the last number is not less than the first."""
    numbers = [float(cell.replace(" ", "").replace(",", ".").rstrip("%")) for cell in way]
    return len(numbers) < 2 or numbers[0] <= numbers[-1]
