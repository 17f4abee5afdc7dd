"""The file of a job, to whoever may take it away."""

from __future__ import annotations

from django.http import FileResponse, Http404

from ops.jobs.models import Job
from ops.organization.access import Access


def answer_with_file(job: Job, access: Access) -> FileResponse:
    """The job's file as an attachment; 404 for all but its starter, when it has gone, or when the role has ended."""
    kind = job.entry
    if job.started_by_id != access.user.pk or not job.has_file or kind is None or not kind.may_take(job, access):
        raise Http404
    try:
        content = job.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(content, as_attachment=True, filename=job.file_name)
