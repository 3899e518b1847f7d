"""A protected count in Polish sentences and as plain data."""

from __future__ import annotations

from typing import Any

from miernik.collection.pseudonyms.file import PseudonymFile
from miernik.collection.pseudonyms.protection import Shown, ShownClass
from miernik.kernel.disclosure import SIGN
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural

_COLLECTIVE = {2: "dwóch", 3: "trzech", 4: "czterech", 5: "pięciu", 6: "sześciu", 7: "siedmiu"}


def shown_lines(shown: Shown) -> list[str]:
    """Return the count in Polish, one sentence a line."""
    number = len(shown.institutions)
    word = plural(number, "instytucja", "instytucje", "instytucji")
    lines = [f"{print_number(number)} {word}, suma liczb: {_figure(shown.summed)}."]
    if shown.persons is None:
        lines.append(
            f"Liczby różnych osób nie pokazano: wynikałaby z niej grupa mniejsza niż "
            f"{shown.threshold}."
        )
    else:
        lines.append(f"Różnych osób: {print_number(shown.persons)}.")
    lines += [f"  {class_words(item)}: {print_number(item.persons)}" for item in shown.classes]
    if shown.whole and shown.overlaps:
        names = shown.institutions
        lines += [
            f"  wspólne: {names[i]} i {names[j]} – {print_number(common)}"
            for (i, j), common in sorted(shown.overlaps.items())
        ]
    elif shown.persons is not None and not shown.whole:
        lines.append(
            "Liczb wspólnych dla par instytucji nie pokazano: wynikałyby z nich małe grupy."
        )
    return lines + _bounds(shown)


def class_words(item: ShownClass) -> str:
    """Return "w jednej instytucji", "w dwóch instytucjach", "w trzech lub więcej instytucjach"."""
    if item.institutions == 1 and not item.and_more:
        return "w jednej instytucji"
    number = _COLLECTIVE.get(item.institutions, str(item.institutions))
    return f"w {number}{' lub więcej' if item.and_more else ''} instytucjach"


def _bounds(shown: Shown) -> list[str]:
    lines = []
    if shown.least is not None and shown.most is not None and shown.most != shown.persons:
        what = "Z osobami bez numeru PESEL" if shown.persons is not None else "Różnych osób"
        between = f"od {print_number(shown.least)} do {print_number(shown.most)}"
        told = between if shown.least != shown.most else print_number(shown.most)
        lines.append(f"{what}: {told}.")
    if shown.few_without_pesel:
        lines.append(f"Do tego mniej niż {shown.threshold} osób bez numeru PESEL.")
    return lines


def shown_json(shown: Shown, of: PseudonymFile) -> dict[str, Any]:
    """Return the count as JSON values; ``of`` is any of the files counted, for the heading."""
    return {
        "year": of.year,
        "area": of.area,
        "indicator": of.indicator,
        "key": of.key,
        "threshold": shown.threshold,
        "institutions": [
            {"institution": name, "persons": count}
            for name, count in zip(shown.institutions, shown.counts, strict=True)
        ],
        "sum": shown.summed,
        "distinct": shown.persons,
        "classes": [
            {
                "institutions": item.institutions,
                "and_more": item.and_more,
                "persons": item.persons,
            }
            for item in shown.classes
        ],
        "overlaps": [
            {"institutions": [shown.institutions[i], shown.institutions[j]], "persons": common}
            for (i, j), common in sorted(shown.overlaps.items())
        ],
        "least": shown.least,
        "most": shown.most,
        "few_without_pesel": shown.few_without_pesel,
    }


def _figure(number: int | None) -> str:
    return SIGN if number is None else print_number(number)
