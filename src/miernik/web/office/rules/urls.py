"""Addresses of these pages."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.rules import views

urlpatterns = [
    path("", views.rules, name="rules"),
    path("nowa/", views.new_rule, name="rule-new"),
    path("<str:code>/", views.rule, name="rule"),
    path("<str:code>/domyslna/", views.reset, name="rule-reset"),
]
