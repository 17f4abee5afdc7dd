"""A completed checklist on paper: A4, both languages, its photos with it."""

from __future__ import annotations

import logging
from typing import Any

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from ops.checklists import queries
from ops.checklists.models import ChecklistRun, Photo
from ops.records.errors import DomainError

log = logging.getLogger(__name__)
SCHEME = "photo:"


class CannotPrint(DomainError):
    """This machine lacks what makes PDF files: Pango, installed by the administrator."""

    status = 503
    type = "cannot-print"
    title = _("PDF files cannot be made here")

    def __init__(self) -> None:
        super().__init__(
            _("The administrator needs to install Pango on the server. The page itself can be printed meanwhile.")
        )


def pdf_of(run: ChecklistRun) -> bytes:
    """The run as a PDF file. Raises CannotPrint where the library's own libraries are missing."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        log.warning("no PDF: %s", error)
        raise CannotPrint from error
    day = queries.local_day(run.facility, run.occurred_at)
    questions = queries.questions_of(run.checklist, run.facility, day, answers=run.answers)
    answered = [question for question in questions if question.answer]
    photos = {str(photo.pk): photo for question in answered for photo in question.photos}
    context = {
        "run": run,
        "facility": run.facility,
        "sections": queries.sections_of(answered),
        "findings": list(run.findings.select_related("item", "run").order_by("item__position")),
        "corrections": queries.corrections_of(run),
    }
    html = render_to_string("ops/checklists/print.html", context)
    made: bytes = HTML(string=html, base_url=None, url_fetcher=_fetcher(photos)).write_pdf()
    return made


def pdf_response(run: ChecklistRun) -> HttpResponse:
    """The PDF file of a run, named by checklist, place and day. Raises CannotPrint."""
    name = f"{run.checklist.template}-{run.facility}-{queries.local_day(run.facility, run.occurred_at)}.pdf"
    response = HttpResponse(pdf_of(run), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _fetcher(photos: dict[str, Photo]) -> Any:
    """Reads the run's own photos, and nothing else on this machine or beyond."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Pictures(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            photo = photos.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
            if photo is None:
                raise ValueError("not a photo of this checklist")
            with default_storage.open(photo.small_name) as file:
                return URLFetcherResponse(url, file.read(), {"Content-Type": "image/jpeg"})

    return Pictures()
