"""How long data of submitters are kept: the terms of the tracks' rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from miernik.audit.retention import classes
from miernik.consultations.procedure import rules
from miernik.consultations.retention import CLASSES, due_on
from tests.consultations.city_2020 import act


def test_the_terms_are_those_of_the_rules() -> None:
    for rule in rules():
        assert classes()[CLASSES[rule.track]].years == rule.retention_years, rule.id


@pytest.mark.django_db
def test_data_of_2020_are_due_five_years_after_the_last_day(golden: Callable[[str], Any]) -> None:
    act(golden("consultation_2020"))
    last_kept, first_due = dt.date(2025, 10, 21), dt.date(2025, 10, 22)
    assert [(item.total, item.due) for item in due_on(last_kept)] == [(1, 0), (0, 0), (0, 0)]
    assert [(item.total, item.due) for item in due_on(first_due)] == [(1, 1), (0, 0), (0, 0)]
