"""A completed checklist on paper: A4, both languages, its photos with it."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.template.loader import render_to_string

from ops.checklists import queries
from ops.checklists.models import ChecklistRun, Photo
from ops.records import paper

SCHEME = "photo:"


def pdf_of(run: ChecklistRun) -> bytes:
    """The run as a PDF file. Raises CannotPrint where the library's own libraries are missing."""
    day = queries.local_day(run.facility, run.occurred_at)
    questions = queries.questions_of(run.checklist, run.facility, day, answers=run.answers)
    answered = [question for question in questions if question.answer]
    pictures = {f"{SCHEME}{photo.pk}": partial(_read, photo) for question in answered for photo in question.photos}
    context = {
        "run": run,
        "facility": run.facility,
        "sections": queries.sections_of(answered),
        "findings": list(run.findings.select_related("item", "run").order_by("item__position")),
        "corrections": queries.corrections_of(run),
    }
    return paper.pdf(render_to_string("ops/checklists/print.html", context), pictures)


def pdf_response(run: ChecklistRun) -> HttpResponse:
    """The PDF file of a run, named by checklist, place and day. Raises CannotPrint."""
    day = queries.local_day(run.facility, run.occurred_at)
    return paper.pdf_response(pdf_of(run), f"{run.checklist.template}-{run.facility}-{day}")


def _read(photo: Photo) -> bytes:
    with default_storage.open(photo.small_name) as file:
        data: bytes = file.read()
    return data
