"""Invented institutions for the groups the implementers' column names, 750 of them asked."""

from __future__ import annotations

from miernik.accounts.models import Institution, InstitutionKind
from miernik.kernel.text import comparable

MARK = "(pokaz)"
_NGO, _SCHOOL, _CENTRE, _OTHER = (
    InstitutionKind.NGO,
    InstitutionKind.SCHOOL,
    InstitutionKind.CENTRE,
    InstitutionKind.OTHER,
)
#: Collective name → kind, the name of a member ({} is its number), how many.
_GROUPS: dict[str, tuple[InstitutionKind, str, int]] = {
    "organizacje pozarządowe": (_NGO, "Stowarzyszenie nr {}", 230),
    "placówki oświatowe": (_SCHOOL, "Zespół Szkół nr {}", 40),
    "szkoły podstawowe": (_SCHOOL, "Szkoła Podstawowa nr {}", 60),
    "szkoły": (_SCHOOL, "Liceum Ogólnokształcące nr {}", 40),
    "przedszkola": (_SCHOOL, "Przedszkole nr {}", 90),
    "żłobki": (_SCHOOL, "Żłobek nr {}", 30),
    "poradnie psychologiczno – pedagogiczne": (_SCHOOL, "Poradnia nr {}", 10),
    "jednostki oświatowe": (_SCHOOL, "Bursa nr {}", 12),
    "placówki opiekuńczo – wychowawcze": (_CENTRE, "Dom dla Dzieci nr {}", 20),
    "jednostki organizacyjne pomocy społecznej": (_CENTRE, "Dom Pomocy nr {}", 14),
    "Ośrodki Pomocy Społecznej": (_CENTRE, "Filia Ośrodka nr {}", 9),
    "Placówki służby zdrowia": (_OTHER, "Przychodnia nr {}", 40),
    "Organizacje i kluby sportowe": (_OTHER, "Klub Sportowy nr {}", 45),
    "Spółdzielnie Mieszkaniowe": (_OTHER, "Spółdzielnia Mieszkaniowa nr {}", 16),
    "Parafie": (_OTHER, "Parafia nr {}", 32),
    "Uczelnie wyższe": (_OTHER, "Uczelnia nr {}", 8),
    "Instytucje Kultury": (_OTHER, "Dom Kultury nr {}", 14),
    "Media lokalne": (_OTHER, "Redakcja nr {}", 10),
    "straże": (InstitutionKind.SERVICE, "Straż nr {}", 5),
    "inspekcje": (InstitutionKind.SERVICE, "Inspekcja nr {}", 5),
    "służby": (InstitutionKind.SERVICE, "Służba nr {}", 5),
}
#: Names that stand alone and are asked as themselves.
_SINGLE: dict[str, InstitutionKind] = {
    "Urząd Miejski": InstitutionKind.OFFICE,
    "Miejski Ośrodek Pomocy Rodzinie": _CENTRE,
    "Powiatowy Urząd Pracy w Białymstoku": InstitutionKind.OFFICE,
    "Zarząd Mienia Komunalnego": InstitutionKind.OFFICE,
    "Urząd Miejski Departament Spraw Społecznych": InstitutionKind.OFFICE,
    "Departament Edukacji": InstitutionKind.OFFICE,
    "Dzienny Dom Pomocy Społecznej": _CENTRE,
    "policja": InstitutionKind.SERVICE,
    "Biuro Zarządzania Kryzysowego": InstitutionKind.OFFICE,
    "Centrum Kształcenia Ustawicznego": _SCHOOL,
    "Centrum Współpracy Organizacji Pozarządowych": InstitutionKind.OFFICE,
    "Uniwersytet Medyczny w Białymstoku": _OTHER,
    "Kuratorium Oświaty w Białymstoku": InstitutionKind.OFFICE,
    "Archidiecezja Białostocka": _OTHER,
    "Bractwo Św. Cyryla i Metodego": _NGO,
}
#: The column writes one body in several ways; the copy on show has one of them.
_SAME = {
    "NGO": "organizacje pozarządowe",
    "MOPR": "Miejski Ośrodek Pomocy Rodzinie",
    "PUP": "Powiatowy Urząd Pracy w Białymstoku",
    "CWOP": "Centrum Współpracy Organizacji Pozarządowych",
    "CKU": "Centrum Kształcenia Ustawicznego",
    "Centrum Kształcenia Ustawicznego w Białymstoku": "Centrum Kształcenia Ustawicznego",
    "poradnie pedagogiczno – psychologiczne": "poradnie psychologiczno – pedagogiczne",
    "Departament Spraw Społecznych": "Urząd Miejski Departament Spraw Społecznych",
    "Urząd Miejski Departament Edukacji": "Departament Edukacji",
    "Urząd Miejski - Departament Edukacji": "Departament Edukacji",
    "szkoły i przedszkola": "szkoły",
    "Placówki oświatowe, kulturalne": "placówki oświatowe",
}
_CANONICAL = {comparable(name): name for name in (*_GROUPS, *_SINGLE)} | {
    comparable(name): kept for name, kept in _SAME.items()
}


def invented_name(name: str) -> str:
    """Return what an implementer is called in the copy; every such name carries MARK."""
    return f"{_CANONICAL.get(comparable(name), name)} {MARK}"


def institutions() -> dict[str, list[Institution]]:
    """Make the institutions; return those that can be asked by the name at the task."""
    singles = [
        Institution(name=invented_name(name), kind=kind, **_contact(f"jednostka{number}"))
        for number, (name, kind) in enumerate(_SINGLE.items(), 1)
    ]
    made = {item.name: [item] for item in Institution.objects.bulk_create(singles)}
    for order, (name, (kind, member, number)) in enumerate(_GROUPS.items(), 1):
        group = Institution.objects.create(name=invented_name(name), kind=InstitutionKind.GROUP)
        made[group.name] = Institution.objects.bulk_create(
            Institution(
                name=f"{member.format(place)} {MARK}",
                kind=kind,
                parent=group,
                **_contact(f"grupa{order}-{place}"),
            )
            for place in range(1, number + 1)
        )
    return made


def _contact(login: str) -> dict[str, str]:
    return {"contact_name": f"Sekretariat {MARK}", "contact_email": f"{login}@example.org"}
