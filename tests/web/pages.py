"""Every kind of page with an address, for tests that walk over all of them."""

from __future__ import annotations

from django.urls import reverse

from miernik.accounts.models import Institution
from miernik.intake.models import Import
from miernik.observations.models import ComparabilityBreak, Observation, Source
from miernik.reports import lineage
from miernik.strategy.models import IndicatorDefinition, Work
from miernik.web.public.door import short


def indicator_named(part: str) -> IndicatorDefinition:
    """Return the card whose name has these words."""
    return IndicatorDefinition.objects.get(name__contains=part)


def indicator_path(part: str) -> str:
    """Return the address of the indicator whose name has these words."""
    card = indicator_named(part)
    return reverse("indicator", args=[card.version.work.code, short(card.indicator.uuid)])


def portal() -> dict[str, str]:
    """Addresses of the portal by the name of the page."""
    code = Work.objects.get().code
    institution = Institution.objects.order_by("id")[0]
    source = Source.objects.order_by("id")[0]
    observation = Observation.objects.order_by("id")[0]
    return {
        "home": reverse("home"),
        "work": reverse("work", args=[code]),
        "goal": reverse("goal", args=[code, "a"]),
        "task": reverse("task", args=[code, "a.1.1"]),
        "changes": reverse("changes", args=[code]),
        "indicator": indicator_path("asystentów"),
        "indicator with a break": indicator_path("bezradności"),
        "indicator without a value": indicator_path("Efekt"),
        "indicator with a list": indicator_path("Rodzaj działań"),
        "implementers": reverse("implementers"),
        "implementer": reverse("implementer", args=[short(institution.uuid)]),
        "search": reverse("search"),
        "search with hits": reverse("search") + "?q=dozywianie",
        "search without hits": reverse("search") + "?q=kosmodrom",
        "sources": reverse("sources"),
        "source": reverse("source", args=[short(source.uuid)]),
        "editions": reverse("editions"),
        "number": reverse("number", args=[lineage.identifier(observation)]),
        "find a number": reverse("find-number"),
        "method": reverse("method"),
        "accessibility": reverse("accessibility"),
        "login": reverse("login"),
    }


def office() -> dict[str, str]:
    """Addresses of the office by the name of the page."""
    code = Work.objects.get().code
    card = indicator_named("asystentów")
    imported = Import.objects.order_by("id")[0].uuid
    broken = ComparabilityBreak.objects.order_by("id")[0].uuid
    return {
        "desk": reverse("office-home"),
        "imports": reverse("imports"),
        "import": reverse("import", args=[imported]),
        "import field": reverse("import-field", args=[imported]) + "?pole=A.1.1/1/value_raw",
        "import confirm": reverse("import-confirm", args=[imported]),
        "breaks": reverse("breaks"),
        "break": reverse("break", args=[broken]),
        "find an indicator": reverse("office-indicators") + "?q=asystent",
        "indicator at the desk": reverse("office-indicator", args=[short(card.indicator.uuid)]),
        "correct": reverse("correct", args=[short(card.indicator.uuid), 2019]),
        "editions at the desk": reverse("office-editions"),
        "publish": reverse("publish", args=[code, 2019]),
        "events": reverse("events"),
        "gallery": reverse("gallery"),
    }
