"""Logging in, with a pause after many wrong passwords."""

from __future__ import annotations

import hashlib

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

ALLOWED_FAILURES = 8
PAUSE = 15 * 60  # seconds


class PausingLoginView(LoginView):
    """Refuses further tries from one address at one account for a quarter of an hour.

    Failures are counted in the process's own memory: with several processes an attacker gets
    that many times more tries. Stronger guarding belongs to the room of accounts.
    """

    template_name = "public/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        """Check the pause before the password."""
        if cache.get(self._key(), 0) >= ALLOWED_FAILURES:
            sentence = gettext("Za dużo nieudanych prób. Spróbuj ponownie za 15 minut.")
            context = self.get_context_data(form=AuthenticationForm(request), paused=sentence)
            return self.render_to_response(context, status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Forget the failures."""
        cache.delete(self._key())
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count a failure."""
        cache.set(self._key(), cache.get(self._key(), 0) + 1, PAUSE)
        return super().form_invalid(form)

    def _key(self) -> str:
        name = self.request.POST.get("username", "").casefold()
        where = f"{name}\n{self.request.META.get('REMOTE_ADDR', '')}"
        return f"login:{hashlib.sha256(where.encode()).hexdigest()}"
