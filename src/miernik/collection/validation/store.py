"""The rules in force: the defaults with what the office changed; changing them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction

from miernik.audit.services import record
from miernik.collection.errors import MissingReasonError
from miernik.collection.models import RuleSetting
from miernik.collection.validation.defaults import default_rules
from miernik.collection.validation.errors import (
    BrokenExampleError,
    RuleChangedError,
    RuleExistsError,
    UnchangedRuleError,
    UnknownRuleError,
)
from miernik.collection.validation.examples import run_examples
from miernik.collection.validation.faults import RuleFaultsError
from miernik.collection.validation.reading import rule_from
from miernik.collection.validation.rule import Rule
from miernik.collection.validation.writing import rule_json

_CACHED = 8
#: What a change may touch; the kind and the code of a rule stay for life.
CHANGEABLE = (
    "title",
    "explanation",
    "severity",
    "message",
    "scope",
    "parameters",
    "active",
    "examples",
)


@dataclass(frozen=True, slots=True)
class StoredRule:
    """A rule with its place in history: ``version`` 0 is the default, never changed.

    ``default`` is None for a rule the office added. A change that a newer program can no longer
    read does not count.
    """

    rule: Rule
    version: int
    default: Rule | None

    @property
    def changed(self) -> bool:
        """Whether the rule differs from what it began with."""
        return self.default is not None and self.rule != self.default


def rules_in_force() -> tuple[Rule, ...]:
    """Return the active rules, defaults first in their order; one query."""
    return tuple(item.rule for item in all_rules() if item.rule.active)


def all_rules() -> tuple[StoredRule, ...]:
    """Return every rule, switched off ones too; one query while nothing changes."""
    rows = RuleSetting.objects.order_by("id").values_list("code", "uuid")
    return _stored(tuple(sorted(dict(rows).values())))


def stored_rule(code: str) -> StoredRule:
    """Return one rule; raises UnknownRuleError."""
    for item in all_rules():
        if item.rule.code == code:
            return item
    raise UnknownRuleError(code)


def history_of(code: str) -> list[RuleSetting]:
    """Return the changes of a rule, the newest first."""
    return list(RuleSetting.objects.filter(code=code).order_by("-version"))


def changed_rule(rule: Rule, changes: Mapping[str, Any]) -> Rule:
    """Return the rule with plain values of CHANGEABLE fields in place of its own.

    Raises RuleFaultsError with all faults.
    """
    unknown = [name for name in changes if name not in CHANGEABLE]
    if unknown:
        raise RuleFaultsError([f"Tego nie można zmienić: {', '.join(unknown)}."])
    return rule_from(rule_json(rule) | dict(changes))


@transaction.atomic
def change_rule(
    *, code: str, changes: Mapping[str, Any], over: int, reason: str, by: str, at: dt.datetime
) -> StoredRule:
    """Change a rule from now on; ``over`` is the version the change was made on.

    Raises RuleFaultsError, BrokenExampleError, UnchangedRuleError, RuleChangedError,
    UnknownRuleError, MissingReasonError.
    """
    present = stored_rule(code)
    rule = changed_rule(present.rule, changes)
    if rule == present.rule:
        raise UnchangedRuleError
    _examples_kept(rule)
    if present.version != over:
        raise RuleChangedError
    return _keep(code, present.version, rule, "rule.changed", reason, by, at)


@transaction.atomic
def add_rule(*, plain: Mapping[str, Any], reason: str, by: str, at: dt.datetime) -> StoredRule:
    """Add a rule written as plain values.

    Raises RuleFaultsError, RuleExistsError, BrokenExampleError, MissingReasonError.
    """
    rule = rule_from(plain)
    if any(item.rule.code == rule.code for item in all_rules()):
        raise RuleExistsError(rule.code)
    _examples_kept(rule)
    return _keep(rule.code, 0, rule, "rule.added", reason, by, at)


@transaction.atomic
def reset_rule(*, code: str, over: int, reason: str, by: str, at: dt.datetime) -> StoredRule:
    """Put a changed rule back to its default.

    Raises UnchangedRuleError when it is the default, or was added by the office and has none.
    """
    present = stored_rule(code)
    if present.default is None or not present.changed:
        raise UnchangedRuleError
    if present.version != over:
        raise RuleChangedError
    return _keep(code, present.version, None, "rule.reset", reason, by, at)


def _keep(
    code: str, version: int, rule: Rule | None, event: str, reason: str, by: str, at: dt.datetime
) -> StoredRule:
    reason = reason.strip()
    if not reason:
        raise MissingReasonError("dlaczego zmienia się reguła kontroli")
    RuleSetting.objects.create(
        code=code,
        version=version + 1,
        rule=None if rule is None else rule_json(rule),
        changed_at=at,
        changed_by=by,
        reason=reason,
    )
    data = {"version": version + 1, "reason": reason}
    record(action=event, subject=f"rule:{code}", by=by, at=at, data=data)
    return stored_rule(code)


def _examples_kept(rule: Rule) -> None:
    broken = [outcome.example.title for outcome in run_examples(rule) if not outcome.kept]
    if broken:
        raise BrokenExampleError(broken)


@lru_cache(maxsize=_CACHED)
def _stored(heads: tuple[UUID, ...]) -> tuple[StoredRule, ...]:
    """The defaults with these settings laid over them; settings never change, so it may be kept."""
    found = RuleSetting.objects.filter(uuid__in=heads).order_by("id") if heads else ()
    settings = {row.code: row for row in found}
    rules = [_laid_over(rule, settings.pop(rule.code, None)) for rule in default_rules()]
    rules += [added for row in settings.values() if (added := _added(row)) is not None]
    return tuple(rules)


def _laid_over(default: Rule, row: RuleSetting | None) -> StoredRule:
    if row is None:
        return StoredRule(default, 0, default)
    if row.rule is None:
        return StoredRule(default, row.version, default)
    try:
        return StoredRule(rule_from(row.rule), row.version, default)
    except RuleFaultsError:
        # a newer program may know the kind no longer: the default stands in
        return StoredRule(default, row.version, default)


def _added(row: RuleSetting) -> StoredRule | None:
    try:
        return StoredRule(rule_from(row.rule), row.version, None)
    except RuleFaultsError:
        return None
