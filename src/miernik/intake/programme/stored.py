"""A recognised programme as JSON (``Import.draft``): the tree with places, the doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from miernik.intake.draft import Doubt
from miernik.intake.programme.recognise import DraftProgramme
from miernik.intake.rows import Place
from miernik.strategy.text.content import PassageContent, dump_text, load_text

FORMAT = 1


def dump_programme(draft: DraftProgramme, *, code: str = "") -> dict[str, Any]:
    """Return the draft as JSON; ``code`` is the one a person gave for the work ("" for none).

    A doubt's path becomes that of the unit it speaks of (``3/1/0/text``), so that it can be
    corrected from the doubt.
    """
    units = dict(indexed(draft.roots))
    return {
        "format": FORMAT,
        "code": code,
        "roots": dump_text(draft.roots),
        "places": {path: asdict(draft.place_of(unit)) for path, unit in units.items()},
        "doubts": [
            asdict(doubt) | {"path": _path_of(doubt, draft, units)} for doubt in draft.doubts
        ],
    }


def load_programme(content: dict[str, Any]) -> DraftProgramme:
    """Return the draft that ``dump_programme`` wrote; raises ValueError for another format."""
    if content.get("format") != FORMAT:
        raise ValueError(f"draft in format {content.get('format')!r}, expected {FORMAT}")
    roots = load_text(content["roots"])
    places = content["places"]
    return DraftProgramme(
        roots,
        [Doubt(**(item | {"place": Place(**item["place"])})) for item in content["doubts"]],
        {id(unit): Place(**places[path]) for path, unit in indexed(roots)},
    )


def indexed(units: list[PassageContent], above: str = "") -> Iterator[tuple[str, PassageContent]]:
    """Yield every unit with its path: places from 0 joined by slashes."""
    for number, unit in enumerate(units):
        path = f"{above}{number}"
        yield path, unit
        yield from indexed(unit.children, f"{path}/")


def _path_of(doubt: Doubt, draft: DraftProgramme, units: dict[str, PassageContent]) -> str:
    for path, unit in units.items():
        same_place = doubt.place != Place() and draft.place_of(unit) == doubt.place
        if same_place and unit.text and unit.text in doubt.fragment:
            return f"{path}/text"
    return doubt.path or doubt.place.cell or ""
