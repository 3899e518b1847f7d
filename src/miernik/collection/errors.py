"""What can go wrong in the room, each in one Polish sentence."""

from __future__ import annotations

import datetime as dt

from miernik.kernel.dates import print_short_date
from miernik.kernel.errors import MiernikError


class CollectionError(MiernikError):
    """Base of the room's errors."""


class WrongStateError(CollectionError):
    """The step does not lead from the state the thing is in."""

    def __init__(self, thing: str, state: str) -> None:
        super().__init__(
            f"Tego kroku nie można teraz zrobić: {thing} ma stan „{state}”. "
            "Odśwież stronę i sprawdź, co już zrobiono."
        )


class MissingReasonError(CollectionError):
    """A step that touches somebody else's work does not say why."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Podaj powód: {what}.")


class NothingAskedError(CollectionError):
    """A campaign would open without questions."""

    def __init__(self) -> None:
        super().__init__(
            "Nie ma jeszcze kogo pytać: przydziel wskaźniki instytucjom i otwórz kampanię ponownie."
        )


class UnknownCampaignError(CollectionError):
    """There is no such campaign."""

    def __init__(self, asked: str, known: list[str]) -> None:
        listed = ", ".join(known) if known else "nie ma jeszcze żadnej"
        super().__init__(f"Nie ma kampanii „{asked}”. Są: {listed}.")


class NotAskedError(CollectionError):
    """The indicator is not asked of this institution."""

    def __init__(self) -> None:
        super().__init__("Tej instytucji nie pytamy o ten wskaźnik. Odśwież formularz.")


class FormNotOpenError(CollectionError):
    """Answers cannot be changed now."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"Formularz ma stan „{state}” i nie można go teraz zmieniać. Jeśli trzeba coś "
            "poprawić, cofnij przekazanie albo napisz do koordynatora."
        )


class StaleAnswerError(CollectionError):
    """Somebody else changed the answer meanwhile; both versions are still there."""

    def __init__(self, by: str, at: dt.datetime) -> None:
        super().__init__(
            f"Tę odpowiedź zmienił w międzyczasie ktoś inny ({by}, {at:%H:%M}). "
            "Nic nie zostało nadpisane: wybierz, która wersja ma zostać."
        )


class UnfinishedFormError(CollectionError):
    """The form has errors or unexplained warnings; ``count`` says how many."""

    def __init__(self, count: int, sentence: str) -> None:
        super().__init__(sentence)
        self.count = count


class AttachmentError(CollectionError):
    """A file cannot be added to a form."""


class BadLinkError(CollectionError):
    """A link opens nothing: forged, expired or revoked."""


class UnreviewedFormsError(CollectionError):
    """A campaign cannot close while submitted forms wait for review."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class UnexplainedJumpsError(CollectionError):
    """A year cannot be approved while a jump of its values waits for a decision."""


class WrongDayError(CollectionError):
    """A day lies on the wrong side of another."""

    def __init__(self, what: str, than: dt.date) -> None:
        super().__init__(f"{what} (najwcześniej {print_short_date(than)}).")


class TemplateError(CollectionError):
    """The words of a message cannot be used; the sentence says which."""


class MessageStateError(CollectionError):
    """A message is past what was to be done with it."""


class IncomingFileError(CollectionError):
    """A file from the mailbox cannot be decided this way."""


class BusyJobError(CollectionError):
    """The job runs already, here or elsewhere."""

    def __init__(self, label: str) -> None:
        super().__init__(f"Zadanie „{label}” właśnie trwa. Poczekaj, aż się skończy.")


class UnknownJobError(CollectionError):
    """There is no such job."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"Nie ma zadania „{name}”. Są: {', '.join(known)}.")
