"""A copy of a child's data to take away: readable by people (PDF) and by machines (JSON), with the photo."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from ops.records.paper import CannotPrint, pdf
from stations.enrolment.models import Child, Guardian
from stations.guardians.held import Section, held_about


def as_json(child: Child, sections: list[Section]) -> dict[str, Any]:
    """The sections for a machine: labels in the reader's language, keys and times as they are kept (UTC)."""
    return {
        "format": "aixin-ops/child-data/1",
        "made_at": timezone.now(),
        "child": str(child.pk),
        "station": {"id": str(child.facility_id), "name": child.facility.name},
        "sections": [
            {
                "key": section.key,
                "label": str(section.label),
                "records": [
                    {"id": entry.key, "at": entry.at, "versions": entry.versions, "fields": dict(entry.facts)}
                    for entry in section.entries
                ],
            }
            for section in sections
        ],
    }


def copy_of(child: Child, reader: Guardian) -> bytes:
    """The copy as a ZIP file: data.json, data.pdf where this machine can make one, and the child's photo."""
    sections = held_about(child, reader)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        content = json.dumps(as_json(child, sections), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        bundle.writestr("data.json", content)
        try:
            bundle.writestr("data.pdf", _pdf(child, sections))
        except CannotPrint as missing:
            bundle.writestr("no-pdf.txt", str(missing.detail))
        if child.photo is not None:
            with default_storage.open(str(child.photo.image.name)) as photo:
                bundle.writestr("photo.jpg", photo.read())
    return made.getvalue()


def _pdf(child: Child, sections: list[Section]) -> bytes:
    context = {"child": child, "sections": sections, "made_at": timezone.now()}
    return pdf(render_to_string("stations/guardians/copy.html", context))
