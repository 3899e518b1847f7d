"""Lists of implementers and sources of money: where one name ends and the next begins.

Commas and semicolons outside parentheses part names. Where they are missing, a known name, the
head of a name (``Departament``, ``Fundusz``) or an abbreviation at the beginning of a line begins
the next one, unless the words before it cannot end a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from miernik.intake.recognise.joining import join
from miernik.intake.rows import Fragment
from miernik.intake.vocabulary import Names, Words, tokens
from miernik.kernel.text import DASHES, squeeze

_ADJECTIVE = re.compile(r"^[a-ząćęłńóśźż]+(?:[bdlłmnprstwz]|[csdzż]k|[cs]h)(?:e|ie|y|i)$")
_EXPLAINS = re.compile(r"^(?:m\.? ?in\b|np\b|tj\b|w tym\b|itp\b|itd\b)", re.IGNORECASE)
_BULLET = re.compile(rf"^[•{DASHES}]\s+")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the list, whether it begins a line, and the brackets open before it."""

    text: str
    opens_line: bool
    depth: int


def split_names(fragments: Sequence[Fragment], names: Names, words: Words) -> list[str]:
    """The names in a cell, in order, as printed."""
    items: list[list[str]] = []
    stream = _stream(fragments)
    index = 0
    while index < len(stream):
        length = max(1, _known_length(stream, index, names))
        if not items or _begins(stream, index, length, items[-1], names, words):
            items.append([])
        items[-1].extend(word.text for word in stream[index : index + length])
        index += length
    return _regroup([" ".join(item) for item in items], names)


def _stream(fragments: Sequence[Fragment]) -> list[_Word]:
    stream: list[_Word] = []
    depth = 0
    starts = _line_starts(fragments)
    for position, text in enumerate(join(fragments).split()):
        stream.append(_Word(text, position in starts, depth))
        depth = max(0, depth + text.count("(") - text.count(")"))
    return stream


def _line_starts(fragments: Sequence[Fragment]) -> set[int]:
    """Positions of the words that begin a line; a word joined over a line's end does not."""
    starts: set[int] = set()
    for end in range(1, len(fragments)):
        before = len(join(fragments[:end]).split())
        together = len(join(fragments[: end + 1]).split())
        if together == before + len(fragments[end].text.split()):
            starts.add(before)
    return starts


def _known_length(stream: Sequence[_Word], index: int, names: Names) -> int:
    """Words of the longest known name from ``index``; a comma or bracket may end it, not cut it."""
    best = 0
    spoken: list[str] = []
    for length, word in enumerate(stream[index : index + names.longest], start=1):
        spoken.extend(tokens(word.text))
        if tuple(spoken) in names.names:
            best = length
        if word.text.endswith((",", ";", ")")):
            break
    return best


def _begins(
    stream: Sequence[_Word],
    index: int,
    length: int,
    item: Sequence[str],
    names: Names,
    words: Words,
) -> bool:
    """Whether a new name begins at ``index``, after ``item``."""
    word, before = stream[index], stream[index - 1].text
    if word.depth > 0:
        return False
    rest = " ".join(part.text for part in stream[index : index + 3])
    if before.endswith((",", ";")):
        return not _EXPLAINS.match(rest)
    spoken = tokens(word.text)
    if not spoken or word.text in DASHES or word.text.startswith("("):
        return False
    return _may_end(item, names, words) and _opens_name(word, length, spoken[0], names)


def _opens_name(word: _Word, length: int, spoken: str, names: Names) -> bool:
    """Whether a known name, a head of names, or an abbreviation at a line's start stands here."""
    plain = word.text.strip("(),;.„”")
    if length > 1 or tokens(word.text) in names.names:
        return True
    if plain[:1].isupper() and spoken in names.heads:
        return True
    return word.opens_line and plain.isupper() and len(plain) > 1


def _may_end(item: Sequence[str], names: Names, words: Words) -> bool:
    """Whether a name can end with ``item``: not in a preposition, a bare head or after m.in."""
    text = " ".join(item)
    spoken = tokens(text)
    if not spoken or spoken[-1] in words.dangling or item[-1] in DASHES:
        return False
    if re.search(r"\bm\.? ?in\.?", text):
        return False
    return len(spoken) > 1 or spoken in names.names or spoken[0] not in names.heads


def _clean(text: str) -> str:
    return _BULLET.sub("", squeeze(text)).rstrip(",; ").strip()


def _regroup(items: list[str], names: Names) -> list[str]:
    """Clean the items and put back what belongs together: a department with its office where no
    comma parts them, a bare adjective with its noun (``Placówki oświatowe, kulturalne``)."""
    grouped: list[str] = []
    parted = True
    for item in items:
        text = _clean(item)
        before, spoken = (grouped[-1] if grouped else ""), tokens(text)
        of_office = not parted and tokens(before) in names.offices
        if of_office and spoken and spoken[0] in names.units:
            grouped[-1] = f"{before} {text}"
        elif before and _bare_adjective(text, names) and _ends_in_adjective(before):
            grouped[-1] = f"{before}, {text}"
        elif text:
            grouped.append(text)
        parted = item.rstrip().endswith((",", ";"))
    return grouped


def _bare_adjective(item: str, names: Names) -> bool:
    spoken = tokens(item)
    return len(spoken) == 1 and spoken not in names.names and bool(_ADJECTIVE.match(item))


def _ends_in_adjective(item: str) -> bool:
    spoken = tokens(item)
    return len(spoken) > 1 and bool(_ADJECTIVE.match(spoken[-1]))
