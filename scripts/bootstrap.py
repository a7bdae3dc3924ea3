"""Make the project's environment: uv, Python 3.10 and the locked packages, in .venv.

Runs with nothing but the standard library, on any Python from 3.8, because it is the first thing that a fresh
machine runs. It does only what is missing: with everything in place it takes a few hundredths of a second.
"""

from __future__ import annotations

import argparse
import fcntl
import glob
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".lock-sha256"
READY = VENV / ".ready"
WANTED_PYTHON = "3.10"
UV_VERSION = "0.13.9"
NEEDED_BYTES = 4 * 1024**3  # the packages take 3 GB, most of it TensorFlow, which Rasa imports

NETWORK_SIGNS = (
    "error sending request",
    "failed to fetch",
    "dns error",
    "timed out",
    "connection refused",
    "network is unreachable",
    "could not find a version that satisfies",
    "max retries exceeded",
)


class BootstrapError(Exception):
    """Something that the person at the keyboard must change; its text says what."""


def say(text: str) -> None:
    """Print one progress line at once, also through a pipe."""
    print(f"[setup] {text}", flush=True)


def run(command: list[str], step: str, env: dict[str, str] | None = None) -> str:
    """Run one command with a progress line and its seconds; return its output.

    Raises BootstrapError with the last lines of the output and, where known, what to do about it.
    """
    say(f"{step} ...")
    started = time.monotonic()
    result = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        raise BootstrapError(f"{step} failed.\n{explain(result.stdout)}")
    say(f"{step}: done in {time.monotonic() - started:.0f} s")
    return result.stdout


def explain(output: str) -> str:
    """Return the last lines of a failed command, with a hint for the common causes."""
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-12:])
    lowered = output.lower()
    if "no space left" in lowered:
        return f"{tail}\nThe disk is full: about 4 GB are needed."
    if any(sign in lowered for sign in NETWORK_SIGNS):
        return f"{tail}\nThe package index was not reached. Check the network (or the proxy) and run it again."
    return tail


def starts(command: list[str]) -> bool:
    """Tell whether a command can be run: a name on the path is not proof (pyenv's shims)."""
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def is_wanted_python(path: str) -> bool:
    """Tell whether a path is a Python of the wanted version that really starts."""
    return starts([path, "-c", f"import sys, ssl; sys.exit('%d.%d' % sys.version_info[:2] != '{WANTED_PYTHON}')"])


def find_python() -> str | None:
    """Return a Python 3.10 of this machine: from the path, else from pyenv; None if there is none."""
    on_path = [os.path.join(d, f"python{WANTED_PYTHON}") for d in os.get_exec_path()]
    pyenv_root = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    in_pyenv = sorted(glob.glob(os.path.join(pyenv_root, "versions", f"{WANTED_PYTHON}.*", "bin", "python")))
    for candidate in [sys.executable, *on_path, *reversed(in_pyenv)]:
        if candidate and os.access(candidate, os.X_OK) and is_wanted_python(candidate):
            return candidate
    return None


def find_uv() -> str:
    """Return a uv that runs: from the path, else a private one, which is installed if it is missing."""
    private = [TOOLS / "uv" / "bin" / "uv", TOOLS / "uv-files" / "bin" / "uv"]
    for candidate in [shutil.which("uv"), *map(str, private)]:
        if candidate and starts([candidate, "--version"]):
            return candidate
    return install_uv()


def install_uv() -> str:
    """Install the pinned uv into .tools, with a virtual environment or, without one, with pip alone."""
    TOOLS.mkdir(exist_ok=True)
    wanted = f"uv=={UV_VERSION}"
    if starts([sys.executable, "-c", "import venv, ensurepip"]):
        folder = TOOLS / "uv"
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(folder)], "making a place for uv")
        run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", wanted], "installing uv")
        return str(folder / "bin" / "uv")
    if starts([sys.executable, "-m", "pip", "--version"]):
        folder = TOOLS / "uv-files"
        shutil.rmtree(folder, ignore_errors=True)
        run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), wanted],
            "installing uv",
        )
        return str(folder / "bin" / "uv")
    raise BootstrapError(
        "uv is not installed and this Python has neither venv nor pip to install it with.\n"
        "Install one of them, for example: apt-get install python3-venv"
    )


def environment_is_current(fingerprint: str) -> bool:
    """Tell whether .venv holds exactly what the lock says and can be started."""
    return READY.exists() and STAMP.exists() and STAMP.read_text() == fingerprint and is_wanted_python(str(VENV_PYTHON))


def check_machine() -> None:
    """Raise BootstrapError on a machine that the lock was not made for, or without room for the packages."""
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "AMD64"):
        raise BootstrapError(
            f"the locked packages are for Linux on x86-64; this is {sys.platform} on {platform.machine()}."
        )
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise BootstrapError(f"{free / 1024**3:.1f} GB are free in {ROOT}; {NEEDED_BYTES / 1024**3:.0f} GB are needed.")


def make_environment(fingerprint: str) -> None:
    """Make .venv if needed and install exactly the locked packages into it."""
    check_machine()
    uv = find_uv()
    env = {**os.environ, "UV_PYTHON_INSTALL_DIR": str(TOOLS / "python")}
    # Without bytecode every start of Rasa compiles for several seconds.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    if READY.exists():
        READY.unlink()
    if not is_wanted_python(str(VENV_PYTHON)):
        shutil.rmtree(VENV, ignore_errors=True)
        python = find_python()
        if python is None:
            say(f"Python {WANTED_PYTHON} is not on this machine; uv fetches it")
        run([uv, "venv", "--quiet", "--python", python or WANTED_PYTHON, str(VENV)], "making .venv", env)
    command = [uv, "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    run([*command, "--python", str(VENV_PYTHON), str(LOCK)], "installing the locked packages (some 3 GB)", env)
    STAMP.write_text(fingerprint)
    READY.touch()


def main() -> int:
    """Bring the environment up to date; with --uv print where uv is instead."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--uv", action="store_true", help="print the path of uv and do nothing else")
    arguments = parser.parse_args()
    TOOLS.mkdir(exist_ok=True)
    try:
        # Two makes at once must not write into the same .venv.
        with (TOOLS / "setup.lock").open("w") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            if arguments.uv:
                print(find_uv())
                return 0
            fingerprint = hashlib.sha256(LOCK.read_bytes()).hexdigest()
            if not environment_is_current(fingerprint):
                make_environment(fingerprint)
    except BootstrapError as error:
        print(f"[setup] error: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"[setup] error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
