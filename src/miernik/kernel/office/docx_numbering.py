"""Automatic numbers of DOCX paragraphs: what Word prints in front and keeps in no text."""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


class Numbering:
    """Counts the lists of a document in reading order.

    ``part`` is the root of ``numbering.xml``; ``styles`` that of ``styles.xml``, whose paragraph
    styles may carry a list.
    """

    def __init__(self, part: etree._Element | None, styles: etree._Element | None = None) -> None:
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        self._styles: dict[str, etree._Element] = {}
        if part is not None:
            self._read(part)
        if styles is not None:
            for style in styles.findall(f"{_W}style"):
                numbered = style.find(f"{_W}pPr/{_W}numPr")
                if numbered is not None:
                    self._styles[style.get(f"{_W}styleId", "")] = numbered

    def _read(self, part: etree._Element) -> None:
        for abstract in part.findall(f"{_W}abstractNum"):
            levels = {_integer(level, "ilvl"): level for level in abstract.findall(f"{_W}lvl")}
            self._levels[abstract.get(f"{_W}abstractNumId", "")] = levels
        for number in part.findall(f"{_W}num"):
            name = number.get(f"{_W}numId", "")
            self._abstract[name] = _value(number.find(f"{_W}abstractNumId"))
            for override in number.findall(f"{_W}lvlOverride"):
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    self._starts[name, _integer(override, "ilvl")] = int(_value(start) or 1)

    def label(self, paragraph: etree._Element) -> str:
        """The number printed before the paragraph ("A.1.3", "2)"), or "" where there is none."""
        numbered = self._numbered(paragraph)
        if numbered is None:
            return ""
        name = _value(numbered.find(f"{_W}numId"))
        depth = int(_value(numbered.find(f"{_W}ilvl")) or 0)
        abstract = self._abstract.get(name, "")
        level = self._levels.get(abstract, {}).get(depth)
        if level is None or _value(level.find(f"{_W}numFmt")) in ("bullet", "none"):
            return ""
        self._count(name, abstract, depth)
        text = _value(level.find(f"{_W}lvlText"))
        for above in range(depth + 1):
            text = text.replace(f"%{above + 1}", self._printed(abstract, above))
        return text

    def _numbered(self, paragraph: etree._Element) -> etree._Element | None:
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        if own is not None:
            return own
        return self._styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")))

    def _count(self, name: str, abstract: str, depth: int) -> None:
        counts = self._counts[abstract]
        restarts = (name, depth) in self._starts and name not in self._begun
        if restarts:
            counts[depth] = self._starts[name, depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = self._start(abstract, depth)
        self._begun.add(name)
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]

    def _start(self, abstract: str, depth: int) -> int:
        start = self._levels[abstract][depth].find(f"{_W}start")
        return int(_value(start) or 1) if start is not None else 1

    def _printed(self, abstract: str, depth: int) -> str:
        level = self._levels[abstract].get(depth)
        if level is None:
            return ""
        number = self._counts[abstract].get(depth) or self._start(abstract, depth)
        form = _value(level.find(f"{_W}numFmt"))
        if form in ("upperLetter", "lowerLetter"):
            letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if form == "upperLetter" else letter.lower()
        if form in ("upperRoman", "lowerRoman"):
            return _roman(number) if form == "upperRoman" else _roman(number).lower()
        return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text += sign
            number -= value
    return text


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


def _integer(element: etree._Element, name: str) -> int:
    return int(element.get(f"{_W}{name}", "0"))
