"""Text modules for reasons of decisions."""

from __future__ import annotations

import functools
from importlib import resources
from typing import NamedTuple

import yaml


class Module(NamedTuple):
    """A beginning of reasons: its short name and its text with places to complete."""

    name: str
    text: str


@functools.cache
def modules() -> tuple[Module, ...]:
    """Return the text modules, in the order of their file."""
    source = resources.files("miernik.consultations").joinpath("reasons.yaml")
    rows = yaml.safe_load(source.read_text(encoding="utf-8"))
    return tuple(Module(row["name"], row["text"]) for row in rows)
