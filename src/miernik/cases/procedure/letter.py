"""A decision as a letter: everything on the page, as text in order; renderers only place it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Authority:
    """Who writes: the centre, its address and place, in whose name, and where to appeal."""

    name: str
    address: str
    #: Miejscownik-free name of the town, for "Białystok, dnia …".
    town: str
    #: Dopełniacz: "Prezydenta Miasta Białegostoku".
    organ: str
    #: Dopełniacz: "Samorządowego Kolegium Odwoławczego w Białymstoku".
    appeals_board: str
    #: Who signs, below the name (art. 107 § 1 pkt 8 kpa): "Dyrektor …".
    signer_position: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calculation: what, how much, by which article."""

    text: str
    value: str
    basis: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment: for which month, how much, by when."""

    month: str
    amount: str
    due: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A decision of the authority to one person.

    Every field is Polish text as printed. ``calculation`` and ``parameters`` are tables of three
    columns; an empty tuple leaves a part out. ``draft`` marks every page as a draft.
    """

    #: "Decyzja nr D/2025/000045", or "Projekt decyzji".
    title: str
    #: Number of the decision, empty in a draft.
    number: str
    case_sign: str
    place_and_date: str
    authority: Authority
    addressee: tuple[str, ...]
    legal_basis: str
    preamble: str
    verb: str
    operative: tuple[str, ...]
    payments: tuple[Instalment, ...]
    calculation: tuple[Line, ...]
    parameters: tuple[Line, ...]
    justification: tuple[str, ...]
    instruction: tuple[str, ...]
    signature: tuple[str, ...]
    recipients: tuple[str, ...]
    draft: bool

    @property
    def file_name(self) -> str:
        """Name of a file of it, without its ending: ``decyzja-D-2025-000045``."""
        if self.draft:
            return "projekt-decyzji"
        return f"decyzja-{self.number.replace('/', '-').replace(' ', '-')}"

    def as_json(self) -> dict[str, Any]:
        """Return plain data for a template."""
        return asdict(self)
