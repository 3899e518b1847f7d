"""Text of WordprocessingML paragraphs as Word prints it once all changes are accepted.

Kept: inserted and moved-in text, links, content controls, fields' results, text boxes, footnotes
(a star where they are called, their text handed over). Dropped: deletions, hidden text, field
codes, the second copy that a text box keeps for old programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from miernik.kernel.office.docx_numbering import Numbering
from miernik.kernel.text import squeeze

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Not text of the paragraph itself; text boxes are read after it.
_DROPPED = {
    f"{W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr", "sdtPr", "txbxContent")
}
_SIGNS = {
    f"{W}tab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PRIVATE_AREA = 0xF000


@dataclass(slots=True)
class Paragraph:
    """The text of one paragraph and the footnotes called in it, in order."""

    text: str
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DocxText:
    """Reads paragraphs; counts tracked changes and hidden runs for the document's doubts."""

    footnotes: dict[str, str]
    endnotes: dict[str, str]
    numbering: Numbering
    insertions: int = 0
    deletions: int = 0
    hidden: int = 0
    #: Footnotes called so far in the present row: each has one star more than the one before.
    called: int = 0

    def paragraphs(self, elements: Iterable[etree._Element]) -> Iterator[Paragraph]:
        """Read paragraphs in order, those of their text boxes after them.

        A paragraph whose end mark is deleted runs on into the next one.
        """
        held: Paragraph | None = None
        for element in elements:
            read = self.paragraph(element)
            if held:
                read = Paragraph(f"{held.text} {read.text}", held.notes + read.notes)
                held = None
            if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                held = read
                continue
            yield read
            for box in _text_boxes(element):
                yield from self.paragraphs(inner for inner in blocks(box) if inner.tag == f"{W}p")
        if held:
            yield held

    def paragraph(self, element: etree._Element) -> Paragraph:
        """One paragraph, its automatic number in front."""
        paragraph = Paragraph("")
        text = "".join(self._pieces(element, paragraph))
        label = self.numbering.label(element)
        paragraph.text = f"{label} {text}" if label else text
        return paragraph

    def _pieces(self, element: etree._Element, into: Paragraph) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _DROPPED:
                self.deletions += tag in (f"{W}del", f"{W}moveFrom")
            elif tag == f"{W}r":
                yield from self._run(child, into)
            elif tag == f"{_MC}AlternateContent":
                yield from self._alternative(child, into)
            elif tag == f"{_M}t":
                yield child.text or ""
            elif isinstance(tag, str):
                self.insertions += tag in (f"{W}ins", f"{W}moveTo")
                yield from self._pieces(child, into)

    def _alternative(self, element: etree._Element, into: Paragraph) -> Iterator[str]:
        chosen = element.find(f"{_MC}Choice")
        if chosen is None:
            chosen = element.find(f"{_MC}Fallback")
        if chosen is not None:
            yield from self._pieces(chosen, into)

    def _run(self, run: etree._Element, into: Paragraph) -> Iterator[str]:
        properties = run.find(f"{W}rPr")
        if _is_on(properties, "vanish"):
            self.hidden += any(squeeze(text.text or "") != "" for text in run.iter(f"{W}t"))
            return
        raised = _raised(properties)
        for child in run:
            if child.tag == f"{W}t":
                yield (child.text or "").translate(_RAISED) if raised else child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[str(child.tag)]
            elif child.tag == f"{W}sym":
                yield _symbol(child)
            elif child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                yield self._call(child, into)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self._alternative(child, into)

    def _call(self, reference: etree._Element, into: Paragraph) -> str:
        """The star of a footnote; a mark typed by hand follows in the text itself."""
        notes = self.footnotes if reference.tag == f"{W}footnoteReference" else self.endnotes
        text = notes.get(reference.get(f"{W}id", ""), "")
        if text:
            into.notes.append(text)
        if not text or reference.get(f"{W}customMarkFollows") in ("1", "true", "on"):
            return ""
        self.called += 1
        return "*" * self.called


def blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in ``container``, through content controls and accepted changes."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from blocks(content)
        elif child.tag in (f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo"):
            yield from blocks(child)


def read_notes(part: etree._Element | None, name: str) -> dict[str, str]:
    """Texts of ``footnotes.xml`` or ``endnotes.xml`` by their id."""
    if part is None:
        return {}
    plain = DocxText({}, {}, Numbering(None))
    return {
        note.get(f"{W}id", ""): squeeze(
            " ".join(p.text for p in plain.paragraphs(note.iter(f"{W}p")))
        )
        for note in part.findall(f"{W}{name}")
        if note.get(f"{W}type") not in ("separator", "continuationSeparator")
    }


def _text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(f"{W}txbxContent"):
        owner = next(box.iterancestors(f"{W}p"), None)
        old_copy = any(
            above.tag == f"{_MC}Fallback" and _has_choice(above)
            for above in box.iterancestors(f"{_MC}Fallback")
        )
        if owner is paragraph and not old_copy:
            yield box


def _has_choice(fallback: etree._Element) -> bool:
    parent = fallback.getparent()
    return parent is not None and parent.find(f"{_MC}Choice") is not None


def _symbol(element: etree._Element) -> str:
    code = int(element.get(f"{W}char", "20"), 16)
    return chr(code & 0xFF) if code >= _PRIVATE_AREA else chr(code)


def _raised(properties: etree._Element | None) -> bool:
    if properties is None:
        return False
    aligned = properties.find(f"{W}vertAlign")
    return aligned is not None and aligned.get(f"{W}val") == "superscript"


def _is_on(properties: etree._Element | None, name: str) -> bool:
    switch = properties.find(f"{W}{name}") if properties is not None else None
    return switch is not None and switch.get(f"{W}val", "true") not in ("0", "false", "off")
