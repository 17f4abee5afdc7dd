"""A record on paper: a page of our own HTML as a PDF file, with the pictures it names and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from ops.records.errors import DomainError

log = logging.getLogger(__name__)


class CannotPrint(DomainError):
    """This machine lacks what makes PDF files: Pango, installed by the administrator."""

    status = 503
    type = "cannot-print"
    title = _("PDF files cannot be made here")

    def __init__(self) -> None:
        super().__init__(
            _("The administrator needs to install Pango on the server. The page itself can be printed meanwhile.")
        )


def pdf(html: str, pictures: Mapping[str, Callable[[], bytes]] | None = None) -> bytes:
    """The page as a PDF file. `pictures`: for each address that it may name, what reads that JPEG.

    Raises CannotPrint where the library's own libraries are missing.
    """
    try:
        page = _library().HTML
    except (ImportError, OSError) as error:
        log.warning("no PDF: %s", error)
        raise CannotPrint from error
    made: bytes = page(string=html, base_url=None, url_fetcher=_fetcher(pictures or {})).write_pdf()
    return made


def pdf_response(data: bytes, name: str) -> HttpResponse:
    """The file, shown in the browser and saved as `name`.pdf."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    return response


def _library() -> Any:
    """WeasyPrint, imported when first needed: it takes long, and lacks its libraries on some machines.

    Its import tells Pillow to accept broken pictures, for the whole process: taken back, so that no photo that
    arrived half is kept as a record.
    """
    from PIL import ImageFile

    try:
        import weasyprint
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _fetcher(pictures: Mapping[str, Callable[[], bytes]]) -> Any:
    """Reads the pictures given, and nothing else on this machine or beyond."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Pictures(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in pictures:
                raise ValueError("not a picture of this page")
            return URLFetcherResponse(url, pictures[url](), {"Content-Type": "image/jpeg"})

    return Pictures()
