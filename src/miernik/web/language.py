"""The language of a page: Polish, unless the reader has asked for English."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

OFFICE = "/biuro/"


class PolishFirstMiddleware(LocaleMiddleware):
    """Takes the language from the reader's own choice only, never from the browser's settings.

    The documents are Polish; an English browser is no wish to read half a page in English. The
    office is Polish always.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the chosen language for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        if chosen not in known or request.path.startswith(OFFICE):
            chosen = settings.LANGUAGE_CODE
        translation.activate(chosen)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's signature
        response: HttpResponseBase,
    ) -> HttpResponseBase:
        """Say which language the page is in."""
        response.headers.setdefault("Content-Language", translation.get_language() or "pl")
        return response
