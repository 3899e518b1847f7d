"""A page as its words, for tests of what is said."""

from __future__ import annotations

import html
import re

from django.http import HttpResponse, HttpResponseBase


def words(response: HttpResponseBase) -> str:
    """The text of a page without tags, spaces squeezed."""
    assert isinstance(response, HttpResponse)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(plain.split())
