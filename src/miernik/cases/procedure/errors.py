"""What the procedure refuses, each in one Polish sentence."""

from __future__ import annotations

import datetime as dt

from miernik.cases.errors import RegisterError
from miernik.kernel.dates import print_short_date
from miernik.kernel.money import print_zloty


class ProcedureError(RegisterError):
    """A step that the law, the dates or the state of a case do not allow."""


class WrongStateError(ProcedureError):
    """The step does not lead from the state the thing is in."""

    def __init__(self, thing: str, state: str) -> None:
        super().__init__(
            f"Tego kroku nie można teraz zrobić: {thing} ma stan „{state}”. "
            "Odśwież stronę i sprawdź, co już zrobiono."
        )


class WrongDateError(ProcedureError):
    """A date lies before or after what the procedure allows."""


class FutureDateError(WrongDateError):
    """Something is said to have happened tomorrow."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            f"Data {print_short_date(day)} jest w przyszłości. Podaj dzisiejszą albo wcześniejszą."
        )


class AmountOutOfRangeError(ProcedureError):
    """The amount lies outside what the law allows."""

    def __init__(self, lowest: int | None, highest: int | None) -> None:
        if lowest is not None and lowest == highest:
            bounds = f"dokładnie {print_zloty(lowest)}"
        else:
            low = f"od {print_zloty(lowest)}" if lowest is not None else "od 0,01 zł"
            bounds = low + (f" do {print_zloty(highest)}" if highest is not None else " wzwyż")
        super().__init__(f"Kwota musi wynosić {bounds}: tyle wynika z przepisów i dochodu rodziny.")


class NotEntitledError(ProcedureError):
    """The law gives no right to the benefit."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Tego świadczenia nie można przyznać. {why} Wybierz odmowę albo inne świadczenie."
        )


class GroundContradictedError(ProcedureError):
    """The ground of a refusal does not agree with the calculation."""

    def __init__(self) -> None:
        super().__init__(
            "Tej podstawy odmowy nie potwierdza obliczenie: warunek jest spełniony. Wskaż inną."
        )


class FactsChangedError(ProcedureError):
    """The register has changed since the draft was calculated."""

    def __init__(self) -> None:
        super().__init__(
            "Od przygotowania projektu zmieniły się dane rodziny. Przelicz projekt przed wydaniem."
        )


class SetOffTooHighError(ProcedureError):
    """A set-off takes more of a payment than art. 104 allows."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Z tej wypłaty można potrącić najwyżej {print_zloty(limit)} (art. 104 ust. 2 ustawy)."
        )
