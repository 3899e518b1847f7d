"""Kinds of income, for art. 8 of the act: what counts depends on the kind and the date."""

from __future__ import annotations

from miernik.kernel.quantities import Labelled


class IncomeKind(Labelled):
    """Title of a receipt."""

    EMPLOYMENT = "praca", "wynagrodzenie za pracę"
    CIVIL_CONTRACT = "umowa_cywilna", "umowa zlecenia lub o dzieło"
    BUSINESS = "dzialalnosc", "działalność gospodarcza"
    FARM = "gospodarstwo_rolne", "gospodarstwo rolne (hektary przeliczeniowe)"
    RETIREMENT_PENSION = "emerytura", "emerytura"
    DISABILITY_PENSION = "renta", "renta"
    NURSING_ALLOWANCE = "zasilek_pielegnacyjny", "zasiłek pielęgnacyjny"
    CARE_BENEFIT = "swiadczenie_pielegnacyjne", "świadczenie pielęgnacyjne"
    FAMILY_ALLOWANCE = "zasilek_rodzinny", "zasiłek rodzinny z dodatkami"
    CHILD_BENEFIT = "swiadczenie_wychowawcze", "świadczenie wychowawcze (500+, 800+)"
    UNEMPLOYMENT_BENEFIT = "zasilek_dla_bezrobotnych", "zasiłek dla bezrobotnych"
    ALIMONY = "alimenty", "alimenty otrzymywane"
    ALIMONY_FUND = "fundusz_alimentacyjny", "świadczenie z funduszu alimentacyjnego"
    HOUSING_ALLOWANCE = "dodatek_mieszkaniowy", "dodatek mieszkaniowy"
    ENERGY_SUPPLEMENT = "dodatek_energetyczny", "dodatek energetyczny, osłonowy lub węglowy"
    PERMANENT_BENEFIT = "zasilek_staly", "zasiłek stały"
    PERIODIC_BENEFIT = "zasilek_okresowy", "zasiłek okresowy"
    PURPOSIVE_BENEFIT = "zasilek_celowy", "zasiłek celowy"
    SCHOOL_AID = "pomoc_szkolna", "pomoc materialna o charakterze socjalnym dla uczniów"
    SOCIALLY_USEFUL_WORK = "prace_spolecznie_uzyteczne", "świadczenie za prace społecznie użyteczne"
    IN_KIND = "swiadczenie_w_naturze", "świadczenie w naturze"
    SUPPLEMENTARY_BENEFIT = "swiadczenie_uzupelniajace", "świadczenie uzupełniające"
    POLE_CARD = "karta_polaka", "świadczenie dla posiadacza Karty Polaka"
    CAREGIVER_CAPITAL = "rkow", "rodzinny kapitał opiekuńczy lub świadczenie żłobkowe"
    SCHOLARSHIP = "stypendium", "stypendium"
    FOREIGN = "zagraniczny", "dochód w walucie obcej"
    ONE_OFF_SOCIAL = "jednorazowe_socjalne", "jednorazowe pieniężne świadczenie socjalne"
    OTHER = "inny", "inny dochód"
