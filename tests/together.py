"""Things that happen at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

PATIENCE_SECONDS = 60.0


def at_the_same_time(jobs: Sequence[Callable[[], object]]) -> None:
    """Run functions in threads of their own that begin together; raise the first thing that goes wrong."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        gate.wait(PATIENCE_SECONDS)
        job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        running = [pool.submit(run, job) for job in jobs]
    for one in running:
        one.result()
