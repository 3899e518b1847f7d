"""Forms of preparing a consultation: they check what was typed, never what it means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from miernik.accounts.models import NewsletterList
from miernik.accounts.organisations.mailing.services import LONGEST_BODY, LONGEST_SUBJECT
from miernik.consultations.models import Consultation, Notice, NoticeKind, Track
from miernik.consultations.procedure import TrackKind, rule_by_id, rules
from miernik.kernel.text import plural
from miernik.strategy.models import Version, VersionState
from miernik.web.office.campaigns.forms import text
from miernik.web.office.register.fields import DayField

_NO_ADDRESS = {"invalid": "Podaj cały adres strony, na przykład https://www.bialystok.pl/."}


class DescriptionForm(forms.Form):
    """What a consultation says of itself."""

    title = forms.CharField(
        label="Tytuł",
        max_length=600,
        help_text="Na przykład „Konsultacje społeczne projektu programu pomocy społecznej”.",
        error_messages={"required": "Podaj tytuł konsultacji."},
    )
    responsible = forms.CharField(
        label="Kto odpowiada",
        max_length=300,
        help_text="Departament albo jednostka, która prowadzi konsultacje.",
        error_messages={"required": "Podaj odpowiedzialną jednostkę."},
    )
    place = forms.CharField(
        label="Miejscowość",
        max_length=120,
        help_text="Stoi w sprawozdaniu przed datą.",
        error_messages={"required": "Podaj miejscowość."},
    )
    purpose = text("Cel konsultacji", help_text="Zdanie, które stanie w sprawozdaniu.")
    contact = text("Kontakt w sprawie konsultacji", rows=2)
    in_force_from = DayField(
        label="Planowane wejście w życie",
        required=False,
        help_text="Od tego dnia wstecz program liczy kalendarz konsultacji.",
    )
    session_on = DayField(
        label="Planowana sesja rady", required=False, help_text="Jeśli dzień jest już znany."
    )


class ConsultationForm(DescriptionForm):
    """A new consultation."""

    code = forms.SlugField(
        label="Kod",
        max_length=60,
        help_text="Stoi w adresach stron: małe litery, cyfry i kreski, na przykład pps-2025.",
        error_messages={
            "required": "Podaj kod konsultacji.",
            "invalid": "Kod może mieć tylko litery bez ogonków, cyfry i kreski.",
        },
    )

    field_order = ("title", "code")

    def clean_code(self) -> str:
        """The code in small letters; the address of the new form is no code."""
        code: str = self.cleaned_data["code"].lower()
        if code == "nowe":
            raise forms.ValidationError("Ten kod jest zajęty przez program. Podaj inny.")
        return code


class TrackForm(forms.Form):
    """A way of being consulted, prefilled from the rules."""

    rule = forms.ChoiceField(label="Zasady")
    starts = DayField(label="Pierwszy dzień")
    ends = DayField(label="Ostatni dzień")
    legal_bases = text(
        "Podstawy prawne",
        rows=5,
        help_text="Każda w osobnym wierszu, tak jak stanie w sprawozdaniu („na podstawie …”).",
        required="Podaj podstawę prawną.",
    )
    addressees = text("Adresaci", rows=4, required="Napisz, do kogo są skierowane konsultacje.")
    ways = text(
        "Jak składać opinie",
        rows=4,
        help_text="Każdy sposób w osobnym wierszu: adres, pokój, e-mail.",
        required="Napisz, jak można złożyć opinię.",
    )
    email = forms.EmailField(
        label="Adres e-mail na opinie",
        required=False,
        error_messages={"invalid": "To nie jest adres e-mail. Sprawdź, czy ma znak @ i kropkę."},
    )

    def __init__(self, kind: TrackKind, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(rule.id, rule.label) for rule in rules() if rule.track is kind]

    def clean(self) -> dict[str, Any]:
        """The days must be enough for the rules."""
        data = super().clean() or {}
        starts, ends, rule_id = data.get("starts"), data.get("ends"), data.get("rule")
        if starts and ends and rule_id:
            rule = rule_by_id(rule_id)
            days = rule.days(starts, ends)
            if ends < starts:
                self.add_error("ends", "Ostatni dzień nie może być przed pierwszym.")
            elif days < rule.min_days:
                self.add_error(
                    "ends",
                    f"To {days} {plural(days, 'dzień', 'dni', 'dni')}, a zasady wymagają co "
                    f"najmniej {rule.min_days} dni. Wybierz późniejszy ostatni dzień.",
                )
            if starts < rule.valid_from or (rule.valid_to and starts > rule.valid_to):
                self.add_error("rule", "Te zasady nie obowiązują w pierwszym dniu konsultacji.")
        for name in ("legal_bases", "ways"):
            data[name] = [
                row.strip() for row in str(data.get(name, "")).splitlines() if row.strip()
            ]
        return data


class _VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic at run time
    def label_from_instance(self, obj: Any) -> str:
        stage = f", {obj.get_stage_display()}" if obj.stage else ""
        return f"{obj.work.title} – wersja {obj.number}{stage}"


class DraftForm(forms.Form):
    """A draft resolution under consultation; the texts it has already can always be kept."""

    title = forms.CharField(
        label="Tytuł projektu",
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Podaj tytuł projektu uchwały."},
    )
    case_sign = forms.CharField(label="Znak sprawy", max_length=60, required=False)
    version = _VersionField(
        label="Tekst projektu",
        required=False,
        queryset=Version.objects.none(),
        empty_label="tylko tytuł, bez tekstu w programie",
        help_text="Do wyboru są zamrożone wersje. Roboczą trzeba najpierw zamrozić w „Tekstach”.",
    )
    compared_with = _VersionField(
        label="Porównaj z obowiązującym",
        required=False,
        queryset=Version.objects.none(),
        empty_label="bez porównania",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        held = [self.initial.get(name) for name in ("version", "compared_with")]
        frozen = Q(state=VersionState.FROZEN, passages__isnull=False)
        found = Version.objects.filter(frozen | Q(pk__in=[pk for pk in held if pk]))
        known = found.select_related("work").distinct().order_by("work__title", "-number", "-pk")
        self.fields["version"].queryset = known  # type: ignore[attr-defined]  # of a model choice
        self.fields["compared_with"].queryset = known  # type: ignore[attr-defined]  # the same


class TracksForm(forms.Form):
    """For which tracks something was announced."""

    tracks = forms.MultipleChoiceField(
        label="Dla kogo",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Zaznacz, której ścieżki to dotyczy."},
    )

    def __init__(self, consultation: Consultation, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        tracks = self.fields["tracks"]
        assert isinstance(tracks, forms.MultipleChoiceField)
        found = list(Track.objects.filter(consultation=consultation))
        tracks.choices = [(track.kind, str(track)) for track in found]
        tracks.initial = [track.kind for track in found]


class NoticeForm(TracksForm):
    """How the public was told, other than by the program's own mailing.

    Of a letter that the program sent (``notice`` with a mailing) the facts are not asked for.
    """

    field_order = ("kind", "tracks")
    kind = forms.ChoiceField(
        label="Rodzaj",
        choices=[pair for pair in NoticeKind.choices() if pair[0] != NoticeKind.MAILING.value],
    )
    sentence = text(
        "Jak w sprawozdaniu",
        help_text="Bez litery i przecinka na końcu, na przykład „zamieszczenie informacji na "
        "stronie www.bialystok.pl w zakładce „Konsultacje z NGO””.",
        required="Opisz, jak podano informację do wiadomości.",
    )
    places = text(
        "Miejsca na stronie",
        rows=2,
        help_text="Zakładki albo tablice, każda w osobnym wierszu.",
    )
    url = forms.URLField(
        label="Adres strony", required=False, assume_scheme="https", error_messages=_NO_ADDRESS
    )
    published_on = DayField(label="Kiedy")

    def __init__(
        self, consultation: Consultation, *args: Any, notice: Notice | None = None, **more: Any
    ) -> None:
        super().__init__(consultation, *args, **more)
        if notice is None:
            return
        if notice.mailing_id:
            for name in ("kind", "places", "url", "published_on"):
                del self.fields[name]
        elif notice.kind == NoticeKind.MAILING:
            self.fields["kind"].choices = NoticeKind.choices()  # type: ignore[attr-defined]  # of a choice


class OwnPageForm(TracksForm):
    """The program's own page as an announcement, and how the report calls it."""

    sentence = text("Jak w sprawozdaniu", required="Opisz, jak podano informację do wiadomości.")


