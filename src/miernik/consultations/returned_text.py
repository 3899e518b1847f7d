"""The programme's own text as it came back: paragraphs matched to units, changes told apart."""

from __future__ import annotations

import difflib
from collections import defaultdict, deque
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from miernik.consultations.form_content import where_of
from miernik.consultations.form_marks import is_fixed, unit_named
from miernik.consultations.returned_changes import (
    Returned,
    ReturnedChange,
    author_of,
    cut_label,
    is_current,
    is_labelled,
    own_wording,
    remarks,
    shortened,
)
from miernik.kernel.office.tracked_blocks import (
    TrackedBlock,
    TrackedPiece,
    accepted,
    accepted_paragraphs,
    paragraphs_without,
    rejected,
)
from miernik.kernel.redline import Change
from miernik.kernel.text import comparable
from miernik.strategy.models import FieldType, UnitKind
from miernik.strategy.text.reading import Line

#: Likeness (0 to 100) from which a paragraph is taken for the wording of a unit.
_ALIKE = 82


@dataclass(slots=True)
class _Original:
    """A paragraph as it stood before the changes; ``line`` is the unit whose wording it is."""

    blocks: list[TrackedBlock]
    text: str
    line: Line | None = None
    by_name: bool = False


@dataclass(slots=True)
class _Result:
    """A paragraph as it would stand after the changes, with what it kept of each original."""

    text: str = ""
    first: int = 0
    kept: dict[int, int] = field(default_factory=dict)
    blocks: list[TrackedBlock] = field(default_factory=list)


def read_text(blocks: list[TrackedBlock], lines: list[Line], returned: Returned) -> None:
    """Read the changes of a text into ``returned``."""
    blocks = [block for block in blocks if not _is_of_the_office(block)]
    originals = [
        _Original(run, "".join(map(rejected, run)).strip())
        for run in paragraphs_without(blocks, Change.ADDED)
    ]
    _match(originals, lines)
    if not any(original.line for original in originals):
        _read_letter(blocks, returned)
        return
    _Reader(originals, lines, returned, tracked=any(b.is_tracked for b in blocks)).read(blocks)


def _read_letter(blocks: list[TrackedBlock], returned: Returned) -> None:
    """A text that quotes no unit: its words as one general change."""
    text = "\n".join(filter(None, (part.strip() for part in accepted_paragraphs(blocks))))
    comment = remarks(blocks)
    if text or comment:
        returned.changes.append(
            ReturnedChange("general", "", text, author=author_of(blocks), comment=comment)
        )
        returned.doubts.append(
            "W pliku nie rozpoznano żadnej jednostki projektu: przeczytaj całość i wskaż, czego"
            " dotyczą uwagi."
        )


def _is_of_the_office(block: TrackedBlock) -> bool:
    untouched = not block.is_tracked and not block.comments
    return untouched and is_fixed(block.bookmarks, accepted(block))


# --- matching ------------------------------------------------------------------------------------


def _key(text: str) -> str:
    """A wording without label, case and the signs at its end."""
    return comparable(cut_label(text)[1]).rstrip(" :;.,")


def _match(originals: list[_Original], lines: list[Line]) -> None:
    """Give each paragraph its unit: by bookmark, by equal wording in order, by likeness."""
    by_code = {line.code: line for line in lines}
    taken: set[str] = set()
    for original in originals:
        names = [name for block in original.blocks for name in block.bookmarks]
        code = unit_named(names)
        if code in by_code and code not in taken:
            original.line, original.by_name = by_code[code], True
            taken.add(code)
    free = [line for line in lines if line.code not in taken and line.text]
    asking = [original for original in originals if original.line is None and original.text]
    matcher = difflib.SequenceMatcher(
        None, [_key(one.text) for one in asking], [_key(line.text) for line in free],
        autojunk=False,
    )  # fmt: skip
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for original, line in zip(asking[a:b], free[c:d], strict=True):
                original.line = line
        elif tag == "replace":
            _match_alike(asking[a:b], free[c:d])
    _match_scattered(asking, free)


def _match_alike(asking: list[_Original], lines: list[Line]) -> None:
    """Match likely pairs between two equal passages, each unit once, in order."""
    start, keys = 0, [_key(line.text) for line in lines]
    for original in asking:
        key = _key(original.text)
        scores = [fuzz.ratio(key, other) for other in keys[start:]]
        best = max(scores, default=0)
        if best >= _ALIKE:
            start += scores.index(best)
            original.line = lines[start]
            start += 1


def _match_scattered(asking: list[_Original], lines: list[Line]) -> None:
    """Match what stands out of order where only one unit has this wording."""
    taken = {original.line.code for original in asking if original.line}
    left: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.code not in taken:
            left[_key(line.text)].append(line)
    for original in asking:
        same = left.get(_key(original.text), []) if original.line is None else []
        if len(same) == 1:
            original.line = same.pop()


