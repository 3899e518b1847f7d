"""Formats of the workbook's cells."""

from __future__ import annotations

from typing import Any

_ACCENT = "#12436D"
_TINT = "#E8EFF6"
_RULE = "#B8C2CC"
_INPUT = "#FFF8DC"
_INPUT_EDGE = "#8A6D00"


def formats(book: Any) -> dict[str, Any]:
    """Return the formats by name; those named "input…" are unlocked."""
    text = {"font_name": "Calibri", "font_size": 11, "text_wrap": True, "valign": "top"}
    ruled = text | {"bottom": 1, "bottom_color": _RULE}
    filled = text | {"bg_color": _INPUT, "border": 1, "border_color": _INPUT_EDGE, "locked": False}
    wanted = {
        "plain": text,
        "strong": text | {"bold": True},
        "title": text | {"bold": True, "font_size": 18, "font_color": _ACCENT},
        "subtitle": text | {"bold": True, "font_size": 13, "font_color": _ACCENT},
        "banner": {"font_name": "Calibri", "bold": True, "font_size": 14, "font_color": _ACCENT},
        "goal": text | {"bold": True, "font_color": "#FFFFFF", "bg_color": _ACCENT},
        "task": text | {"bold": True, "font_color": _ACCENT, "bg_color": _TINT},
        "header": text | {"bold": True, "bg_color": "#D5E0EA", "border": 1, "border_color": _RULE},
        "head": ruled | {"top": 2, "top_color": _ACCENT},
        "order": ruled | {"top": 2, "top_color": _ACCENT, "bold": True, "align": "center"},
        "label": text | {"align": "right"},
        "hint": text | {"font_size": 9, "italic": True, "font_color": "#4A5568"},
        "key": text | {"font_color": "#FFFFFF"},
        "bold": {"bold": True, "font_name": "Calibri", "font_size": 11},
        "normal": {"font_name": "Calibri", "font_size": 10, "font_color": "#333333"},
        "input_text": filled | {"quote_prefix": True},
        "input_plain": filled | {"align": "right"},
        "input_number": filled | {"num_format": "#,##0", "align": "right"},
        "input_amount": filled | {"num_format": "#,##0.00", "align": "right"},
        "input_date": filled | {"num_format": "dd.mm.yyyy", "align": "right"},
    }
    made = {name: book.add_format(properties) for name, properties in wanted.items()}
    made["decimals"] = book.add_format({"num_format": "#,##0.0#########"})
    made["missing"] = book.add_format({"bg_color": "#F8D7DA"})
    return made
