"""Units of a section that hold the phrase a change touches, in whatever case it stands there."""

from __future__ import annotations

from miernik.kernel.redline import Change, redline
from miernik.strategy.models import UnitKind
from miernik.strategy.text.reading import Line
from miernik.strategy.text.stems import holds_phrase, runs, stems

#: So many words that carry meaning make a phrase when nothing shorter was replaced.
_PHRASE = 4


def sibling_phrases(lines: list[Line], line: Line, new: str = "") -> list[Line]:
    """Return the other units of the line's section that hold the same phrase, in order.

    The phrase is what ``new`` takes out of the line's wording; when it only adds words (or is not
    given), any four words in a row of the present wording. Endings and "i", "oraz" do not matter:
    "bezrobotnym i nieaktywnym zawodowo" is found in "bezrobotnych oraz nieaktywnych zawodowo".
    """
    phrases = _phrases(line.text, new)
    return [
        other
        for other in lines
        if other.section == line.section
        and other.section
        and other.uuid != line.uuid
        and other.kind is not UnitKind.FIELD
        and _holds_one(other, phrases)
    ]


def _holds_one(line: Line, phrases: list[list[str]]) -> bool:
    wording = stems(line.text)
    return any(holds_phrase(wording, phrase) for phrase in phrases)


def _phrases(old: str, new: str) -> list[list[str]]:
    whole = stems(old)
    if new:
        removed = [
            stems(piece.text) for piece in redline(old, new) if piece.change is Change.REMOVED
        ]
        found = [
            phrase
            for gone in removed
            if gone
            for phrase in (
                runs(gone, _PHRASE) if len(gone) > 1 else _with_neighbour(whole, gone[0])
            )
        ]
        if found:
            return found
    return runs(whole, _PHRASE)


def _with_neighbour(whole: list[str], word: str) -> list[list[str]]:
    """One word alone says too little: it counts with the one before or behind it."""
    return [pair for pair in runs(whole, 2) if word in pair]
