"""The catalogue of a work's data sets as DCAT-AP in JSON-LD."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from miernik.observations.selectors import RELEASED
from miernik.opendata.errors import InvalidDatasetError
from miernik.opendata.schemas import catalog_validator, table_schema
from miernik.strategy.models import Work

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
THEME = "http://publications.europa.eu/resource/authority/data-theme/SOCI"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/POL"
_CSV = "http://publications.europa.eu/resource/authority/file-type/CSV"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
}
_KEYWORDS = ("polityka społeczna", "wskaźniki", "strategia", "monitorowanie")


def catalog(
    work: Work, files: Mapping[str, bytes], *, base: str, at: dt.datetime
) -> dict[str, Any]:
    """Return the catalogue of the CSV ``files`` (by data set) that lie under the address ``base``.

    Raises InvalidDatasetError when it breaks its own schema.
    """
    years = RELEASED.years(work)
    publisher = {"@type": "foaf:Organization", "foaf:name": work.municipality}
    made = {
        "@context": _CONTEXT,
        "@id": f"{base}catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": f"Dane otwarte: {work.title}",
        "dct:description": "Wskaźniki, ich wartości, zmiany i przerwy porównywalności.",
        "dct:publisher": publisher,
        "dct:language": _LANGUAGE,
        "dcat:dataset": [
            _dataset(work, name, content, years, publisher, base, at)
            for name, content in files.items()
        ],
    }
    faults = [error.message for error in catalog_validator().iter_errors(made)]
    if faults:
        raise InvalidDatasetError("catalog.jsonld", faults)
    return made


def _dataset(
    work: Work,
    name: str,
    content: bytes,
    years: Sequence[int],
    publisher: Mapping[str, str],
    base: str,
    at: dt.datetime,
) -> dict[str, Any]:
    schema = table_schema(name)
    return {
        "@id": f"{base}{name}",
        "@type": "dcat:Dataset",
        "dct:title": f"{schema['title']} – {work.title}",
        "dct:description": schema["description"],
        "dct:identifier": f"{work.code}/{name}",
        "dct:issued": at.date().isoformat(),
        "dct:modified": at.date().isoformat(),
        "dct:license": LICENCE,
        "dct:publisher": dict(publisher),
        "dct:language": _LANGUAGE,
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": f"{min(years, default=work.start_year)}-01-01",
            "dcat:endDate": f"{max(years, default=work.end_year)}-12-31",
        },
        "dcat:theme": THEME,
        "dcat:keyword": list(_KEYWORDS),
        "dcat:distribution": [
            {
                "@id": f"{base}{name}.csv",
                "@type": "dcat:Distribution",
                "dct:format": _CSV,
                "dcat:accessURL": f"{base}{name}.csv",
                "dcat:downloadURL": f"{base}{name}.csv",
                "dcat:mediaType": "text/csv",
                "dct:license": LICENCE,
                "dct:conformsTo": f"{base}{name}.csv-metadata.json",
                "dcat:byteSize": len(content),
                "spdx:checksum": {
                    "spdx:algorithm": "spdx:checksumAlgorithm_sha256",
                    "spdx:checksumValue": hashlib.sha256(content).hexdigest(),
                },
            }
        ],
    }
