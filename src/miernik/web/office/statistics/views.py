"""Tables and indicators of a year, what is behind a number, exports, saving to the report."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from miernik.cases.errors import RegisterError
from miernik.cases.models import Population
from miernik.cases.permissions import Deed, may
from miernik.cases.statistics.counted_year import CountedYear, count_database, mrips_of
from miernik.cases.statistics.database import read_database
from miernik.cases.statistics.drilling import behind, log_reading, sees_every_file
from miernik.cases.statistics.errors import NoPopulationError, NoProgrammeError
from miernik.cases.statistics.mrips import as_csv, as_xlsx, with_hidden
from miernik.cases.statistics.presentation import cell_title, year_page
from miernik.cases.statistics.selectors import hidden_from_public, register_state, years_to_count
from miernik.cases.statistics.serialize import saved_text
from miernik.cases.statistics.services import save_statistics, set_population
from miernik.web.office.door_register import person_at_desk, register_desk
from miernik.web.office.statistics.forms import PopulationForm

PAGE = 50
KEPT = 10 * 60  # seconds that a count stays in memory
YEARS = range(1990, 2101)
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
@register_desk(Deed.COUNT, Deed.OPEN)
def home(request: HttpRequest) -> HttpResponse:
    """Go to the newest year whose residents are known, or say that there is nothing to count."""
    known = Population.objects.order_by("-year").values_list("year", flat=True).first()
    years = years_to_count()
    if known or years:
        return redirect("statistics-year", known or years[0])
    return render(request, "office/statistics/empty.html")


@require_safe
@register_desk(Deed.COUNT, Deed.OPEN)
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Tabela Nr 1, Tabela Nr 2 and the indicators of a year."""
    _plausible(year)
    person = person_at_desk(request)
    context = {
        "year": year,
        "years": years_to_count(),
        "may_save": may(person, Deed.COUNT),
        "exact": sees_every_file(person),
        "threshold": settings.DISCLOSURE_THRESHOLD,
        "form": PopulationForm(),
    }
    try:
        counted = _counted(year)
    except NoPopulationError:
        return render(request, "office/statistics/population.html", context)
    context["page"] = year_page(counted, _hidden_from(request, counted))
    return render(request, "office/statistics/year.html", context)


@require_safe
@register_desk(Deed.COUNT, Deed.OPEN)
def cell(request: HttpRequest, year: int, cell: str) -> HttpResponse:
    """What is behind one number: files within reach, or counts."""
    _plausible(year)
    person = person_at_desk(request)
    try:
        counted = _counted(year)
        hidden = _hidden_from(request, counted)
        found = behind(user=person, year=year, cell=cell, hidden=hidden)
        title = cell_title(cell)
    except (KeyError, ValueError, NoPopulationError) as error:
        raise Http404 from error
    pages = Paginator(found.files, PAGE).get_page(request.GET.get("strona"))
    log_reading(user=person, year=year, files=list(pages), at=timezone.now())
    context = {"year": year, "title": title, "found": found, "pages": pages}
    return render(request, "office/statistics/cell.html", context)


@require_POST
@register_desk(Deed.COUNT)
def population(request: HttpRequest, year: int) -> HttpResponse:
    """Write the number of residents on 31 December."""
    _plausible(year)
    form = PopulationForm(request.POST)
    if form.is_valid():
        try:
            set_population(
                year=year,
                number=form.cleaned_data["number"],
                source=form.cleaned_data["source"],
                by=person_at_desk(request).get_username(),
                at=timezone.now(),
            )
        except RegisterError as error:
            form.add_error("number", str(error))
        else:
            return redirect("statistics-year", year)
    context = {"year": year, "years": years_to_count(), "may_save": True, "form": form}
    return render(request, "office/statistics/population.html", context, status=422)


@require_POST
@register_desk(Deed.COUNT)
def save(request: HttpRequest, year: int) -> HttpResponse:
    """Write the year's values into the store, after disclosure control."""
    _plausible(year)
    person = person_at_desk(request)
    try:
        saved = save_statistics(year=year, by=person.get_username(), at=timezone.now())
    except (NoProgrammeError, NoPopulationError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, saved_text(saved))
    return redirect("statistics-year", year)


@require_safe
@register_desk(Deed.COUNT)
def mrips(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Sections 3 and 4 of MRiPS-03 as a file; exact for those who may open every file."""
    _plausible(year)
    if kind not in TYPES:
        raise Http404
    try:
        counted = _counted(year)
    except NoPopulationError as error:
        raise Http404 from error
    found = mrips_of(read_database(), year, in_database=True)
    if not sees_every_file(person_at_desk(request)):
        hidden = hidden_from_public(counted)
        found = with_hidden(found, hidden, threshold=settings.DISCLOSURE_THRESHOLD)
    content = as_xlsx(found) if kind == "xlsx" else as_csv(found)
    response = HttpResponse(content, content_type=TYPES[kind])
    name = f"mrips-03-dzial-3-4-{year}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _counted(year: int) -> CountedYear:
    """Return the year as counted since the register last changed; raises NoPopulationError."""
    key = f"statistics:{year}:{register_state()}"
    counted: CountedYear | None = cache.get(key)
    if counted is None:
        counted = count_database(year)
        cache.set(key, counted, KEPT)
    return counted


def _hidden_from(request: HttpRequest, counted: CountedYear) -> frozenset[str]:
    """Cells that this person may not see: none for those who may open every file."""
    if sees_every_file(person_at_desk(request)):
        return frozenset()
    return hidden_from_public(counted)


def _plausible(year: int) -> None:
    if year not in YEARS:
        raise Http404
