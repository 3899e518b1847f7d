"""What can go wrong in the room, in words for people."""

from __future__ import annotations

from miernik.kernel.errors import MiernikError


class StrategyError(MiernikError):
    """Base of the room's errors; the message is a Polish sentence."""


class UnknownWorkError(StrategyError):
    """No strategy or programme has this code."""

    def __init__(self, code: str, known: list[str]) -> None:
        listed = ", ".join(known) if known else "baza jest jeszcze pusta – uruchom miernik demo"
        super().__init__(f"Nie ma strategii ani programu o kodzie „{code}”. Dostępne: {listed}.")


class CodeTakenError(StrategyError):
    """Another work has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Kod „{code}” ma już inna strategia albo inny program. Podaj inny kod.")


class EmptyWorkError(StrategyError):
    """The work has no text yet."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Strategia „{code}” nie ma jeszcze tekstu. "
            "Wczytaj jej sprawozdanie: miernik import PLIK."
        )


class UnknownPassageError(StrategyError):
    """The version has no unit with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"W tej wersji tekstu nie ma jednostki „{code}”. Odśwież stronę: mogła zostać usunięta."
        )


class FrozenTextError(StrategyError):
    """A frozen version is not edited."""

    def __init__(self) -> None:
        super().__init__("Ta wersja jest zamrożona. Utwórz wersję roboczą i zmień tekst w niej.")


class DraftWaitsError(StrategyError):
    """The work has a draft already."""

    def __init__(self) -> None:
        super().__init__(
            "Ten program ma już wersję roboczą. Dokończ ją, zamroź albo usuń, zanim zaczniesz nową."
        )


class EmptyPassageError(StrategyError):
    """A unit needs a wording."""

    def __init__(self) -> None:
        super().__init__(
            "Jednostka tekstu musi mieć treść. Aby ją skreślić, użyj przycisku „Usuń”."
        )


class ChangedMeanwhileError(StrategyError):
    """Somebody else edited the unit."""

    def __init__(self, now: str) -> None:
        super().__init__(
            "Ktoś zmienił tę jednostkę w międzyczasie. "
            "Obejrzyj obecne brzmienie i zapisz jeszcze raz."
        )
        self.now = now


class NotEnactedError(StrategyError):
    """No version of the programme is in force."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Program „{code}” nie został jeszcze uchwalony, więc nie ma wskaźników do zbierania."
        )


class NotEarlierError(StrategyError):
    """Lineage leads from a frozen text of one programme to the text of another."""

    def __init__(self) -> None:
        super().__init__(
            "Ciągłość prowadzi od zamrożonego tekstu jednego programu do tekstu innego. "
            "Wybierz zamrożoną wersję wcześniejszego programu."
        )


class WrongEndsError(StrategyError):
    """The kind of a link does not fit its ends."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"Powiązanie „{kind}” nie pasuje do wybranych jednostek: usunięta nie ma następcy, "
            "nowa nie ma poprzednika, a każde inne ma oba końce. Wybierz inny rodzaj albo "
            "inną jednostkę."
        )


class LineageThereError(StrategyError):
    """The two units are linked already."""

    def __init__(self) -> None:
        super().__init__("Te dwie jednostki są już powiązane. Zmień to powiązanie zamiast nowego.")


class NothingToRejectError(StrategyError):
    """A dropped or new unit is not a pair that could be taken apart."""

    def __init__(self) -> None:
        super().__init__(
            "Tego wpisu nie można odrzucić, bo nie łączy dwóch jednostek. "
            "Wskaż drugą jednostkę przyciskiem „Zmień”."
        )


class NoReasonError(StrategyError):
    """A decision needs a reason."""

    def __init__(self) -> None:
        super().__init__("Podaj powód: zobaczy go osoba, która będzie czytać mapę zmian.")


class NotRestorableError(StrategyError):
    """Nothing says how the unit read, or the place it stood at is gone."""

    def __init__(self) -> None:
        super().__init__(
            "Nie można przywrócić tej jednostki: stoi już w tekście albo nie ma jednostki, pod "
            "którą stała. Przywróć najpierw jednostkę nadrzędną."
        )
