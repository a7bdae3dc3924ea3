"""What is read off the machine."""

from __future__ import annotations

import time

from benchmark.machine import busy_seconds


def test_work_on_a_core_counts_as_busy_and_waiting_does_not_take_back_any() -> None:
    before = busy_seconds()
    began = time.process_time()
    while time.process_time() - began < 0.3:
        pass
    worked = busy_seconds()
    # The kernel counts in hundredths, and each core for itself.
    assert worked - before >= 0.25
    time.sleep(0.05)
    assert busy_seconds() >= worked
