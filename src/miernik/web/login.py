"""Logging in, with a pause after many wrong passwords."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from miernik.accounts.models import User
from miernik.audit.services import record
from miernik.web.pauses import Pause

FAILURES = Pause("login", allowed=8, seconds=15 * 60)


class PausingLoginView(LoginView):
    """Refuses further tries from one address at one account for a quarter of an hour.

    Failures are counted for all processes of one machine; a pause stands in the event log.
    """

    template_name = "public/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        """Check the pause before the password."""
        if FAILURES.is_on(self._side()):
            sentence = gettext("Za dużo nieudanych prób. Spróbuj ponownie za 15 minut.")
            context = self.get_context_data(form=AuthenticationForm(request), paused=sentence)
            return self.render_to_response(context, status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Forget the failures."""
        FAILURES.forget(self._side())
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count a failure; the last one allowed is put on record."""
        if FAILURES.count(self._side()) == FAILURES.allowed:
            self._record_pause()
        return super().form_invalid(form)

    def _record_pause(self) -> None:
        """Name the account if there is one: what else was typed may be a password."""
        typed = self.request.POST.get("username", "")
        user = User.objects.filter(username__iexact=typed).first()
        subject = f"user:{user.username}" if user else "user"
        record(action="login.paused", subject=subject, by="strona logowania", at=timezone.now())

    def _side(self) -> str:
        name = self.request.POST.get("username", "").casefold()
        return f"{name}\n{self.request.META.get('REMOTE_ADDR', '')}"
