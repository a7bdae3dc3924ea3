"""How NumPy's linear algebra (OpenBLAS) is to compute here: told by the environment, before NumPy is loaded."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

_THREADS, _KERNELS = "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE"
_PROCESSOR = Path("/proc/cpuinfo")
# The kernels of OpenBLAS by the instructions that they need, best first.
_NEED = {
    "SkylakeX": {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", "fma"},
    "Haswell": {"avx2", "fma"},
}


def linear_algebra(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables for a process that understands or learns; what `given` says already is kept.

    One thread, because the matrices are small: waking a second one costs more than it saves. And the kernels by what
    the processor can do: the OpenBLAS in the wheel of the pinned NumPy is older than many a processor, and takes one
    that it does not know for one of twenty years ago, whose kernels take three and a half times as long.
    """
    kernels = kernels_for(_instructions())
    own = {_THREADS: "1"} | ({} if kernels is None else {_KERNELS: kernels})
    return {name: given.get(name, value) for name, value in own.items()}


def kernels_for(instructions: Collection[str]) -> str | None:
    """The best kernels that need none but these instructions, in the names of OpenBLAS; None to let it choose."""
    return next((name for name, needed in _NEED.items() if needed <= set(instructions)), None)


def _instructions() -> frozenset[str]:
    """What the processor can do, in the words of Linux; nothing where that cannot be read."""
    try:
        lines = _PROCESSOR.read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), []))
