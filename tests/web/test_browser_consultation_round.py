"""A consultation in a real Chromium: from an announcement to the adopted programme.

One proposal comes on line, one on paper, one in a Word file with tracked changes; they are
decided, the director approves, the report is frozen and the council adopts the next version.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.browsing import CHECKOUT, serving
from tests.web.person import Person
from tests.web.served_consultation_round import COORDINATOR, DIRECTOR

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

CODE = "proba"
DESK = f"/biuro/konsultacje/{CODE}/"
CARDS = f"{DESK}rozstrzygniecia/1/"
REPORT = f"{DESK}sprawozdanie/ngo/"
PUBLIC = f"/konsultacje/{CODE}/"
#: What passing of time does to a consultation: its days are over.
_DAYS_PASS = """
import datetime as dt, django
django.setup()
from django.utils import timezone
from miernik.consultations.models import Track
today = timezone.localdate()
Track.objects.update(starts=today - dt.timedelta(20), ends=today - dt.timedelta(1))
from miernik.consultations.models import Notice
Notice.objects.update(published_on=today - dt.timedelta(20))
"""


@pytest.fixture
def city(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A city with a programme's text ready to be consulted."""
    with serving("tests.web.served_consultation_round", tmp_path / "home") as told:
        yield told | {"home": str(tmp_path / "home")}


def test_a_consultation_from_the_announcement_to_the_resolution(
    city: dict[str, str],
    chromium: Browser,
    axe_violations: Callable[[Page], list[str]],
    tmp_path: Path,
) -> None:
    anna, ngo, director = (Person(chromium, city["url"], axe_violations) for _ in range(3))
    anna.log_in(COORDINATOR, "/biuro/konsultacje/")
    _prepare(anna, city["version"])
    _tell_the_public(anna, tmp_path)
    _propose_on_line(ngo, city["meal"])
    _enter_paper(anna)
    _take_word_file(anna, city["word"])
    _decide(anna, city["meal"])
    _approve(director)
    _next_version(anna)
    _days_pass(city["home"])
    _report(anna)
    _adopt(anna)
    _read_results(ngo)
    assert [fault for person in (anna, ngo, director) for fault in person.faults] == []


def _prepare(anna: Person, version: str) -> None:
    anna.look()
    anna.go("/biuro/konsultacje/nowe/")
    anna.page.get_by_label("Tytuł").fill("Konsultacje programu pomocy")
    anna.page.get_by_label("Kod", exact=True).fill(CODE)
    anna.page.get_by_label("Kto odpowiada").fill("Departament Spraw Społecznych")
    anna.page.locator("[name=in_force_from]").fill(_day(200))
    anna.look()
    anna.page.locator("main form button[type=submit]").last.click()
    anna.see("Co teraz")
    anna.look()
    anna.follow("Dodaj projekt")
    anna.page.get_by_label("Tytuł projektu").fill("projekt uchwały w sprawie przyjęcia Programu")
    anna.page.locator("[name=version]").select_option(version)
    anna.look()
    anna.page.locator("main form button[type=submit]").last.click()
    anna.follow("Dodaj: organizacje pozarządowe")
    anna.page.locator("[name=starts]").fill(_day(0))
    anna.page.locator("[name=ends]").fill(_day(14))
    anna.page.get_by_label("Jak składać opinie").fill("na adres dsp@um.example")
    anna.look()
    anna.page.locator("main form button[type=submit]").last.click()
    anna.see("organizacje pozarządowe")


