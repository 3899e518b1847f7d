"""The rules every city begins with: ``rules.yaml``, read once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from miernik.collection.validation.faults import Fault, Place, RuleFaultsError
from miernik.collection.validation.reading import read_rule
from miernik.collection.validation.rule import Rule

FILE = Path(__file__).with_name("rules.yaml")


@cache
def default_rules() -> tuple[Rule, ...]:
    """Return the default rules in the order of the file."""
    return read_rules(FILE.read_text(encoding="utf-8"), FILE.name)


def read_rules(text: str, name: str) -> tuple[Rule, ...]:
    """Read rules written as YAML; ``name`` is the file's in faults.

    Raises RuleFaultsError: one Polish sentence a fault, each with file and line.
    """
    try:
        plain = yaml.safe_load(text)
        lines = dict(_lines(yaml.compose(text, Loader=yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleFaultsError([f"{name}, wiersz {line}: to nie jest poprawny YAML."]) from error
    faults: list[Fault] = []
    rules: list[Rule | None] = []
    if isinstance(plain, list):
        rules = [read_rule(item, faults, (place,)) for place, item in enumerate(plain)]
    else:
        faults.append(Fault((), "ma tu stać lista reguł"))
    faults += _repeated(rules)
    if faults:
        raise RuleFaultsError([_sentence(name, fault, lines) for fault in faults])
    return tuple(rule for rule in rules if rule is not None)


def _repeated(rules: list[Rule | None]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, rule in enumerate(rules):
        if rule is not None and rule.code in seen:
            yield Fault((place, "code"), f"kod „{rule.code}” ma już inna reguła")
        if rule is not None:
            seen.add(rule.code)


def _sentence(name: str, fault: Fault, lines: dict[Place, int]) -> str:
    place = fault.place
    while place and place not in lines:
        place = place[:-1]
    field = next((step for step in reversed(fault.place) if isinstance(step, str)), "")
    at = f"{name}, wiersz {lines.get(place, 1)}"
    return f"{at}, pole „{field}”: {fault.text}." if field else f"{at}: {fault.text}."


def _lines(node: Any, place: Place = ()) -> Iterator[tuple[Place, int]]:
    """Every place of the file with the line (from 1) on which it begins."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*place, str(key.value))
            yield here, key.start_mark.line + 1
            yield from _lines(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            here = (*place, number)
            yield here, value.start_mark.line + 1
            yield from _lines(value, here)
