"""The component that shows a change of wording."""

from __future__ import annotations

import html
import re

from django.template import Context, Template

from miernik.kernel.redline import redline


def shown(old: str, new: str) -> str:
    page = Template("{% load redlining %}{% redline pieces %}")
    return page.render(Context({"pieces": redline(old, new)})).strip()


def test_a_listener_hears_what_was_removed_and_what_was_added() -> None:
    said = html.unescape(re.sub(r"<[^>]+>", "", shown("nowy dom;", "nowy blok;")))
    assert said == "nowy usunięto: dom; dodano: blok; ;"


def test_white_space_between_pieces_stays_as_in_the_wording() -> None:
    seen = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", shown("a b c", "a c"))
    seen = re.sub(r"<del>.*?</del>", "", seen)
    assert re.sub(r"<[^>]+>", "", seen) == "a c"


def test_a_wording_cannot_bring_markup_of_its_own() -> None:
    assert "<script>" not in shown("a", "<script>")
