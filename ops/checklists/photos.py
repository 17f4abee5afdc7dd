"""Serves stored photos to those who may see the place, and to nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ops.checklists.models import Photo
from ops.organization.roles import READING


@require_safe
def photo(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The picture, or with `?small` its small copy; 404 for everybody outside the facility's scope."""
    access: Any = request.access
    return picture(request, get_object_or_404(Photo.objects.visible_to(access, READING), pk=pk))


def picture(request: HttpRequest, found: Photo) -> HttpResponseBase:
    """The bytes of a photo that the asker was found to be allowed to see."""
    name = found.small_name if "small" in request.GET else found.image.name
    etag = f'"{found.sha256[:32]}{"-small" if "small" in request.GET else ""}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        try:
            file = default_storage.open(str(name))
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(file, content_type="image/jpeg", filename=f"{found.pk}.jpg")
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    # Asked again each time, so that a photo is gone from the screen when the right to see it is gone.
    response["Cache-Control"] = "private, no-cache"
    return response


photo.roles = frozenset(READING)  # type: ignore[attr-defined]
photo.is_page = True  # type: ignore[attr-defined]
