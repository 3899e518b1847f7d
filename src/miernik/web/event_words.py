"""Every tag of the event log in Polish, with who needs to know of it.

A test holds the table to the code: a tag without a line here fails it.
"""

from __future__ import annotations

from dataclasses import dataclass

from miernik.accounts.models import Role
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import FamilyRole
from miernik.cases.procedure.services import WithholdingReason
from miernik.kernel.quantities import Labelled


class Field(Labelled):
    """What an event is about."""

    DOCUMENTS = "documents", "dokumenty, wartości i wydania"
    ACCOUNTS = "accounts", "konta i role"
    SYSTEM = "system", "kopie, klucze i sam dziennik"
    REGISTER = "register", "zmiany w rejestrze"
    COLLECTION = "collection", "zbieranie danych od instytucji"
    PSEUDONYMS = "pseudonyms", "pseudonimy osób"
    ORGANISATIONS = "organisations", "baza organizacji i mailing"
    CONSULTATIONS = "consultations", "konsultacje"
    READS = "reads", "odczyty akt i danych kontaktowych"
    REFUSALS = "refusals", "odmowy dostępu do akt"


#: What the general log of the office shows. Who was given help, by whom and what about is known
#: to those who give it and to the data protection officer; a coordinator has statistics only.
GENERAL = frozenset(
    {
        Field.DOCUMENTS,
        Field.COLLECTION,
        Field.ORGANISATIONS,
        Field.CONSULTATIONS,
        Field.ACCOUNTS,
        Field.SYSTEM,
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """What happened, as a noun phrase, and the field it belongs to."""

    text: str
    field: Field


_TEXTS = {
    Field.DOCUMENTS: {
        "import.started": "wczytanie dokumentu",
        "import.corrected": "poprawka w odczycie",
        "import.confirmed": "zapis dokumentu w portalu",
        "import.rejected": "odrzucenie dokumentu",
        "import.reopened": "przywrócenie dokumentu",
        "source.recorded": "dodanie źródła",
        "value.recorded": "zapis wartości",
        "values.recorded": "zapis wielu wartości",
        "value.corrected": "sprostowanie wartości",
        "break.proposed": "zgłoszenie przerwy",
        "break.confirmed": "przerwa: nieporównywalne",
        "break.rejected": "przerwa: rzeczywista zmiana",
        "break.called_error": "przerwa: błąd w danych",
        "break.reopened": "cofnięcie rozstrzygnięcia przerwy",
        "embargo.set": "wstrzymanie publikacji roku",
        "embargo.lifted": "udostępnienie roku w portalu",
        "edition.published": "publikacja wydania",
        "edition.erratum_issued": "wydanie sprostowania",
        "statistics.saved": "zapis wskaźników z rejestru",
        "population.set": "zapis liczby mieszkańców",
        "work.created": "utworzenie strategii",
        "version.written": "zapis wersji tekstu",
        "version.frozen": "zamrożenie wersji tekstu",
        "text.drafted": "utworzenie roboczej wersji tekstu",
        "text.discarded": "usunięcie roboczej wersji tekstu",
        "text.edited": "zmiana brzmienia jednostki tekstu",
        "text.added": "dodanie jednostki tekstu",
        "text.removed": "usunięcie jednostki tekstu",
        "text.moved": "przesunięcie jednostki tekstu",
        "text.enacted": "zapisanie uchwały, która przyjęła tekst",
        "text.restored": "przywrócenie jednostki tekstu",
        "lineage.proposed": "propozycja ciągłości dwóch programów",
        "lineage.confirmed": "potwierdzenie powiązania jednostek",
        "lineage.changed": "zmiana powiązania jednostek",
        "lineage.rejected": "odrzucenie powiązania jednostek",
    },
    Field.ACCOUNTS: {
        "user.created": "założenie konta",
        "user.password": "nowe hasło konta",
        "user.switched_off": "wyłączenie konta",
        "user.switched_on": "włączenie konta",
        "role.granted": "nadanie roli",
        "role.withdrawn": "odebranie roli",
        "institution.created": "dopisanie instytucji",
        "institution.made_group": "uznanie nazwy za grupę instytucji",
        "institution.joined_group": "przypisanie instytucji do grupy",
        "institution.contact_changed": "zmiana adresu instytucji",
        "login.paused": "wstrzymanie logowania po wielu błędnych hasłach",
    },
    Field.SYSTEM: {
        "audit.end_accepted": "uznanie końca dziennika",
        "audit.verified": "sprawdzenie dziennika",
        "backup.made": "zrobienie kopii zapasowej",
        "backup.restored": "odtworzenie bazy z kopii",
        "keys.rotated": "wymiana klucza szyfrującego",
    },
    Field.REGISTER: {
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
        "application.received": "przyjęcie wniosku",
        "application.withdrawn": "wycofanie wniosku",
        "application.decided": "rozstrzygnięcie wniosku",
        "interview.planned": "zaplanowanie wywiadu",
        "interview.held": "wywiad środowiskowy",
        "decision.prepared": "projekt decyzji",
        "decision.revised": "poprawka projektu decyzji",
        "decision.discarded": "odrzucenie projektu decyzji",
        "decision.issued": "wydanie decyzji",
        "letter.printed": "wydruk decyzji",
        "grant.created": "przyznanie świadczenia",
        "grant.refused": "odmowa świadczenia",
        "grant.ended": "zakończenie świadczenia",
        "grant.revoked": "uchylenie świadczenia",
        "payment.planned": "zaplanowanie wypłat",
        "payment.paid": "wypłata",
        "payment.withheld": "wstrzymanie wypłaty",
        "payment.released": "zwolnienie wstrzymanej wypłaty",
        "payment.cancelled": "anulowanie wypłaty",
        "payment.set_off": "potrącenie z wypłaty",
        "service.recorded": "zapis pomocy",
        "service.ended": "koniec pomocy",
        "service.withdrawn": "wycofanie zapisu pomocy",
        "plan.signed": "zawarcie kontraktu lub programu",
        "plan.reviewed": "ocena kontraktu lub programu",
        "plan.ended": "zakończenie kontraktu lub programu",
        "plan.withdrawn": "wycofanie zapisu kontraktu lub programu",
        "referral.made": "skierowanie",
        "referral.answered": "wynik skierowania",
        "referral.reviewed": "ocena skierowania",
        "referral.ended": "zakończenie skierowania",
        "referral.withdrawn": "wycofanie zapisu skierowania",
        "outcome.recorded": "zapis efektu pomocy",
        "outcome.withdrawn": "wycofanie zapisu efektu pomocy",
        "blue_card.opened": "wszczęcie Niebieskiej Karty",
        "blue_card.written": "zapis w Niebieskiej Karcie",
        "blue_card.met": "spotkanie grupy Niebieskiej Karty",
        "blue_card.meeting_withdrawn": "wycofanie zapisu spotkania grupy",
        "blue_card.closed": "zakończenie Niebieskiej Karty",
        "blue_card.withdrawn": "wycofanie zapisu Niebieskiej Karty",
        "activity.added": "zapis zajęć lub wydarzenia",
        "activity.counted": "liczba uczestników zajęć",
        "activity.joined": "zapis uczestnika zajęć",
        "activity.left": "skreślenie uczestnika zajęć",
        "activity.ended": "zakończenie zajęć",
        "activity.withdrawn": "wycofanie zapisu zajęć",
        "volunteer.added": "zapis wolontariusza",
        "volunteer.ended": "zakończenie pracy wolontariusza",
        "volunteer.withdrawn": "wycofanie zapisu wolontariusza",
        "partnership.added": "zapis współpracy",
        "partnership.ended": "zakończenie współpracy",
        "partnership.withdrawn": "wycofanie zapisu współpracy",
        "facility.added": "zapis placówki",
        "facility.places_set": "liczba miejsc w placówce",
        "facility.withdrawn": "wycofanie zapisu placówki",
        "unfit_place.added": "zapis miejsca niemieszkalnego",
        "unfit_place.moved": "przesunięcie miejsca na mapie",
        "unfit_place.visited": "odwiedziny w miejscu niemieszkalnym",
        "unfit_place.visit_withdrawn": "wycofanie zapisu odwiedzin",
        "unfit_place.closed": "zamknięcie miejsca niemieszkalnego",
        "unfit_place.withdrawn": "wycofanie zapisu miejsca niemieszkalnego",
        "register.imported": "wczytanie rejestru z innego systemu",
        "register.rows_changed": "zmiany wierszy przy wczytaniu rejestru",
        "register.exported": "wyniesienie rejestru do plików",
        "register.demonstrated": "dopisanie zmyślonej pomocy do pokazu",
    },
    Field.COLLECTION: {
        "message.batch_queued": "wiadomości do instytucji dodane do kolejki",
        "message.cancelled": "wycofanie wiadomości",
        "message.requeued": "ponowne wysłanie wiadomości",
        "message.template_saved": "zmiana szablonu wiadomości",
        "incoming.taken": "przyjęcie formularza z poczty",
        "incoming.refused": "nieprzyjęcie formularza z poczty",
        "incoming.waiting": "formularz z poczty czeka na decyzję",
        "campaign.created": "przygotowanie kampanii",
        "campaign.changed": "zmiana kalendarza lub treści kampanii",
        "campaign.discarded": "usunięcie nieotwartej kampanii",
        "campaign.opened": "otwarcie kampanii",
        "campaign.closed": "zamknięcie kampanii",
        "campaign.reopened": "ponowne otwarcie kampanii",
        "campaign.approved": "zatwierdzenie danych za rok",
        "campaign.approval_withdrawn": "cofnięcie zatwierdzenia",
        "campaign.published": "publikacja danych za rok",
        "assignment.added": "przydzielenie pytań instytucjom",
        "assignment.excluded": "wyłączenie pytania dla instytucji",
        "questionnaire.prepared": "przygotowanie formularzy",
        "questionnaire.started": "pierwsza odpowiedź w formularzu",
        "questionnaire.submitted": "przekazanie formularza",
        "questionnaire.submission_withdrawn": "cofnięcie przekazania",
        "questionnaire.returned": "zwrot formularza do poprawy",
        "questionnaire.accepted": "przyjęcie formularza",
        "questionnaire.acceptance_withdrawn": "cofnięcie przyjęcia",
        "questionnaire.extended": "przedłużenie terminu instytucji",
        "questionnaire.locked": "zablokowanie formularzy",
        "questionnaire.unlocked": "odblokowanie formularzy",
        "attachment.added": "dodanie załącznika",
        "attachment.removed": "usunięcie załącznika",
        "answer.corrected": "poprawka odpowiedzi w urzędzie",
        "question.asked": "pytanie o wartość",
        "question.replied": "odpowiedź na pytanie urzędu",
        "question.settled": "wyjaśnienie pytania",
        "link.issued": "wydanie linku do formularza",
        "link.opened": "pierwsze otwarcie linku",
        "link.revoked": "unieważnienie linku",
        "rule.changed": "zmiana reguły kontroli formularzy",
        "rule.added": "dodanie reguły kontroli formularzy",
        "rule.reset": "przywrócenie domyślnej reguły kontroli",
    },
    Field.PSEUDONYMS: {
        "pseudonym_key.registered": "rejestracja odcisku klucza pseudonimów",
        "pseudonym_key.revoked": "unieważnienie klucza pseudonimów",
        "pseudonyms.received": "przyjęcie pseudonimów od instytucji",
        "pseudonyms.counted": "policzenie różnych osób z pseudonimów",
        "pseudonyms.destroyed": "zniszczenie pseudonimów",
    },
    Field.ORGANISATIONS: {
        "organisation.added": "dopisanie organizacji",
        "organisation.changed": "zmiana karty organizacji",
        "organisation.archived": "przeniesienie organizacji do archiwum",
        "organisation.restored": "przywrócenie organizacji z archiwum",
        "organisation.consent_given": "zgoda organizacji na wiadomości",
        "organisation.consent_withdrawn": "wycofanie zgody organizacji na wiadomości",
        "organisations.imported": "wczytanie bazy organizacji z pliku",
        "organisations.exported": "pobranie bazy organizacji do pliku",
        "newsletter.created": "utworzenie listy odbiorców",
        "newsletter.changed": "zmiana listy odbiorców",
        "newsletter.subscribed": "zapis organizacji na listę",
        "newsletter.unsubscribed": "wypisanie organizacji z listy",
        "mailing.prepared": "przygotowanie mailingu",
        "mailing.started": "początek wysyłki mailingu",
        "mailing.discarded": "usunięcie niewysłanego mailingu",
        "mailing.retried": "ponowienie nieudanych wiadomości mailingu",
        "mailing.sent": "koniec wysyłki mailingu",
    },
    Field.CONSULTATIONS: {
        "consultation.created": "rozpoczęcie przygotowania konsultacji",
        "consultation.changed": "poprawa opisu konsultacji",
        "consultation.discarded": "usunięcie nieogłoszonych konsultacji",
        "consultation.track_added": "dodanie ścieżki konsultacji",
        "consultation.track_changed": "poprawa ścieżki konsultacji",
        "consultation.track_removed": "usunięcie ścieżki konsultacji",
        "consultation.draft_added": "dodanie projektu do konsultacji",
        "consultation.draft_changed": "poprawa projektu w konsultacjach",
        "consultation.draft_removed": "usunięcie projektu z konsultacji",
        "consultation.notice_added": "zapis ogłoszenia o konsultacjach",
        "consultation.notice_changed": "poprawa ogłoszenia o konsultacjach",
        "consultation.notice_removed": "usunięcie ogłoszenia o konsultacjach",
        "consultation.evidence_added": "zapis dowodu ogłoszenia",
        "consultation.announced": "ogłoszenie konsultacji",
        "consultation.extended": "przedłużenie konsultacji",
        "consultation.cancelled": "odwołanie konsultacji",
        "consultation.next_version": "utworzenie wersji po konsultacjach",
        "consultation.reported": "zamrożenie sprawozdania z konsultacji",
        "consultation.report_file_added": "dołączenie pliku do sprawozdania z konsultacji",
        "consultation.results_published": "zapis ogłoszenia wyników konsultacji",
        "consultation.reopened": "ponowne otwarcie rozstrzygnięć",
        "consultation.outcomes_queued": "wiadomości o wyniku konsultacji w kolejce",
        "consultation.adopted": "zapis uchwalenia projektu",
        "submission.registered": "rejestracja opinii",
        "submission.eligibility_ruled": "ocena uprawnienia do opinii",
        "submission.personal_read": "odczyt opinii z danymi osobowymi",
        "submission.public_wording_set": "sprawdzenie treści opinii przed publikacją",
        "submission.letter_sent": "wysłanie wiadomości do składającego opinię",
        "submission.letter_failed": "nieudana wysyłka wiadomości do składającego opinię",
        "submission.letter_passed_over": "wycofanie wiadomości do składającego opinię",
        "decision.made": "rozstrzygnięcie propozycji",
        "decision.approved": "zatwierdzenie rozstrzygnięcia",
        "decision.withdrawn": "wycofanie rozstrzygnięcia",
    },
    Field.READS: {
        "file.read": "odczyt akt",
        "organisation.contacts_read": "odczyt danych kontaktowych organizacji",
    },
    Field.REFUSALS: {"file.refused": "odmowa dostępu do akt"},
}

EVENTS: dict[str, Words] = {
    tag: Words(text, field) for field, texts in _TEXTS.items() for tag, text in texts.items()
}


def event_text(tag: str) -> str:
    """Return what happened, in Polish; a tag of a newer version of the program is said so."""
    return EVENTS[tag].text if tag in EVENTS else "czynność nieznana tej wersji programu"


#: Details that an event keeps as a code of a closed list; each code stands in one list only.
_CODED: dict[str, tuple[type[Labelled], ...]] = {
    "reason": (WithdrawalReason, WithholdingReason),
    "role": (Role, FamilyRole),
}
_CODES = {
    name: dict(pair for kind in kinds for pair in kind.choices()) for name, kinds in _CODED.items()
}


def coded_words(name: str, value: str) -> str:
    """Return a detail of an event in Polish: a code's words, and a text as it was written."""
    return _CODES.get(name, {}).get(value, value)


def tags(*fields: Field) -> list[str]:
    """Return the tags of some fields; what has no line here is in none of them."""
    return sorted(tag for tag, words in EVENTS.items() if words.field in fields)
