"""What can go wrong when somebody changes a rule."""

from __future__ import annotations

from collections.abc import Sequence

from miernik.collection.errors import CollectionError


class UnknownRuleError(CollectionError):
    """There is no such rule."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Nie ma reguły „{code}”. Wróć do listy reguł i wybierz inną.")


class RuleExistsError(CollectionError):
    """The code is taken."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Reguła o kodzie „{code}” już jest. Podaj inny kod albo zmień tamtą.")


class RuleChangedError(CollectionError):
    """Somebody else changed the rule meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Ktoś zmienił tę regułę w międzyczasie. Nic nie zapisano: odśwież stronę i sprawdź, "
            "co już zmieniono."
        )


class UnchangedRuleError(CollectionError):
    """The rule already is as it should become."""

    def __init__(self) -> None:
        super().__init__("Nie ma czego zapisać: reguła już taka jest. Zmień coś i zapisz ponownie.")


class BrokenExampleError(CollectionError):
    """The rule no longer does what its examples say."""

    def __init__(self, titles: Sequence[str]) -> None:
        named = "; ".join(f"„{title}”" for title in titles)
        super().__init__(
            f"Po tej zmianie reguła nie robi tego, co mówią jej przykłady: {named}. Zmień wartości "
            "albo dodaj osobną regułę."
        )
        self.titles = tuple(titles)
