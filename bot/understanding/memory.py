"""Gives back to the system what reading took and nobody holds any more."""

from __future__ import annotations

import ctypes
import gc


def give_back() -> None:
    """Give free memory back, where the C library can (glibc): by itself it keeps what was freed below what is held.

    After the understanding is read that is some 80 MB, in each process. Takes some hundredths of a second.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
