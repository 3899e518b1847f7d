"""A rule as JSON values, the way a changed rule is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from miernik.collection.validation.rule import Rule, Scope


def rule_json(rule: Rule) -> dict[str, Any]:
    """Return the rule as ``reading.rule_from`` reads it."""
    return {
        "code": rule.code,
        "title": rule.title,
        "explanation": rule.explanation,
        "kind": rule.kind.value,
        "severity": rule.severity.value,
        "message": rule.message,
        "scope": scope_json(rule.scope),
        "parameters": {name: plain_value(value) for name, value in rule.parameters.items()},
        "examples": [
            {
                "title": item.title,
                "form": [plain_value(line) for line in item.form],
                "fires": list(item.fires),
                "says": item.says,
            }
            for item in rule.examples
        ],
        "active": rule.active,
    }


def scope_json(scope: Scope) -> dict[str, Any]:
    """Return only what narrows."""
    fields = {
        "kinds": [kind.value for kind in scope.kinds],
        "units": [unit.value for unit in scope.units],
        "works": list(scope.works),
        "name": scope.name,
        "except_name": scope.except_name,
    }
    return {name: value for name, value in fields.items() if value}


def plain_value(value: Any) -> Any:
    """Return a value as JSON gives it back: numbers of rules as text, names of fields as text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {str(name): plain_value(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_value(item) for item in value]
    return value