class LetterForm(TracksForm):
    """The letter to organisations of the base."""

    to = forms.ModelChoiceField(
        label="Do kogo",
        required=False,
        queryset=NewsletterList.objects.none(),
        to_field_name="uuid",
        empty_label="wszystkie organizacje ze zgodą",
    )
    subject = forms.CharField(
        label="Temat",
        max_length=LONGEST_SUBJECT,
        error_messages={"required": "Podaj temat wiadomości."},
    )
    body = forms.CharField(
        label="Treść",
        max_length=LONGEST_BODY,
        widget=forms.Textarea({"rows": 14}),
        help_text="Zwykły tekst. Adres wypisania program dopisze do każdej wiadomości sam.",
        error_messages={"required": "Napisz treść wiadomości."},
    )

    def __init__(self, consultation: Consultation, *args: Any, **more: Any) -> None:
        super().__init__(consultation, *args, **more)
        lists = NewsletterList.objects.order_by("name")
        self.fields["to"].queryset = lists  # type: ignore[attr-defined]  # of a model choice


class EvidenceForm(forms.Form):
    """A file that proves a notice."""

    file = forms.FileField(
        label="Plik",
        help_text="Zapisana strona, zrzut ekranu, zdjęcie tablicy albo wycinek prasowy.",
        error_messages={"required": "Wybierz plik.", "empty": "Plik jest pusty."},
    )


class AnnounceForm(forms.Form):
    """Confirmation of the announcement."""

    sure = forms.BooleanField(
        label="Wiem, że po ogłoszeniu projektów, ścieżek i terminów nie można już zmienić",
        error_messages={"required": "Potwierdź, że wszystko jest sprawdzone."},
    )


class CancelForm(forms.Form):
    """Calling off, with the reason."""

    reason = text("Powód odwołania", required="Podaj powód odwołania.")
    sure = forms.BooleanField(
        label="Na pewno odwołuję te konsultacje",
        error_messages={"required": "Potwierdź odwołanie."},
    )


class ExtendForm(forms.Form):
    """A later last day, with the reason."""

    ends = DayField(label="Nowy ostatni dzień")
    reason = text("Powód przedłużenia", required="Podaj powód przedłużenia.")
    sure = forms.BooleanField(
        label="Na pewno przedłużam: terminu nie da się potem skrócić",
        error_messages={"required": "Potwierdź przedłużenie."},
    )


class ResultsForm(forms.Form):
    """Where and when the report was made public."""

    place = forms.CharField(
        label="Miejsce", max_length=300, error_messages={"required": "Podaj miejsce."}
    )
    published_on = DayField(label="Kiedy")
    url = forms.URLField(
        label="Adres strony", required=False, assume_scheme="https", error_messages=_NO_ADDRESS
    )
