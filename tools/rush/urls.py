"""The site's addresses and an empty view behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from tools.rush.site import EMPTY


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what Django and the server cost by themselves."""
    return HttpResponse("")


urlpatterns: list[URLPattern | URLResolver] = [
    path(EMPTY.strip("/") + "/", empty),
    path("", include("miernik.web.urls")),
]
