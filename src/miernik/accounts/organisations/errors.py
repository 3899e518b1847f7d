"""What can go wrong with the base of organisations and with mailings, each in Polish."""

from __future__ import annotations

from collections.abc import Mapping

from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural


class OrganisationError(MiernikError):
    """A step with an organisation or a list cannot be made; the message is a Polish sentence."""


class OrganisationDataError(OrganisationError):
    """What was typed about an organisation is wrong: ``faults`` is one sentence a field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


class FaultyBaseError(OrganisationError):
    """A file with organisations has faults, so nothing of it was read."""

    def __init__(self, number: int) -> None:
        words = plural(number, "błąd", "błędy", "błędów")
        super().__init__(
            f"Plik ma {print_number(number)} {words}, więc niczego nie wczytano. Popraw je w pliku "
            "i wczytaj go ponownie."
        )


class MailingError(OrganisationError):
    """A mailing cannot be prepared or sent; the message is a Polish sentence."""


class BadUnsubscribeLinkError(OrganisationError):
    """An address of unsubscribing that proves nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Ten adres niczego nie otwiera: mógł zostać ucięty w wiadomości. Skopiuj go w całości "
            "albo odpisz na wiadomość, że nie chcesz następnych."
        )
