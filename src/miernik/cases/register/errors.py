"""What the register refuses about persons and families; each message is one Polish sentence."""

from __future__ import annotations

from miernik.cases.errors import RegisterError
from miernik.cases.models import Person


class PersonDataError(RegisterError):
    """What was given of a person cannot be; ``field`` names the argument at fault."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class PersonKnownError(RegisterError):
    """The PESEL number belongs to a person of the register."""

    def __init__(self, person: Person) -> None:
        super().__init__(
            "Osoba z tym numerem PESEL jest już w rejestrze. Wybierz ją zamiast wpisywać drugi raz."
        )
        self.person = person


class FamilyDataError(RegisterError):
    """What was given of a family cannot be."""


class MembershipError(RegisterError):
    """A person cannot belong to a family in that period."""


class PeriodError(RegisterError):
    """A period is not in order."""


class IncomeError(RegisterError):
    """An income cannot be recorded as given."""


class ReasonError(RegisterError):
    """A reason cannot be recorded as given."""


class DuplicateError(RegisterError):
    """A pair of persons cannot be decided on as asked."""


class CorrectionError(RegisterError):
    """A correction cannot be made or taken back."""
