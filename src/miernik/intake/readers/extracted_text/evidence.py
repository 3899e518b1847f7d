"""What can be said of a piece of a line before its column is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from miernik.intake.readers.extracted_text.lines import Line, visual_width
from miernik.intake.vocabulary import Names, Tokens, Vocabulary, Words, any_match, tokens
from miernik.kernel.numbers import read_number
from miernik.kernel.text import DASHES, STARS

_NUMBER_WORD = re.compile(rf"^\d[\d.,]*[{STARS}%]*$")
_LIST_OPENING = re.compile(rf"^(?:[•{DASHES}]\s*\D|\d{{1,2}}[.)]\s)")
_LIST_GOES_ON = re.compile(rf"^[•{DASHES}]\s*\D")
_MAX_CUTS = 2
_PHRASE_LENGTH = (3, 12)
_PHRASE_TIMES = 3
_PHRASE_SHARE = 0.6
_PHRASE_OF_BLOCKS = 0.1


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or a part of a line that may be a cell of its own."""

    line: int
    part: int
    text: str
    words: Tokens
    gap: int
    opens_page: bool
    width: float
    first_width: float
    upper: bool
    lower: bool
    opens_bracket: bool
    opens_list: bool
    goes_on_list: bool
    dangling: bool
    comma: bool
    sentence_end: bool
    depth: int
    number: float
    grade: bool
    implementer: tuple[float, float]
    funding: tuple[float, float]
    funds: tuple[Tokens, ...]
    indicator: float
    remark: bool
    continuation: bool
    asks_for_text: bool
    unit_in_brackets: bool


@dataclass(slots=True)
class Coverage:
    """Which words of a block belong to known names.

    ``cover`` gives each word 1 for a word of a known name, 0.6 for a likely one; ``start`` the
    strength of a name that begins there; ``names`` the name.
    """

    cover: list[float]
    start: list[float]
    names: dict[int, Tokens] = field(default_factory=dict)


def cover(words: Sequence[str], names: Names, abbreviation: float) -> Coverage:
    """Find known names in ``words``, across line ends.

    ``abbreviation`` is how likely an unknown abbreviation is one of these names.
    """
    stream = [(token, index) for index, word in enumerate(words) for token in tokens(word)]
    flat = [token for token, _ in stream]
    found = Coverage([0.0] * len(words), [0.0] * len(words))
    for position, (token, index) in enumerate(stream):
        length = names.match(flat, position)
        if length:
            end = _with_place(words, stream[position + length - 1][1])
            for inside in range(index, end + 1):
                found.cover[inside] = 1.0
            found.start[index] = max(found.start[index], 2.2)
            found.names[index] = tuple(flat[position : position + length])
        elif words[index].strip(",;").isupper() and len(token) > 1:
            found.cover[index] = max(found.cover[index], abbreviation)
        elif token in names.heads:
            for inside in range(index, min(index + 2, len(words))):
                found.cover[inside] = max(found.cover[inside], 0.6)
            found.start[index] = max(found.start[index], 1.2)
    return found


def _with_place(words: Sequence[str], end: int) -> int:
    """Extend a name over ``w Białymstoku``."""
    if end + 2 < len(words) and words[end + 1] == "w" and words[end + 2][:1].isupper():
        return end + 2
    return end


def monitoring_phrases(blocks: Iterable[Sequence[Line]], words: Words) -> tuple[Tokens, ...]:
    """Sentences that keep following a number: how the indicators are monitored."""
    counts: Counter[Tokens] = Counter()
    blocks = list(blocks)
    openings = (*words.remark_openings, *words.value_continuations)
    for lines in blocks:
        here: set[Tokens] = set()
        stream = [word for line in lines for word in line.words]
        for index, word in enumerate(stream[:-1]):
            follows = tokens(" ".join(stream[index + 1 : index + 1 + _PHRASE_LENGTH[1]]))
            if not _NUMBER_WORD.match(word) or not follows or follows[0][:1].isdigit():
                continue
            after = " ".join(stream[index + 1 :][:4]).casefold()
            if follows[0] in words.indicator_openings or any_match(openings, after):
                continue
            for length in range(_PHRASE_LENGTH[0], len(follows) + 1):
                here.add(follows[:length])
        counts.update(here)
    return tuple(_maximal(counts, max(_PHRASE_TIMES, int(_PHRASE_OF_BLOCKS * len(blocks)))))


def _maximal(counts: Counter[Tokens], at_least: int) -> Iterator[Tokens]:
    """Frequent openings, each extended as far as most of its occurrences go."""
    shortest = [
        phrase
        for phrase, times in counts.most_common()
        if len(phrase) == _PHRASE_LENGTH[0] and times >= at_least
    ]
    for opening in shortest:
        phrase = opening
        while True:
            longer = [
                other
                for other in counts
                if other[:-1] == phrase and counts[other] >= _PHRASE_SHARE * counts[opening]
            ]
            if not longer:
                break
            phrase = longer[0]
        yield phrase


@dataclass(slots=True)
class _Named:
    """Known names among a block's words; ``first`` is the block's index of a line's first word."""

    implementers: Coverage
    funding: Coverage
    first: int = 0


