"""Kills of worker, beat, Redis and PostgreSQL at random moments under load: nothing lost, nothing doubled.

    python -m tests.soak --kills 60 --seed 7

Starts a PostgreSQL and a Redis of its own, a mail server, two workers and two beats; people complete duties, plans are
made and changed, places are closed and opened, jobs are asked for; a seeded schedule kills -9. Then everything is let
settle, and `checks` compares what stands with what was acknowledged. Fails with the seed and every contradiction.
"""
