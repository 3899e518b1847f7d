"""Texts are found where people write them: in Python, in templates, with plurals and contexts."""

from pathlib import Path

import polib
import pytest

from tools import translations
from tools.translations import Message

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
label = _("Cel")
count = lambda n: ngettext("%d zadanie", "%d zadania", n)
month = pgettext("miesiąc", "maj")
"""
TEMPLATE = """{% load i18n %}
<h1>{% translate "Wskaźnik" %}</h1> {{ _("Rok") }}
{% blocktranslate trimmed count n=total %}
  {{ n }} wartość
{% plural %}
  {{ n }} wartości
{% endblocktranslate %}
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "views.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    monkeypatch.setattr(translations, "LOCALE", tmp_path / "locale")
    return tmp_path


def test_every_text_is_found(source: Path) -> None:
    assert set(translations.messages()) == {
        Message("Cel", "", None),
        Message("%d zadanie", "%d zadania", None),
        Message("maj", "", "miesiąc"),
        Message("Wskaźnik", "", None),
        Message("Rok", "", None),
        Message("%(n)s wartość", "%(n)s wartości", None),
    }


def test_an_untranslated_text_is_named_until_somebody_translates_it(source: Path) -> None:
    assert any("brak w katalogu: 'Cel'" in fault for fault in translations.check("en"))
    translations.fix("en")
    assert "en: nie przetłumaczono: 'Cel'" in translations.check("en")

    path = source / "locale" / "en" / "LC_MESSAGES" / "django.po"
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "one", 1: "many"}
        else:
            entry.msgstr = "translated"
    catalogue.save()
    assert translations.check("en") == [f"en: {path.with_suffix('.mo')} jest nieaktualny"]
    translations.fix("en")
    assert translations.check("en") == []


def test_polish_needs_only_its_plurals(source: Path) -> None:
    translations.fix("pl")
    faults = translations.check("pl")
    assert len(faults) == 2
    assert all("zadanie" in fault or "wartość" in fault for fault in faults)


def test_a_text_that_left_the_source_is_named(source: Path) -> None:
    translations.fix("en")
    (source / "views.py").write_text("", encoding="utf-8")
    assert "en: nie ma już w kodzie: 'Cel'" in translations.check("en")
