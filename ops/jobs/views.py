"""Pages: a person's long tasks, and one of them with its progress."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from ops.jobs import actions, queries
from ops.jobs.files import answer_with_file
from ops.jobs.models import Job
from ops.organization.access import Access
from ops.records.actor import Actor
from ops.records.paging import page_of
from ops.web.pages import is_htmx, page


@require_GET
@page()
def job_list(request: HttpRequest) -> HttpResponse:
    """My imports and exports, newest first; for the administrator everybody's."""
    access: Access = request.access
    state = request.GET.get("state", "")
    found = page_of(request, queries.listed(access, state=state), "-created_at", "pk")
    context = {"page": found, "state": state, "states": Job.State.choices, "all": access.runs_installation}
    return render(request, "ops/jobs/list.html", context)


@require_GET
@page()
def job_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is; asked by htmx the progress alone, and once it is over the page that shows it is loaded again."""
    job = _job(request, pk)
    if not is_htmx(request):
        return render(request, "ops/jobs/detail.html", {"job": job})
    response = render(request, "ops/jobs/progress.html", {"job": job})
    if job.is_over:
        response["HX-Refresh"] = "true"
    return response


@require_GET
@page()
def job_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """What it has written."""
    return answer_with_file(_job(request, pk), request.access)


@require_POST
@page()
def job_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Run a failed one once more; back to the page that started it, or to the job for the administrator."""
    job = actions.ask_again(job=_job(request, pk), access=request.access, by=Actor.of(request))
    mine = job.started_by_id == request.user.pk and job.page
    return redirect(job.page) if mine else redirect("job-detail", pk=job.pk)


def _job(request: HttpRequest, pk: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.access).select_related("started_by"), pk=pk)
