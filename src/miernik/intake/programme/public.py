"""The public shape of a recognised programme (``miernik import --json``)."""

from __future__ import annotations

import re
from typing import Any

from miernik.intake.programme import facts
from miernik.intake.programme.recognise import DraftProgramme
from miernik.intake.serialize import public_doubt
from miernik.strategy.models import FieldType, UnitKind
from miernik.strategy.text.content import PassageContent
from miernik.strategy.text.implementers import split_implementers
from miernik.strategy.text.labels import siblings_labelled
from miernik.strategy.text.measured import field_of, indicators_of, wording_of

K = UnitKind
_FEW = 3
_LISTED = (K.ITEM, K.POINT, K.INDENT)


def public_programme(draft: DraftProgramme) -> dict[str, Any]:
    """Return the document as JSON: resolution, frame, diagnosis, sections, effects, doubts."""
    roots = draft.roots
    act = next((root for root in roots if root.kind is K.ACT), None)
    title = next((root for root in roots if root.kind is K.TITLE), None)
    annex = " ".join(child.text for child in title.children) if title else ""
    resolution = facts.resolution(act, annex) if act else None
    printed = title.text if title else ""
    name = facts.title_of(act, printed)
    found: dict[str, Any] = {
        "title": name,
        "title_printed": printed,
        "period": facts.period(name or printed),
        "municipality": facts.municipality(resolution["body"] if resolution else ""),
        "resolution": resolution,
        "annex_heading": annex,
    }
    found |= _chapters(roots)
    parts = [root for root in roots if root.kind is K.PART]
    labels = [label.rstrip(".") for label in siblings_labelled([part.kind for part in parts])]
    found["section_groups"], found["sections"] = [], []
    for part, label in zip(parts, labels, strict=True):
        _add_part(found, part, label)
    found["doubts"] = [public_doubt(doubt) for doubt in draft.doubts]
    return found


def _add_part(found: dict[str, Any], part: PassageContent, label: str) -> None:
    sections = [child for child in part.children if child.kind is K.SECTION]
    if not sections:
        found["sections"].append(_section(part, label, None))
        return
    numbers = siblings_labelled([section.kind for section in sections], f"{label}.")
    codes = [number.rstrip(".") for number in numbers]
    found["section_groups"].append({"code": label, "title": part.text, "sections": codes})
    found["sections"] += [
        _section(section, code, label) for section, code in zip(sections, codes, strict=True)
    ]


def _section(section: PassageContent, code: str, parent: str | None) -> dict[str, Any]:
    subtitle = next((c.text for c in section.children if c.kind is K.SUBTITLE), None)
    actions = field_of(section, FieldType.ACTIONS)
    children = actions.children if actions else []
    intro = [child.text for child in children if child.kind is K.PARAGRAPH]
    points = [child for child in children if child.kind is K.POINT]
    printed = wording_of(section, FieldType.IMPLEMENTERS)
    return {
        "code": code,
        "title": section.text,
        "parent": parent,
        "subtitle": subtitle,
        "adresaci": wording_of(section, FieldType.ADDRESSEES) or None,
        "cel": wording_of(section, FieldType.AIM) or None,
        "realizacja_heading": actions.text if actions else None,
        "realizacja_intro": " ".join(intro) or None,
        "realizacja": [
            _point(point, label)
            for point, label in zip(points, siblings_labelled([K.POINT] * len(points)), strict=True)
        ],
        "wskazniki": [
            {"no": number, "text": item.text}
            for number, item in enumerate(indicators_of(section), 1)
        ],
        "realizatorzy": split_implementers(printed),
        "realizatorzy_text": printed,
    }


def _point(point: PassageContent, label: str) -> dict[str, Any]:
    letters = [child for child in point.children if child.kind is K.LETTER]
    found: dict[str, Any] = {
        "no": label,
        "text": point.text,
        "sub": [
            {"no": number, "text": letter.text}
            for letter, number in zip(
                letters, siblings_labelled([K.LETTER] * len(letters)), strict=True
            )
        ],
    }
    lead, items = _inline(point.text)
    if len(items) >= _FEW:
        found |= {"lead": lead, "inline_items": items}
    return found


def _inline(text: str) -> tuple[str, list[str]]:
    """A list inside a point: what leads it, and its items between semicolons."""
    if ":" not in text:
        return "", []
    lead, _, rest = text.partition(":")
    items = [item.strip() for item in re.split(r";(?![^()]*\))", rest.strip().rstrip(".;"))]
    return f"{lead}:", items


#: The chapters that have a place of their own, by words of their headings.
_NAMED = (
    ("legal_bases", r"podstaw.*prawn"),
    ("goal", r"^cel"),
    ("diagnosis", r"diagnoz"),
    ("monitoring", r"monitor|sprawozda"),
    ("funding", r"finans"),
    ("expected_effects", r"efekt|rezultat"),
)


def _chapters(roots: list[PassageContent]) -> dict[str, Any]:
    """Each known chapter in its place; other ones, and a second of the same name, beside."""
    found: dict[str, Any] = {
        "legal_bases": [], "goal": None, "directions_intro": None, "directions": [],
        "diagnosis": None, "monitoring": None, "funding": None, "expected_effects": None,
        "other_chapters": [],
    }  # fmt: skip
    for chapter in (root for root in roots if root.kind is K.CHAPTER):
        name = chapter.text.casefold()
        place = next((key for key, words in _NAMED if re.search(words, name)), None)
        if place is None or found[place]:
            texts, items = _listed(chapter)
            found["other_chapters"].append(
                {"heading": chapter.text, "paragraphs": texts, "items": items}
            )
        else:
            found |= _chapter(place, chapter)
    return found


def _chapter(place: str, chapter: PassageContent) -> dict[str, Any]:
    """What a known chapter says, by the names of its places."""
    texts, items = _listed(chapter)
    if place == "legal_bases":
        return {place: [facts.legal_basis(child.text) for child in chapter.children]}
    if place == "goal":
        intro = texts[1] if len(texts) > 1 else None
        return {place: texts[0] if texts else None, "directions_intro": intro, "directions": items}
    if place == "diagnosis":
        return {place: facts.diagnosis(chapter)}
    if place == "monitoring":
        return {place: {"heading": chapter.text, "paragraphs": texts}}
    if place == "funding":
        return {place: {"heading": chapter.text, "text": "\n".join(texts)}}
    return {place: {"heading": chapter.text, "items": items}}


def _listed(chapter: PassageContent) -> tuple[list[str], list[dict[str, Any]]]:
    """The paragraphs of a chapter, and its numbered, lettered or dashed items."""
    texts = [child.text for child in chapter.children if child.kind is K.PARAGRAPH]
    listed = [child.text for child in chapter.children if child.kind in _LISTED]
    return texts, [{"no": number, "text": text} for number, text in enumerate(listed, 1)]
