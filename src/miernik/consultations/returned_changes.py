"""What submitters want changed, as it was read from what they sent; labels of units in texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from miernik.kernel.office.tracked_blocks import TrackedBlock
from miernik.kernel.redline import is_changed
from miernik.kernel.text import squeeze
from miernik.strategy.models import UnitKind
from miernik.strategy.text.reading import Line

Op = Literal["replace", "insert_after", "delete", "general"]

_LABELS = {
    UnitKind.SECTION: r"\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s)",
    UnitKind.PART: r"\d{1,2}\.(?=\s)",
    UnitKind.ARTICLE: r"§\s*\d+\.?(?=\s)",
    UnitKind.POINT: r"\d{1,3}[a-z]?\)",
    UnitKind.LETTER: r"[a-z]{1,2}\)",
    UnitKind.INDENT: r"[–-](?=\s)",
    UnitKind.INDICATOR: r"\d{1,3}[a-z]?\.(?=\s)",
    UnitKind.ITEM: r"\d{1,3}[a-z]?\.(?=\s)",
}
_LABEL = re.compile(rf"\s*({'|'.join(_LABELS.values())})\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Submitter:
    """What the form says of its submitter; "" where nothing was written, None: no answer."""

    name: str = ""
    krs: str = ""
    representative: str = ""
    email: str = ""
    consent: bool | None = None


@dataclass(frozen=True, slots=True)
class ReturnedChange:
    """One change that a submitter wants.

    ``code`` is the unit's (of ``insert_after``: of the unit before the new one, which may be the
    heading of a list); ``general`` has a code only where it is about one unit. ``text`` is the new
    wording without its label, which stands in ``label`` as the submitter wrote it; empty for
    ``delete``. ``author`` is who made the tracked change, ``comment`` what stands in the margin.
    """

    op: Op
    code: str
    text: str = ""
    reasons: str = ""
    author: str = ""
    comment: str = ""
    label: str = ""


@dataclass(slots=True)
class Returned:
    """What was found in a returned document; ``doubts`` are Polish sentences for an official."""

    submitter: Submitter = field(default_factory=Submitter)
    changes: list[ReturnedChange] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    form_code: str = ""


def cut_label(text: str) -> tuple[str, str]:
    """The label at the beginning of a text ("6)") and what follows it."""
    match = _LABEL.match(text)
    return (match[1], text[match.end() :].strip()) if match else ("", text.strip())


def own_wording(text: str, line: Line) -> str:
    """The text of a unit without its own label or a new one of the same kind."""
    text = text.strip()
    if line.label and text.startswith(line.label) and not line.text.startswith(line.label):
        return text.removeprefix(line.label).strip()
    if line.kind in _LABELS:
        match = re.match(rf"({_LABELS[line.kind]})\s*(?=\S)", text)
        if match and not line.text.startswith(match[1]):
            return text[match.end() :]
    return text


def is_current(text: str, line: Line) -> bool:
    """Whether a text says what the draft says, label or none."""
    return any(not is_changed(text, says) for says in (line.text, line.printed)) or not is_changed(
        own_wording(text, line), line.text
    )


def is_labelled(label: str, kind: UnitKind) -> bool:
    """Whether a label such as "6)" is how a unit of this kind begins."""
    match = re.match(_LABELS[kind], f"{label} ") if kind in _LABELS else None
    return match is not None and match.end() == len(label)


def shortened(text: str) -> str:
    """The beginning of a text, for a doubt."""
    text = squeeze(text)
    return text if len(text) <= 60 else f"{text[:60].rsplit(' ', 1)[0]}…"


def remarks(blocks: list[TrackedBlock]) -> str:
    """What stands in the margin of these paragraphs."""
    return "\n".join(comment.text for block in blocks for comment in block.comments)


def author_of(blocks: list[TrackedBlock]) -> str:
    """Who made the first tracked change in these paragraphs, or wrote the first remark."""
    changed = (block.author for block in blocks)
    commented = (comment.author for block in blocks for comment in block.comments)
    return next(filter(None, (*changed, *commented)), "")
