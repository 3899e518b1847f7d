"""Words of the office: counted nouns and lines of the event log."""

from __future__ import annotations

from django import template

from miernik.audit.models import Event
from miernik.kernel.text import plural

register = template.Library()

EVENTS = {
    "import.started": "wczytanie dokumentu",
    "import.corrected": "poprawka w odczycie",
    "import.confirmed": "zapis dokumentu w portalu",
    "import.rejected": "odrzucenie dokumentu",
    "import.reopened": "przywrócenie dokumentu",
    "source.recorded": "dodanie źródła",
    "value.recorded": "zapis wartości",
    "value.corrected": "sprostowanie wartości",
    "break.proposed": "zgłoszenie przerwy",
    "break.confirmed": "przerwa: nieporównywalne",
    "break.rejected": "przerwa: rzeczywista zmiana",
    "break.called_error": "przerwa: błąd w danych",
    "break.reopened": "cofnięcie rozstrzygnięcia przerwy",
    "edition.published": "publikacja wydania",
    "edition.erratum_issued": "wydanie sprostowania",
    "user.created": "założenie konta",
    "role.granted": "nadanie roli",
    "role.withdrawn": "odebranie roli",
    "work.created": "utworzenie strategii",
    "version.written": "zapis wersji tekstu",
    "version.frozen": "zamrożenie wersji tekstu",
    "person.registered": "wpis osoby do rejestru",
    "person.changed": "zmiana danych osoby",
    "person.merged": "połączenie z inną osobą",
    "person.separated": "cofnięcie połączenia z inną osobą",
    "family.started": "założenie akt rodziny",
    "family.changed": "zmiana adresu lub uwag",
    "family.split": "podział rodziny",
    "family.assigned": "przydzielenie rodziny",
    "family.closed": "zakończenie sprawy rodziny",
    "family.reopened": "wznowienie sprawy rodziny",
    "member.added": "przyjście do rodziny",
    "member.ended": "odejście z rodziny",
    "member.corrected": "poprawka członka rodziny",
    "membership.struck_out": "skreślenie członka rodziny",
    "membership.correction_undone": "cofnięcie poprawki członka rodziny",
    "income.recorded": "zapis dochodu",
    "income.ended": "koniec dochodu",
    "income.corrected": "poprawka dochodu",
    "income.struck_out": "skreślenie dochodu",
    "income.correction_undone": "cofnięcie poprawki dochodu",
    "reason.recorded": "zapis powodu pomocy",
    "reason.ended": "ustanie powodu pomocy",
    "reason.corrected": "poprawka powodu pomocy",
    "reason.struck_out": "skreślenie powodu pomocy",
    "reason.correction_undone": "cofnięcie poprawki powodu pomocy",
    "duplicate.proposed": "zgłoszenie możliwego duplikatu",
    "duplicate.same": "duplikat: ta sama osoba",
    "duplicate.different": "duplikat: różne osoby",
    "duplicate.undone": "cofnięcie rozstrzygnięcia duplikatu",
    "statistics.saved": "zapis wskaźników z rejestru",
    "population.set": "zapis liczby mieszkańców",
    "file.read": "odczyt akt",
}
SHOWN = ("file", "path", "reason", "note", "year", "number", "role", "work", "values")
LONGEST = 80


@register.filter
def counted(number: int, forms: str) -> str:
    """The noun that goes with a number: ``5|counted:"osoba,osoby,osób"`` → ``osób``."""
    one, few, many = forms.split(",")
    return plural(number, one, few, many)


@register.filter
def event_words(event: Event) -> str:
    """What happened, in words; an unknown tag stands as it is."""
    return EVENTS.get(event.action, event.action)


@register.filter
def event_details(event: Event) -> str:
    """The details a person can read, shortened."""
    parts = [str(event.data[name]) for name in SHOWN if event.data.get(name) not in (None, "")]
    text = ", ".join(parts)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
