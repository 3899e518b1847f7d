"""Every tag the code can write has a Polish sentence, and the general log keeps to its fields."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import miernik
from miernik.accounts.models import Role
from miernik.audit.models import Event
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import FamilyRole
from miernik.cases.procedure.services import WithholdingReason
from miernik.kernel.quantities import Labelled
from miernik.web.event_words import EVENTS, GENERAL, Field, event_text, tags
from miernik.web.templatetags.desk import event_details

SOURCE = Path(miernik.__file__).parent
TAG = re.compile(r"(?:[a-z_]+|\*)\.[a-z_*]+")
FILES = {"css", "csv", "html", "js", "json", "jsonld", "png", "typ", "txt", "xml", "yaml"}


def _texts(tree: ast.Module) -> set[str]:
    """String literals; and those put together in calls that record, with asterisks for the rest."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        elif isinstance(node, ast.Call) and _records(node):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            found |= {_pattern(item) for item in given if isinstance(item, ast.JoinedStr)}
    return found


def _records(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    return "record" in name or name == "Entry" or any(key.arg == "action" for key in call.keywords)


def _pattern(text: ast.JoinedStr) -> str:
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "*" for part in text.values
    )


def written() -> dict[str, str]:
    """Tags in modules that write to the log or hold tables of steps, each with its module."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "audit.services" not in text and path.name != "states.py":
            continue
        for tag in _texts(ast.parse(text)):
            if TAG.fullmatch(tag) and tag.split(".")[1] not in FILES and tag != "*.*":
                found[tag] = path.relative_to(SOURCE).as_posix()
    return found


def _told(tag: str) -> bool:
    pattern = re.escape(tag).replace(r"\*", "[a-z_]+")
    return any(re.fullmatch(pattern, known) for known in EVENTS)


def test_the_search_finds_the_tags() -> None:
    found = written()
    assert {"value.recorded", "break.confirmed", "import.rejected", "role.granted"} <= set(found)


def test_every_tag_in_the_code_has_polish_words() -> None:
    assert {tag: module for tag, module in written().items() if not _told(tag)} == {}


@pytest.mark.parametrize("tag", EVENTS)
def test_words_are_words(tag: str) -> None:
    text = event_text(tag)
    assert text != tag
    assert "_" not in text
    assert not re.search(r"[a-z]\.[a-z]", text)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("reason", WithdrawalReason),
        ("reason", WithholdingReason),
        ("role", Role),
        ("role", FamilyRole),
    ],
)
def test_codes_of_closed_lists_are_shown_in_words(name: str, kind: type[Labelled]) -> None:
    shown = [event_details(Event(data={name: item.value})) for item in kind]
    assert shown == [item.label for item in kind]


def test_a_reason_in_somebodys_words_stays_as_written() -> None:
    assert event_details(Event(data={"reason": "Błąd w druku", "year": 2017})) == (
        "Błąd w druku, 2017"
    )


def test_an_unknown_tag_is_not_shown_as_it_is() -> None:
    assert "xyz" not in event_text("xyz.done")
    assert "xyz.done" not in tags(*Field)


def test_the_general_log_tells_nothing_of_files() -> None:
    shown = set(tags(*GENERAL))
    assert not shown & set(tags(Field.READS, Field.REFUSALS, Field.REGISTER))
    assert {"edition.published", "role.granted", "backup.made"} <= shown
