"""Addresses of these pages."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.exchange import views

urlpatterns = [
    path("", views.start, name="register-import"),
    path("<uuid:identity>/", views.checked, name="register-import-checked"),
    path("<uuid:identity>/odrzuc/", views.discard, name="register-import-discard"),
]
