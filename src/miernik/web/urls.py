"""Addresses of the site: the portal, the office under /biuro/, logging in."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, include, path

from miernik.opendata.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("", include("miernik.web.public.urls")),
    path("biuro/", include("miernik.web.office.urls")),
    path(
        "logowanie/",
        LoginView.as_view(template_name="public/login.html", redirect_authenticated_user=True),
        name="login",
    ),
    path("wylogowanie/", LogoutView.as_view(), name="logout"),
    path("jezyk/", include("django.conf.urls.i18n")),
]