def _tell_the_public(anna: Person, folder: Path) -> None:
    saved = folder / "strona.html"
    saved.write_text("<title>Konsultacje</title>", encoding="utf-8")
    anna.go(DESK)
    anna.follow("Dodaj ogłoszenie")
    anna.page.get_by_label("Jak w sprawozdaniu").fill("opublikowanie na stronie miasta")
    anna.page.locator("[name=published_on]").fill(_day(0))
    anna.look()
    anna.page.locator("main form button[type=submit]").last.click()
    anna.go(DESK)
    anna.follow("Dołącz dowód")
    anna.page.locator("input[type=file]").set_input_files(saved)
    anna.page.locator("main form button[type=submit]").last.click()
    anna.go(DESK)
    anna.see("strona.html")
    anna.follow("Napisz do organizacji")
    anna.press("Sprawdź, ile organizacji ją dostanie")
    anna.see("1 organizacja")
    anna.look()
    anna.press("Wyślij i zapisz ogłoszenie")
    anna.go(DESK)
    anna.follow("Ogłoś konsultacje")
    anna.page.locator("[name=sure]").check()
    anna.look()
    anna.page.locator("main form button[type=submit]").last.click()
    anna.see("ogłoszone")
    anna.look()


def _propose_on_line(ngo: Person, code: str) -> None:
    ngo.go(f"{PUBLIC}projekt/1/")
    ngo.look()
    ngo.page.locator(f"#j-{code} a", has_text="Zaproponuj zmianę").first.click()
    ngo.page.locator("[name=text]").last.fill("posiłek, także bezmięsny.")
    ngo.page.locator("[name=reasons]").last.fill("Wiele osób o to prosi.")
    ngo.look()
    ngo.press("Dopisz do opinii")
    ngo.go(f"{PUBLIC}opinia/")
    ngo.see("bezmięsny")
    ngo.page.get_by_label("Nazwa organizacji").fill("Stowarzyszenie Smak")
    ngo.page.get_by_label("działalność statutową").check()
    ngo.look()
    ngo.press("Wyślij opinię")
    ngo.page.wait_for_url("**/potwierdzenie/**")
    ngo.see("bezmięsny")
    ngo.look()


def _enter_paper(anna: Person) -> None:
    anna.go(f"{DESK}opinie/")
    anna.look()
    anna.page.get_by_role("link", name="Wpisz opinię").first.click()
    anna.page.get_by_label("Nazwa organizacji albo organu").fill("Fundacja Obok")
    anna.page.locator("[name=channel]").select_option("paper")
    anna.page.locator("[name=received_on]").fill(_day(0))
    anna.page.locator("[name=eligible]").select_option("tak")
    anna.page.locator("[name=place-0]").fill("2.1, Adresaci")
    anna.press("Znajdź i wstaw obecny zapis")
    anna.see("Obecny zapis: Program jest dla osób.")
    anna.page.locator("[name=text-0]").fill("Program jest dla osób i ich rodzin.")
    anna.page.locator("[name=reasons-0]").fill("Rodziny też potrzebują pomocy.")
    anna.look()
    anna.press("Zarejestruj opinię")
    anna.see("Fundacja Obok")
    anna.look()


def _take_word_file(anna: Person, word: str) -> None:
    anna.go(f"{DESK}opinie/")
    anna.page.get_by_role("link", name="Wpisz opinię").first.click()
    anna.page.locator("input[type=file]").set_input_files(word)
    anna.press("Odczytaj zmiany z pliku Word")
    expect(anna.page.locator("[name=text-0]")).to_have_value("schronienie i ogrzewalnia;")
    anna.page.get_by_label("Nazwa organizacji albo organu").fill("Dom dla Każdego")
    anna.page.locator("[name=channel]").select_option("word")
    anna.page.locator("[name=received_on]").fill(_day(0))
    anna.page.locator("[name=eligible]").select_option("nie")
    anna.page.locator("[name=reason]").fill("nie działa na terenie miasta")
    anna.look()
    anna.press("Zarejestruj opinię")
    anna.see("Dom dla Każdego")


