"""A register of people who do not exist, with the sizes of a real city's year."""

from miernik.cases.exchange.synthetic.register import SyntheticRegister, generate
from miernik.cases.exchange.synthetic.sizes import BIALYSTOK_2015, Targets, UnreachableSizesError

__all__ = ["BIALYSTOK_2015", "SyntheticRegister", "Targets", "UnreachableSizesError", "generate"]
