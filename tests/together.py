"""Things that happen at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

PATIENCE_SECONDS = 60.0


def at_the_same_time(jobs: Sequence[Callable[[], object]]) -> None:
    """Run functions in threads of their own that begin together; raise the first thing that goes wrong."""
    problems: list[BaseException] = []
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        try:
            gate.wait(PATIENCE_SECONDS)
            job()
        except BaseException as error:  # noqa: BLE001 - raised below
            problems.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
