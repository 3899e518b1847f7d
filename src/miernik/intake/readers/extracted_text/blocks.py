"""Headings, the table's head and one block of lines per task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from miernik.intake.headings import Level, ParsedHeading, leading_code, parse_heading
from miernik.intake.readers.extracted_text.lines import Line, widest_ordinary
from miernik.intake.vocabulary import Words

_HEAD_LINES = 40
_HEAD_SHARE = 0.6


@dataclass(slots=True)
class HeadingBlock:
    """Lines of a heading, or of full-width text outside the table."""

    lines: list[Line]
    parsed: ParsedHeading | None = None


@dataclass(slots=True)
class HeadBlock:
    """The table's own head: names of columns."""

    lines: list[Line]

    def value_header(self, words: Words) -> str:
        """The name of the value's column, such as ``Wartość wskaźnika w 2017 r.``."""
        text = " ".join(line.text for line in self.lines).split()
        start = next((i for i, word in enumerate(text) if word.casefold() in words.header_value), 0)
        year = next((i for i, word in enumerate(text[start:], start) if word[:4].isdigit()), start)
        return " ".join(text[start : year + 2])


@dataclass(slots=True)
class TaskBlock:
    """The lines of one task from its code on; ``table`` counts tables, ``last`` is the number
    of the line before the next block."""

    code: str
    code_line: Line
    lines: list[Line]
    table: int
    last: int = 0


Block = HeadingBlock | HeadBlock | TaskBlock


@dataclass(slots=True)
class Scanner:
    """Walks over the lines and cuts them into blocks."""

    words: Words
    limit: float
    blocks: list[Block] = field(default_factory=list)
    table: int = 0
    goal: str = ""
    priority: str = ""
    ordinal: int = 0

    def scan(self, lines: Sequence[Line]) -> list[Block]:
        """Blocks in the document's order; every line is in exactly one of them."""
        index = 0
        while index < len(lines):
            index += self._take(lines, index)
        return self.blocks

    def _take(self, lines: Sequence[Line], index: int) -> int:
        """Put the line at ``index`` where it belongs; return how many lines were used."""
        line = lines[index]
        head = self._head_length(lines, index)
        if head:
            self.table += 1
            self.blocks.append(HeadBlock(list(lines[index : index + head])))
            return head
        parsed = parse_heading(line.text)
        if parsed is not None and self._is_heading(parsed, line):
            self._enter(parsed)
            self.blocks.append(HeadingBlock([line], parsed))
            return 1
        code = self._task_code(line)
        if code is not None:
            rest = leading_code(line.text)
            body = [] if rest is None or not rest[1] else [replace(line, text=rest[1])]
            self.blocks.append(TaskBlock(code, line, body, self.table))
            return 1
        self._continue(line)
        return 1

    def _continue(self, line: Line) -> None:
        last = self.blocks[-1] if self.blocks else None
        task = self._open_task()
        if task is not None and len(line.text) <= self.limit:
            task.lines.append(line if task is last else replace(line, opens_page=True))
        elif isinstance(last, HeadingBlock) and last.parsed is not None and line.gap <= 1:
            last.lines.append(line)
            last.parsed = parse_heading(" ".join(part.text for part in last.lines))
        else:
            self.blocks.append(HeadingBlock([line]))

    def _open_task(self) -> TaskBlock | None:
        """The task whose lines go on, also after the table's head repeated on a new page."""
        for block in reversed(self.blocks):
            if isinstance(block, TaskBlock):
                return block
            if not isinstance(block, HeadBlock):
                return None
        return None

    def _is_heading(self, parsed: ParsedHeading, line: Line) -> bool:
        """A heading inside a table must fit the numbering or be wider than any cell."""
        if self._open_task() is None:
            return True
        if len(line.text) > self.limit:
            return True
        if parsed.level is Level.GOAL:
            return line.opens_page or line.gap > 1
        return parsed.code.startswith(self.goal) and (line.opens_page or line.gap > 1)

    def _enter(self, parsed: ParsedHeading) -> None:
        self.ordinal = 0
        if parsed.level is Level.GOAL:
            self.goal, self.priority = parsed.code, ""
        else:
            self.priority = parsed.code

    def _task_code(self, line: Line) -> str | None:
        """The code of a task that begins at ``line``, if its number fits its priority."""
        found = leading_code(line.text)
        if found is None or not self.blocks:
            return None
        code = found[0]
        if "." not in code:
            if not self.table or int(code) != self.ordinal + 1:
                return None
            self.ordinal = int(code)
            return f"{self.priority}.{code}" if self.priority else code
        if self.priority and not code.startswith(f"{self.priority}."):
            return None
        return code if self.table or self.priority else None

    def _head_length(self, lines: Sequence[Line], index: int) -> int:
        """How many lines from ``index`` make the table's head; 0 when it does not begin here."""
        known = self.words.header_words
        first = lines[index].words[0].casefold()
        if first not in self.words.header_openings:
            return 0
        length, hits, total = 0, 0, 0
        for offset, line in enumerate(lines[index : index + _HEAD_LINES]):
            if parse_heading(line.text) or leading_code(line.text):
                break
            here = [word.casefold() in known or word[:4].isdigit() for word in line.words]
            total += len(here)
            hits += sum(here)
            if all(here):
                length = offset + 1
        return length if length > 1 and hits >= _HEAD_SHARE * total else 0


def cut_blocks(lines: Sequence[Line], words: Words) -> list[Block]:
    """Cut the lines of a document into blocks and close each task's span of lines."""
    blocks = Scanner(words, widest_ordinary(lines)).scan(lines)
    for block, after in zip_longest(blocks, blocks[1:]):
        if isinstance(block, TaskBlock):
            own = block.lines[-1].number if block.lines else block.code_line.number
            block.last = _first_number(after) - 1 if after is not None else own
    return blocks


def _first_number(block: Block) -> int:
    return block.code_line.number if isinstance(block, TaskBlock) else block.lines[0].number
