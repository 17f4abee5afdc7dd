"""Long tasks that a person started: imports and exports, run by a worker, watched on the page that started them.

How a capability uses it. Register a kind in the app's `ready()`:

    kinds.register(JobKind("roster-import", _("Import of a roster"), run=importing.run, page=page_of, said=said))

Write the job in the transaction of what asks for it, and send the reader back to the page:

    job = jobs.actions.start(kind="roster-import", by=actor, object_id=draft.pk, title=draft.file_name)

`run(job, by, report)` is the work. `by` is the Actor who asked (person, request id, source), so that history says so;
read their reach anew with `Access(by.user)`. Call `report(done, total)` as often as you like: it is throttled, shows
the progress, and keeps the claim. Raise a DomainError to fail with words for the person (its `errors` by field
become the job's `errors`); raise `Failed(message, errors)` to name lines. Return `Result(outcome={…})`, and with it a
file to take away if there is one.

What is guaranteed. The job's row is committed with its cause; a committed job is asked for at once, and beat asks again
every few seconds, so that a lost message, a stopped Redis or a killed worker loses nothing. A kind is `atomic` unless
it says otherwise: all that `run` writes is committed together with the mark "done", or not at all; so a job killed at
any point, or run by two, has its effect once. A kind that is not atomic (it only reads, and writes a file) may be run
again after a kill, and only one run is kept. A job that was killed five times is failed, with words. Two unfinished
jobs of one kind and `object_id` never stand side by side: `start` returns the standing one.

On the page: `{% include "ops/jobs/progress.html" %}` with `job` in the context, found by `queries.latest(access, kind,
object_id)`. It asks every second, needs no script to be read, and when the job is done the page is loaded again, so
that the page itself shows what came of it. In a test `actions.run_waiting()` is the worker.
"""