# --- changes -------------------------------------------------------------------------------------


class _Reader:
    """Tells what became of each paragraph."""

    def __init__(
        self, originals: list[_Original], lines: list[Line], returned: Returned, *, tracked: bool
    ) -> None:
        self._originals = originals
        self._lines = {line.code: line for line in lines}
        self._order = {line.code: number for number, line in enumerate(lines)}
        self._returned = returned
        self._tracked = tracked
        self._before: Line | None = None
        self._tables = _table_texts(lines)
        self._gone: deque[int] = deque()
        self._owner = {
            id(block): number
            for number, original in enumerate(originals)
            for block in original.blocks
        }

    def read(self, blocks: list[TrackedBlock]) -> None:
        """Walk the text; originals that a removed end joins are read together."""
        results = self._results(blocks)
        ends = self._ends(results)
        for number, result in enumerate(results):
            self._gone_before(min(ends.get(number, [result.first])))
            if number in ends:
                self._unit(min(ends[number]), result)
            elif result.text.strip():
                self._new(result)
            elif remarks(result.blocks):
                self._remark(result.blocks, None)
        self._gone_before(len(self._originals))
        self._tell_missing()

    def _results(self, blocks: list[TrackedBlock]) -> list[_Result]:
        """The paragraphs after the changes, cut at the ends that stay or came."""
        found = []
        for run in _runs(blocks):
            result = _Result(first=self._owner.get(id(run[0][0]), 0))
            for block, piece in run:
                owner = self._owner.get(id(block), 0)
                if block not in result.blocks:
                    result.blocks.append(block)
                if piece is None or piece.change is Change.REMOVED:
                    continue
                result.text += piece.text
                size = len(piece.text.strip()) if piece.change is Change.KEPT else 0
                result.kept[owner] = result.kept.get(owner, 0) + size
            found.append(result)
        return found

    def _ends(self, results: list[_Result]) -> dict[int, list[int]]:
        """For each result the originals that became it; what became nothing is gone."""
        holding: dict[int, list[int]] = {}
        for number, result in enumerate(results):
            for owner in result.kept:
                holding.setdefault(owner, []).append(number)
        ends: dict[int, list[int]] = {}
        for owner, original in enumerate(self._originals):
            places = holding.get(owner, [])
            kept = [n for n in places if results[n].kept[owner]]
            if kept:
                best = max(kept, key=lambda n: results[n].kept[owner])
                ends.setdefault(best, []).append(owner)
            elif original.text:
                new = [n for n in places if results[n].text.strip() and n not in ends
                       and not any(results[n].kept.values())]  # fmt: skip
                if new:
                    ends[new[0]] = [owner]
                else:
                    self._gone.append(owner)
        return ends

    def _gone_before(self, limit: int) -> None:
        """Report the originals that went, up to this one."""
        while self._gone and self._gone[0] < limit:
            original = self._originals[self._gone.popleft()]
            blocks = original.blocks
            if original.line is None:
                if not unit_named(name for block in blocks for name in block.bookmarks):
                    self._unplaced_deletion(original)
                continue
            self._add(
                "delete", original.line.code, author=author_of(blocks), comment=remarks(blocks)
            )
            self._before = original.line

    def _unit(self, owner: int, result: _Result) -> None:
        original = self._originals[owner]
        line, text = original.line, result.text.strip()
        if line is None:
            self._stranger(original, result)
            return
        self._before = line
        changed = not is_current(text, line)
        tracked = any(block.is_tracked for block in result.blocks)
        if changed and (tracked or original.by_name or not self._tracked):
            self._add(
                "replace", line.code, own_wording(text, line),
                author=author_of(result.blocks), comment=remarks(result.blocks),
            )  # fmt: skip
            if not tracked:
                self._doubt(
                    f"Jednostka {where_of(line)} ma inną treść niż w projekcie, choć nie oznaczono"
                    " tego jako zmiany: sprawdź, czy to jest propozycja."
                )
        elif remarks(result.blocks):
            self._remark(result.blocks, line)
        joined = [n for n, one in result.kept.items() if one and n != owner]
        for other in joined:
            self._joined(self._originals[other].line, line)

    def _joined(self, gone: Line | None, line: Line) -> None:
        if gone is not None:
            self._add("delete", gone.code)
            self._doubt(
                f"Jednostkę {where_of(gone)} połączono z jednostką {where_of(line)}: sprawdź, czy"
                " tak miało być."
            )

    def _new(self, result: _Result) -> None:
        """A paragraph that nothing stood for before."""
        label, text = cut_label(result.text)
        blocks = result.blocks
        known = unit_named(name for block in blocks for name in block.bookmarks)
        if known in self._lines and is_current(result.text, self._lines[known]):
            self._before = self._lines[known]  # added by the office's own redline
            return
        author, comment = author_of(blocks), remarks(blocks)
        label = label or next((block.label for block in blocks if block.label), "")
        if self._before is None or blocks[0].cell is not None:
            self._add("general", "", result.text.strip(), author=author, comment=comment)
            self._doubt(
                f"Dopisku „{shortened(result.text)}” nie udało się przypisać do jednostki: wskaż,"
                " czego dotyczy."
            )
            return
        anchor = self._anchor(label)
        self._add("insert_after", anchor.code, text, author=author, comment=comment, label=label)

    def _anchor(self, label: str) -> Line:
        """The unit before a new one: of its own kind where it stands under such a one."""
        assert self._before is not None
        above: Line | None = self._before
        while above is not None and label:
            if is_labelled(label, above.kind):
                return above
            if above.field_type is FieldType.INDICATORS and is_labelled(label, UnitKind.INDICATOR):
                break  # the first of its list; "1." is also how a part begins
            above = self._lines.get(above.parent) if above.parent else None
        return self._before

    def _stranger(self, original: _Original, result: _Result) -> None:
        """A paragraph that is no unit of the draft, changed or new without tracking."""
        blocks, text = result.blocks, result.text.strip()
        changed = any(block.is_tracked for block in blocks)
        table = self._tables.get(_key(original.text))
        if table is not None and not changed:
            if remarks(blocks):
                self._remark(blocks, table)
            return
        added = any(p.change is Change.ADDED and p.text.strip() for b in blocks for p in b.pieces)
        if added or (text and not self._tracked):
            if not changed and self._before is not None and blocks[0].cell is None:
                self._new(result)
                self._doubt(
                    f"Akapitu „{shortened(text)}” nie ma w projekcie i nie oznaczono go jako"
                    " zmiany: sprawdź, czy to jest propozycja."
                )
                return
            code = table.code if table else ""
            self._add("general", code, text, author=author_of(blocks), comment=remarks(blocks))
            self._doubt(
                f"Zmiany w akapicie „{shortened(text)}” nie udało się przypisać do jednostki:"
                " wskaż, czego dotyczy."
            )
        elif changed:
            self._unplaced_deletion(original)
        elif remarks(blocks):
            self._remark(blocks, None)

    def _unplaced_deletion(self, original: _Original) -> None:
        self._add(
            "general", "", author=author_of(original.blocks), comment=remarks(original.blocks)
        )
        self._doubt(
            f"Skreślenia w akapicie „{shortened(original.text)}” nie udało się przypisać do"
            " jednostki: wskaż, czego dotyczy."
        )

    def _tell_missing(self) -> None:
        """Doubt whether units that are not in the file were struck out without tracking."""
        found = {one.line.code for one in self._originals if one.line}
        places = sorted(self._order[code] for code in found)
        if not places:
            return
        between = list(self._lines.values())[places[0] : places[-1]]
        missing = [line for line in between if line.code not in found and line.text]
        if 5 * len(missing) > len(between):
            return  # only parts of the text were sent
        for line in missing:
            self._doubt(
                f"W pliku nie ma jednostki {where_of(line)}, a nie oznaczono jej skreślenia:"
                " sprawdź, czy to jest propozycja."
            )

    def _remark(self, blocks: list[TrackedBlock], line: Line | None) -> None:
        """A remark in the margin of a text that stays as it is."""
        self._add(
            "general", line.code if line else "", author=author_of(blocks), comment=remarks(blocks)
        )
        if line is None:
            self._doubt(
                f"Komentarza „{shortened(remarks(blocks))}” nie udało się przypisać do jednostki:"
                " wskaż, czego dotyczy."
            )

    def _add(self, op: str, code: str, text: str = "", **more: str) -> None:
        self._returned.changes.append(ReturnedChange(op, code, text, **more))  # type: ignore[arg-type]

    def _doubt(self, sentence: str) -> None:
        self._returned.doubts.append(sentence)


def _table_texts(lines: list[Line]) -> dict[str, Line]:
    """The texts of tables and of their notes, with the unit of the table."""
    found: dict[str, Line] = {}
    for line in lines:
        if line.table:
            rows = (line.table["columns"], *line.table["rows"], [line.table["note"]])
            found.update({_key(text): line for row in rows for text in row if text})
    return found


def _runs(blocks: list[TrackedBlock]) -> list[list[tuple[TrackedBlock, TrackedPiece | None]]]:
    """Pieces of the paragraphs after the changes; an empty paragraph holds None."""
    return [
        [(block, piece) for block in run for piece in (*block.pieces, None)]
        for run in paragraphs_without(blocks, Change.REMOVED)
    ]
