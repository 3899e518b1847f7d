"""Benefits of social assistance (art. 36 of the act)."""

from __future__ import annotations

from miernik.kernel.quantities import Labelled


class Benefit(Labelled):
    """What a decision may grant."""

    PERMANENT = "zasilek_staly", "zasiłek stały"
    PERIODIC = "zasilek_okresowy", "zasiłek okresowy"
    PURPOSIVE = "zasilek_celowy", "zasiłek celowy"
    SPECIAL_PURPOSIVE = "specjalny_zasilek_celowy", "specjalny zasiłek celowy"
    MEAL_ALLOWANCE = "zasilek_celowy_posilek", "zasiłek celowy na zakup posiłku lub żywności"
    MEAL = "posilek", "posiłek"
    ECONOMIC_INDEPENDENCE = (
        "usamodzielnienie_ekonomiczne",
        "zasiłek lub pożyczka na usamodzielnienie ekonomiczne",
    )
    LEAVING_CARE = "usamodzielnienie", "pomoc na usamodzielnienie"
    SETTLING_IN = "zagospodarowanie", "pomoc na zagospodarowanie w formie rzeczowej"
    EDUCATION = "kontynuowanie_nauki", "pomoc pieniężna na kontynuowanie nauki"
    INTEGRATION = (
        "integracja_cudzoziemcow",
        "świadczenie pieniężne w ramach indywidualnego programu integracji",
    )
    GUARDIAN_PAY = "wynagrodzenie_opiekuna", "wynagrodzenie należne opiekunowi"
    RENT_SUBSIDY = "doplata_najmu", "dopłata do najmu mieszkania"
    HEALTH_CONTRIBUTION = "skladka_zdrowotna", "składka na ubezpieczenie zdrowotne"
    PENSION_CONTRIBUTION = "skladka_emerytalna", "składki na ubezpieczenia społeczne"
    IN_KIND = "pomoc_rzeczowa", "pomoc rzeczowa"
    CREDITED_TICKET = "bilet_kredytowany", "bilet kredytowany"
    FUNERAL = "pogrzeb", "sprawienie pogrzebu"
    SHELTER = "schronienie", "schronienie"
    CLOTHING = "ubranie", "niezbędne ubranie"
    CARE_SERVICES = "uslugi_opiekuncze", "usługi opiekuńcze"
    SPECIALIST_CARE = "specjalistyczne_uslugi_opiekuncze", "specjalistyczne usługi opiekuńcze"
    PSYCHIATRIC_CARE = (
        "specjalistyczne_uslugi_psychiatryczne",
        "specjalistyczne usługi opiekuńcze dla osób z zaburzeniami psychicznymi",
    )
    SUPPORTED_HOUSING = "mieszkanie_chronione", "mieszkanie treningowe lub wspomagane (chronione)"
    DAY_CENTRE = "sds", "pobyt w środowiskowym domu samopomocy"
    RESIDENTIAL_HOME = "dps", "pobyt i usługi w domu pomocy społecznej"

    @property
    def is_cash(self) -> bool:
        """Whether it is a cash benefit (art. 36 pkt 1)."""
        return self in _CASH


_CASH = frozenset(
    {
        Benefit.PERMANENT,
        Benefit.PERIODIC,
        Benefit.PURPOSIVE,
        Benefit.SPECIAL_PURPOSIVE,
        Benefit.MEAL_ALLOWANCE,
        Benefit.ECONOMIC_INDEPENDENCE,
        Benefit.LEAVING_CARE,
        Benefit.EDUCATION,
        Benefit.INTEGRATION,
        Benefit.GUARDIAN_PAY,
        Benefit.RENT_SUBSIDY,
    }
)
