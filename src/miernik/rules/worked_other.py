"""Worked examples of fees, integration, income and partial months."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from miernik.rules.law import DatedLaw
from miernik.rules.worked_inputs import Given

OTHER: Mapping[str, Callable[[DatedLaw, Given], Fraction]] = {}