def _decide(anna: Person, meal: str) -> None:
    anna.go(CARDS)
    anna.see("0 z 3")
    anna.look()
    # „uwzględniono”, though the text stays as it was: stopped, with the right verdict offered
    _open_proposal(anna, "Stowarzyszenie Smak")
    anna.page.locator("[name=verdict][value=accepted]").check()
    anna.page.locator("textarea[name^=zapis], textarea[id^=f-]").first.fill("posiłek.")
    anna.page.get_by_label("Uzasadnienie", exact=True).fill("Posiłki są różne już teraz.")
    anna.press("Zapisz rozstrzygnięcie")
    anna.see("tekst projektu się nie zmienia")
    anna.look()
    anna.page.locator("[name=covered_by]").select_option(meal)
    anna.press("Zapisz jako „mieści się w obecnym zapisie”")
    anna.see("1 z 3")
    for who, verdict, wording in (
        ("Fundacja Obok", "partly", "Program jest dla osób i rodzin."),
        ("Dom dla Każdego", "accepted", "schronienie i ogrzewalnia;"),
    ):
        _open_proposal(anna, who)
        anna.page.locator(f"[name=verdict][value={verdict}]").check()
        anna.page.locator("textarea[id^=f-]").first.fill(wording)
        anna.page.get_by_label("Uzasadnienie", exact=True).fill("Tak będzie jaśniej.")
        anna.press("Zapisz rozstrzygnięcie")
    anna.see("3 z 3")
    anna.look()


def _open_proposal(anna: Person, who: str) -> None:
    article = anna.page.locator("article").filter(has=anna.page.get_by_text(who)).first
    article.get_by_role("link", name="Rozstrzygnij").click()


def _approve(director: Person) -> None:
    director.log_in(DIRECTOR, CARDS)
    director.press("Zatwierdź wszystkie")
    director.see("zatwierdzona")
    director.look()


def _next_version(anna: Person) -> None:
    anna.go(f"{CARDS}wersja/")
    anna.see("ogrzewalnia")
    anna.look()
    anna.press("Utwórz wersję po konsultacjach")
    anna.page.wait_for_load_state()


def _days_pass(home: str) -> None:
    environment = os.environ | {
        "MIERNIK_HOME": home,
        "PYTHONPATH": str(CHECKOUT / "src"),
        "DJANGO_SETTINGS_MODULE": "miernik.web.settings",
    }
    environment.pop("MIERNIK_DATABASE_URL", None)
    subprocess.run(  # our own program
        [sys.executable, "-c", _DAYS_PASS], env=environment, check=True, timeout=60
    )


def _report(anna: Person) -> None:
    anna.go(f"{DESK}opinie/1/uprawnienie/")
    anna.page.locator("[name=eligible][value=tak]").check()
    anna.look()
    anna.page.locator("main form button[type=submit]").last.click()
    anna.go(REPORT)
    anna.see("dwa uprawnione podmioty")
    anna.look()
    anna.page.locator("[name=report_day]").fill(_day(0))
    anna.press("Zamroź sprawozdanie")
    anna.see("raport-z-konsultacji.docx")
    with anna.page.expect_download() as download:
        anna.page.get_by_role("link", name="raport-z-konsultacji.pdf").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def _adopt(anna: Person) -> None:
    anna.go(f"{CARDS}uchwala/")
    for name, value in (
        ("number", "XX/1/26"),
        ("body", "Rada Miasta Białystok"),
        ("date", _day(0)),
        ("in_force_from", _day(30)),
    ):
        anna.page.locator(f"[name={name}]").fill(value)
    anna.look()
    anna.press("Zapisz uchwalenie")
    anna.go(DESK)
    anna.see("zakończone")


def _read_results(ngo: Person) -> None:
    ngo.go(f"{PUBLIC}wyniki/")
    ngo.see("uwzględniono częściowo")
    expect(ngo.page.locator("main")).to_contain_text("i rodzin")
    ngo.see("mieści się w obecnym zapisie")
    ngo.look()
    ngo.go("/strategie/program/tekst/")
    ngo.see("schronienie i ogrzewalnia;")
    ngo.see("XX/1/26")
    ngo.look()


def _day(after: int) -> str:
    today = dt.date.today()  # noqa: DTZ011  # the browser's own day
    return (today + dt.timedelta(after)).isoformat()
