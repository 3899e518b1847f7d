"""Addresses of the site: the portal, the office under /biuro/, logging in."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from miernik.opendata.api import api
from miernik.web.login import PausingLoginView

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("", include("miernik.web.public.urls")),
    path("", include("miernik.web.answering.urls")),
    path("biuro/", include("miernik.web.office.urls")),
    path("logowanie/", PausingLoginView.as_view(), name="login"),
    path("wylogowanie/", LogoutView.as_view(), name="logout"),
    path("jezyk/", include("django.conf.urls.i18n")),
]
