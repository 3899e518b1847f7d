"""The dictionary of institutions, which grows with confirmed documents."""

from __future__ import annotations

from miernik.accounts.models import Institution, InstitutionAlias, InstitutionKind
from miernik.kernel.text import comparable, squeeze


class Institutions:
    """The dictionary of institutions; unknown printed names are added to it."""

    def __init__(self) -> None:
        self._known: dict[str, Institution] = {}
        for institution in Institution.objects.all():
            self._known[comparable(institution.name)] = institution
        for alias in InstitutionAlias.objects.select_related("institution"):
            self._known[comparable(alias.name)] = alias.institution

    def named(self, printed: str, kind: InstitutionKind = InstitutionKind.OTHER) -> Institution:
        """Return the institution with this printed name or alias, made if it is new."""
        key = comparable(printed)
        if key not in self._known:
            self._known[key] = Institution.objects.create(name=squeeze(printed), kind=kind)
        return self._known[key]
