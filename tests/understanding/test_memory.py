import subprocess
import sys

import pytest

from bot.settings import ROOT

# Blocks too small to be mapped one by one, each second one freed: the C library keeps what lies between.
PROGRAM = """
from pathlib import Path
from bot.understanding.memory import give_back

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))

blocks = [bytes(32_000) for _ in range(4_000)]
for number in range(0, len(blocks), 2):
    blocks[number] = None
before = resident()
give_back()
print(before - resident())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc gives memory back when asked")
def test_what_is_free_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    freed_megabytes = 32_000 * 2_000 // 1_000_000
    assert int(done.stdout) > freed_megabytes // 2
