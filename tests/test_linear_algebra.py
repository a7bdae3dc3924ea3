import os
import subprocess
import sys

import pytest

from bot.linear_algebra import kernels_for, linear_algebra
from bot.settings import Settings
from bot.training import rasa_environment

AVX512 = {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}
LOADED = """
import numpy, threadpoolctl
numpy.ones((2, 2)) @ numpy.ones((2, 2))
print({library["architecture"] for library in threadpoolctl.threadpool_info() if library["internal_api"] == "openblas"})
"""


@pytest.mark.parametrize(
    ("instructions", "kernels"),
    [
        ({"sse2", "avx2", "fma", *AVX512}, "SkylakeX"),
        ({"sse2", "avx2", "fma", "avx512f"}, "Haswell"),
        ({"sse2", "avx2"}, None),
        (set(), None),
    ],
)
def test_the_kernels_need_no_instruction_that_the_processor_lacks(instructions: set[str], kernels: str | None) -> None:
    assert kernels_for(instructions) == kernels


def test_what_the_environment_says_is_kept() -> None:
    said = {"OPENBLAS_NUM_THREADS": "2", "OPENBLAS_CORETYPE": "Haswell"}
    assert said.items() >= linear_algebra(said).items()


def test_numpy_computes_with_the_kernels_that_it_is_told() -> None:
    # Where none are chosen, some that every processor has.
    told = {"OPENBLAS_CORETYPE": linear_algebra({}).get("OPENBLAS_CORETYPE", "Prescott")}
    env = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS")} | linear_algebra(told)
    printed = subprocess.run([sys.executable, "-c", LOADED], env=env, capture_output=True, text=True, check=True).stdout
    assert printed.strip() == str({told["OPENBLAS_CORETYPE"]})


def test_every_process_of_rasa_is_told() -> None:
    assert rasa_environment(Settings()).items() >= linear_algebra().items()
