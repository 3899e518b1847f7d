"""What can go wrong in the room, each in one Polish sentence."""

from __future__ import annotations

import datetime as dt

from miernik.kernel.dates import print_date
from miernik.kernel.errors import MiernikError


class ConsultationError(MiernikError):
    """Base of the room's errors."""


class WrongStateError(ConsultationError):
    """The step does not lead from this state."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"Tego kroku nie można teraz zrobić: konsultacje są w stanie „{state}”. "
            "Odśwież stronę i sprawdź, co już zrobiono."
        )


class PreparationOverError(WrongStateError):
    """What is prepared may not be changed any more; a term may be when ``extendable``."""

    def __init__(self, state: str, *, extendable: bool) -> None:
        instead = "; teraz można jedynie przedłużyć termin albo odwołać konsultacje"
        ConsultationError.__init__(
            self,
            f"Konsultacje są w stanie „{state}”, a zmieniać je można tylko przed ogłoszeniem"
            f"{instead if extendable else ''}.",
        )


class TrackTakenError(ConsultationError):
    """A consultation has one track of a kind."""

    def __init__(self, track: str) -> None:
        super().__init__(
            f"Ścieżka „{track}” już jest w tych konsultacjach: popraw ją zamiast dodawać drugą."
        )


class NoticeLeftAloneError(ConsultationError):
    """Notices would be of no track when this one goes; ``sentences`` are theirs."""

    def __init__(self, sentences: list[str]) -> None:
        named = ", ".join(f"„{sentence}”" for sentence in sentences)
        super().__init__(
            "Tej ścieżki nie można usunąć, bo tylko jej dotyczy zapisane ogłoszenie: "
            f"{named}. Najpierw popraw je albo usuń."
            if len(sentences) == 1
            else "Tej ścieżki nie można usunąć, bo tylko jej dotyczą zapisane ogłoszenia: "
            f"{named}. Najpierw popraw je albo usuń."
        )


class EvidenceStaysError(ConsultationError):
    """What has evidence is not removed; ``instead`` says what to do."""

    def __init__(self, what: str, instead: str) -> None:
        super().__init__(f"Dołączonych dowodów się nie usuwa, dlatego {what} zostają: {instead}.")


class LetterStaysError(ConsultationError):
    """What was sent to organisations is not unsaid; ``instead`` says what to do."""

    def __init__(self, instead: str) -> None:
        super().__init__(
            f"Wiadomość już wysłano do organizacji i nie da się jej cofnąć: {instead}."
        )


class UnknownConsultationError(ConsultationError):
    """There is no such consultation."""

    def __init__(self, code: str, known: list[str]) -> None:
        listed = ", ".join(known) if known else "nie ma jeszcze żadnych"
        super().__init__(f"Nie ma konsultacji „{code}”. Są: {listed}.")


class CodeTakenError(ConsultationError):
    """Another consultation has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Kod „{code}” mają już inne konsultacje. Podaj inny kod.")


class NotReadyError(ConsultationError):
    """Something is missing before a step; ``missing`` are sentences, all of them at once."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("Brakuje jeszcze: " + "; ".join(missing) + ".")
        self.missing = missing


class ClosedError(ConsultationError):
    """Opinions are not taken on line now."""

    def __init__(self, starts: dt.date, ends: dt.date, now: dt.date) -> None:
        if now < starts:
            sentence = (
                f"Konsultacje zaczną się {print_date(starts)} Do tego dnia opinii jeszcze nie "
                "przyjmujemy."
            )
        else:
            sentence = (
                f"Konsultacje skończyły się {print_date(ends)} Opinię można jeszcze wysłać na "
                "adres urzędu; zostanie zapisana jako złożona po terminie."
            )
        super().__init__(sentence)


class EmptySubmissionError(ConsultationError):
    """An opinion asks for nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Opinia jest pusta: zaproponuj zmianę choć jednej jednostki tekstu albo wpisz uwagę "
            "ogólną."
        )


class SubmitterError(ConsultationError):
    """It is not said who submits; ``field`` names the field of the form."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class UnchangedProposalError(ConsultationError):
    """A proposal equals the present wording."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Propozycja dla „{path}” jest taka sama jak dotychczasowy zapis. "
            "Zmień treść albo usuń tę propozycję."
        )


class DishonestVerdictError(ConsultationError):
    """The verdict does not fit the text; ``offered`` is the right one."""

    def __init__(self, message: str, offered: str) -> None:
        super().__init__(message)
        self.offered = offered


class NeedsWordingError(ConsultationError):
    """Two decisions give one unit two wordings."""

    def __init__(self, path: str, now: str) -> None:
        super().__init__(
            f"Jednostka „{path}” ma już ostateczny zapis z innego rozstrzygnięcia. Napisz wspólny "
            "zapis, który obejmuje obie propozycje, i potwierdź, że zastępuje poprzedni."
        )
        self.now = now


class FrozenDraftNeededError(ConsultationError):
    """A consultation needs a frozen text."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"Tekst „{title}” jest jeszcze roboczy. Zamroź go jako projekt do konsultacji, żeby "
            "każdy opiniował to samo."
        )


class BadReceiptError(ConsultationError):
    """The address of a receipt opens nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Ten adres potwierdzenia niczego nie otwiera: mógł zostać ucięty. Skopiuj go w całości."
        )
