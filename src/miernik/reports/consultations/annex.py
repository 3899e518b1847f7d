"""The four columns of an annex as marked text, for the Word and the PDF alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from miernik.kernel.office.tracked_xml import run

COLUMNS = ("Dotychczasowy zapis", "Propozycja zapisu", "Uzasadnienie zapisu", "Wynik konsultacji")
KEY = "Słowa dodane są podkreślone i pogrubione, skreślone – przekreślone."
_AFTER = "Treść zapisu po uwzględnieniu uwag:"
_SAME = "Zapis, w którym mieści się propozycja:"
_REASONS = "Uzasadnienie:"
_COVERED = "mieści się w obecnym zapisie"


class Mark(StrEnum):
    """How a run of text looks."""

    PLAIN = ""
    STRONG = "strong"
    ADDED = "added"
    REMOVED = "removed"


class Run(NamedTuple):
    """A run of text with its look."""

    text: str
    mark: Mark


Cell = list[list[Run]]
_MARKS = {"kept": Mark.PLAIN, "added": Mark.ADDED, "removed": Mark.REMOVED}
_LOOKS = {
    Mark.PLAIN: "",
    Mark.STRONG: "<w:b/>",
    Mark.ADDED: '<w:b/><w:u w:val="single"/>',
    Mark.REMOVED: "<w:strike/>",
}


def marked(change: str, text: str) -> Run:
    """Return a piece of a redline as a run; ``change`` is a value of ``kernel.redline.Change``."""
    return Run(text, _MARKS[change])


def word_runs(runs: Iterable[Run]) -> str:
    """Return the runs as the inside of a Word paragraph."""
    return "".join(run(one.text, _LOOKS[one.mark]) for one in runs)


def row_cells(row: Mapping[str, Any]) -> tuple[Cell, Cell, Cell, Cell]:
    """Return the cells of one row: paragraphs of runs."""
    return (
        [part for change in row["changes"] for part in _old(change)],
        [part for change in row["changes"] for part in _new(change)],
        _plain(row["reasons"]),
        [part for outcome in row["outcomes"] for part in _outcome(outcome)],
    )


def _old(change: Mapping[str, Any]) -> Iterator[list[Run]]:
    if not change["old"]:
        yield [Run("(nowy zapis)", Mark.PLAIN)]
        return
    yield [Run(change["path"], Mark.STRONG)]
    yield [Run(change["old"], Mark.PLAIN)]


def _new(change: Mapping[str, Any]) -> Iterator[list[Run]]:
    label = f"{change['label']} " if change["label"] else ""
    if not change["old"]:
        where = f"po {change['path']}" if change["path"] else ""
        yield [Run(where or "Uwaga ogólna", Mark.STRONG)]
        yield [Run(label + change["new"], Mark.ADDED)]
        return
    yield [Run(change["path"], Mark.STRONG)]
    if not change["new"]:
        yield [Run("(skreślić)", Mark.STRONG), Run(f" {change['old']}", Mark.REMOVED)]
        return
    yield [marked(piece["change"], piece["text"]) for piece in change["pieces"]]


def _outcome(outcome: Mapping[str, Any]) -> Iterator[list[Run]]:
    verdict = outcome["verdict"]
    yield [Run(verdict[:1].upper() + verdict[1:], Mark.STRONG)]
    if outcome["statement"].rstrip(".").casefold() != verdict.casefold():
        yield [Run(outcome["statement"], Mark.PLAIN)]
    if outcome["wordings"]:
        yield [Run(_SAME if verdict == _COVERED else _AFTER, Mark.STRONG)]
    for path, text in outcome["wordings"]:
        yield [Run(f"{path}: ", Mark.STRONG), Run(_without_label(path, text), Mark.PLAIN)]
    yield [Run(_REASONS, Mark.STRONG)]
    yield from _plain(outcome["reasons"])


def _without_label(path: str, text: str) -> str:
    """The wording without the label that ends its path: "2.1 / … / 5)" and "5) wsparcie"."""
    label, _, rest = text.partition(" ")
    return rest if rest and path.endswith(label.rstrip(".")) else text


def _plain(text: str) -> Cell:
    return [[Run(line, Mark.PLAIN)] for line in text.split("\n") if line.strip()]