@dataclass(slots=True)
class Evidence:
    """The pieces of one task's lines: for each line every way it may be cut into cells."""

    lines: Sequence[Line]
    vocabulary: Vocabulary
    monitoring: tuple[Tokens, ...]
    cuttings: list[list[tuple[Piece, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        words = [word for line in self.lines for word in line.words]
        names = _Named(
            cover(words, self.vocabulary.implementers, 0.8),
            cover(words, self.vocabulary.funding, 0.4),
        )
        for number, line in enumerate(self.lines):
            cuts = [cut for cut in range(1, len(line.words)) if self._may_cut(line, cut, names)]
            options: list[tuple[Piece, ...]] = []
            for chosen in _choices(cuts):
                spans = pairwise([0, *chosen, len(line.words)])
                pieces = (self._piece(number, part, span, names) for part, span in enumerate(spans))
                options.append(tuple(pieces))
            self.cuttings.append(options)
            names.first += len(line.words)

    def _may_cut(self, line: Line, cut: int, names: _Named) -> bool:
        """Whether a cell may end inside a line before its word ``cut``."""
        words = line.words
        before, after = words[cut - 1], words[cut]
        if _NUMBER_WORD.match(after):
            last = all(_NUMBER_WORD.match(word) for word in words[cut:])
            return last and not _NUMBER_WORD.match(before)
        if _NUMBER_WORD.match(before) and after[:1].islower():
            rest = " ".join(words[cut:]).casefold()
            return any_match(self.vocabulary.words.remark_openings, rest)
        if _NUMBER_WORD.match(before) or before.endswith(")"):
            return True
        if self._near_monitoring(tokens(before), tokens(after)):
            return True
        at = names.first + cut
        known = names.implementers.start[at] or names.funding.start[at]
        opens = self.vocabulary.words.indicator_openings.intersection(tokens(after)[:1])
        return after[:1].isupper() and bool(known or opens)

    def _near_monitoring(self, before: Tokens, after: Tokens) -> bool:
        """Whether the monitoring sentence ends before a cut, or begins after it."""
        return any(
            after[:1] == sentence[:1] or before[-1:] == sentence[-1:]
            for sentence in self.monitoring
        )

    def _piece(self, number: int, part: int, span: tuple[int, int], names: _Named) -> Piece:
        line, known = self.lines[number], self.vocabulary.words
        implementers, funding = names.implementers, names.funding
        own = line.words[span[0] : span[1]]
        text = " ".join(own)
        low, spoken = text.casefold(), tokens(text)
        sign = next((char for char in text if char.isalpha()), "")
        begin, end = names.first + span[0], names.first + span[1]
        return Piece(
            line=number,
            part=part,
            text=text,
            words=spoken,
            gap=line.gap if part == 0 else 0,
            opens_page=line.opens_page and part == 0,
            width=visual_width(text),
            first_width=visual_width(own[0]),
            upper=sign.isupper() and not text[0].isdigit(),
            lower=sign.islower() and text[0].isalpha(),
            opens_bracket=text.startswith("("),
            opens_list=bool(_LIST_OPENING.match(text + " ")),
            goes_on_list=bool(_LIST_GOES_ON.match(text)),
            dangling=_dangles(text, spoken, known),
            comma=text.endswith(","),
            sentence_end=text.endswith((".", ";", ")", "”")),
            depth=sum((sign in "(„") - (sign in ")”") for sign in text),
            number=number_strength(text, known),
            grade=is_grade(text, known),
            implementer=(sum(implementers.cover[begin:end]), implementers.start[begin]),
            funding=(sum(funding.cover[begin:end]), funding.start[begin]),
            funds=tuple(name for at, name in funding.names.items() if begin <= at < end),
            indicator=_indicator_strength(spoken, sign.isupper(), known),
            remark=any_match(known.remark_openings, low),
            continuation=any_match(known.value_continuations, low),
            asks_for_text=any(word in known.text_answers for word in spoken),
            unit_in_brackets=text[0] + text[-1] == "()" and " ".join(spoken) in known.units,
        )


def number_strength(text: str, words: Words) -> float:
    """How surely ``text`` is a number that can fill the value's cell: 0 to 1."""
    reading = read_number(text)
    plain = text.casefold()
    if reading.no_data or plain in words.no_data | words.not_applicable | words.vague_nothing:
        return 1.0
    if text in DASHES:
        return 0.7
    if reading.number is None and not reading.candidates:
        return 0.0
    if reading.unit is None or " ".join(tokens(reading.unit)) in words.units or reading.unit == "%":
        return 1.0
    return 0.2


def is_grade(text: str, words: Words) -> bool:
    """Whether ``text`` is one or more grades, such as ``minimalny/wysoki``."""
    grades = [part.strip().casefold() for part in re.split(r"[/,;]", text) if part.strip()]
    return bool(grades) and all(grade in words.grades for grade in grades)


def _dangles(text: str, spoken: Tokens, words: Words) -> bool:
    """Whether the text must go on after this line."""
    if text[-1] in DASHES + "/(" and text not in DASHES:
        return True
    return bool(spoken) and spoken[-1] in words.dangling and not text.endswith((")", ".", ";"))


def _indicator_strength(spoken: Tokens, upper: bool, words: Words) -> float:
    if not spoken or not upper:
        return 0.0
    if spoken[0] in words.indicator_openings or words.questions.intersection(spoken[:2]):
        return 1.0
    return 0.5 if any_match(words.elliptic_openings, spoken[0]) else 0.0


def _choices(cuts: list[int]) -> Iterator[tuple[int, ...]]:
    """No cut, one cut, two cuts."""
    yield ()
    for index, cut in enumerate(cuts):
        yield (cut,)
        if _MAX_CUTS > 1:
            yield from ((cut, later) for later in cuts[index + 1 :])
