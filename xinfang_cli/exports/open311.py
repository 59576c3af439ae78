"""Open311 GeoReport v2: the array of `requests.json`, of what is no personal data; no sealed matter, no coordinates.

The standard knows `open` and `closed` alone; the state of the Regulations stands in `status_notes`.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from xinfang_cli.exports import Line, Matters
from xinfang_cli.law.words import Status


def pieces(matters: Matters) -> Iterator[str]:
    """Return the array, one request on a line."""
    opening = "[\n"
    for line in matters.lines():
        yield opening + json.dumps(_request(line, matters), ensure_ascii=False)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _request(line: Line, matters: Matters) -> dict[str, Any]:
    return {
        "service_request_id": line["id"],
        "status": "open" if line["is_open"] else "closed",
        "status_notes": Status.of(line["status"]).in_(matters.lang),
        "service_name": (line["category"] or "").rpartition("/")[2] or None,
        "service_code": line["category"],
        "description": line["title"],
        "agency_responsible": line["unit"],
        "service_notice": None,
        "requested_datetime": _moment(line["received_on"], matters.zone),
        "updated_datetime": dt.datetime.fromisoformat(line["touched_at"]).astimezone(matters.zone).isoformat(),
        "expected_datetime": _moment(line["due"], matters.zone),
        "address": line["place"],
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _moment(day: str | None, zone: dt.tzinfo) -> str | None:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), zone).isoformat() if day else None
