"""Make the project's environment: uv, Python 3.10 and the locked packages, in .venv.

With --stock it makes a second one in .venv-stock, with the TensorFlow that Rasa asks for and we leave out: the
benchmark measures Rasa as it comes there.

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
LOCK = ROOT / "requirements.lock"
STOCK_LOCK = ROOT / "requirements" / "stock.lock"
LEFT_OUT = ROOT / "bot" / "rasa" / "left_out.py"
WANTED_PYTHON = "3.10"
UV_VERSION = "0.13.9"
GIGABYTE = 1024**3
# Run at every start of Python in .venv, before anything can import Rasa; the module says why.
START_UP = (
    "import importlib.util as u; s = u.spec_from_file_location('left_out', {path!r}); "
    "m = u.module_from_spec(s); s.loader.exec_module(m); m.install()\n"
)


class Environment:
    """One virtual environment: where it is, and which locks it is made of."""

    def __init__(self, folder: Path, locks: list[Path], needed_gigabytes: float) -> None:
        self.folder = folder
        self.locks = locks
        self.needed_gigabytes = needed_gigabytes
        self.python = folder / "bin" / "python"
        self.stamp = folder / ".lock-sha256"
        self.ready = folder / ".ready"

    @property
    def leaves_out(self) -> bool:
        """Whether parts of what Rasa imports have to be stood in for."""
        return STOCK_LOCK not in self.locks

    def fingerprint(self) -> str:
        """Return what changes with everything that it is made of."""
        return hashlib.sha256(b"".join(lock.read_bytes() for lock in self.locks) + self.start_up().encode()).hexdigest()

    def start_up(self) -> str:
        """Return what Python runs there when it starts; nothing where nothing is stood in for."""
        return START_UP.format(path=str(LEFT_OUT)) if self.leaves_out else ""

    def is_current(self) -> bool:
        """Tell whether it holds exactly what the locks say and can be started."""
        made = self.ready.exists() and self.stamp.exists() and self.stamp.read_text() == self.fingerprint()
        return made and is_wanted_python(str(self.python))


SHIPPED = Environment(ROOT / ".venv", [LOCK], 2)
STOCK = Environment(ROOT / ".venv-stock", [LOCK, STOCK_LOCK], 4)

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
        return f"{tail}\nThe disk is full: {SHIPPED.needed_gigabytes} GB are needed."
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


def check_machine(environment: Environment) -> None:
    """Raise BootstrapError on a machine that the lock was not made for, or without room for the packages."""
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "AMD64"):
        raise BootstrapError(
            f"the locked packages are for Linux on x86-64; this is {sys.platform} on {platform.machine()}."
        )
    free, needed = shutil.disk_usage(ROOT).free / GIGABYTE, environment.needed_gigabytes
    if free < needed:
        raise BootstrapError(f"{free:.1f} GB are free in {ROOT}; {needed} GB are needed.")


def make(environment: Environment) -> None:
    """Make an environment if needed and install exactly the locked packages into it."""
    check_machine(environment)
    uv = find_uv()
    env = {**os.environ, "UV_PYTHON_INSTALL_DIR": str(TOOLS / "python")}
    # Without bytecode every start of Rasa compiles for several seconds.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    if environment.ready.exists():
        environment.ready.unlink()
    name = environment.folder.name
    if not is_wanted_python(str(environment.python)):
        shutil.rmtree(environment.folder, ignore_errors=True)
        python = find_python()
        if python is None:
            say(f"Python {WANTED_PYTHON} is not on this machine; uv fetches it")
        run(
            [uv, "venv", "--quiet", "--python", python or WANTED_PYTHON, str(environment.folder)], f"making {name}", env
        )
    command = [uv, "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    command += ["--python", str(environment.python), *map(str, environment.locks)]
    size = "some 1 GB" if environment.leaves_out else "some 3 GB"
    run(command, f"installing the locked packages ({size})", env)
    start_up = environment.folder / "lib" / f"python{WANTED_PYTHON}" / "site-packages" / "left_out.pth"
    start_up.write_text(environment.start_up())
    # What an environment of before has.
    start_up.with_name("without_tensorflow.pth").unlink(missing_ok=True)
    environment.stamp.write_text(environment.fingerprint())
    environment.ready.touch()


def main() -> int:
    """Bring the environment up to date; with --uv print where uv is instead."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--uv", action="store_true", help="print the path of uv and do nothing else")
    parser.add_argument("--stock", action="store_true", help="make .venv-stock, where TensorFlow is, instead of .venv")
    arguments = parser.parse_args()
    TOOLS.mkdir(exist_ok=True)
    try:
        # Two makes at once must not write into the same .venv.
        with (TOOLS / "setup.lock").open("w") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            if arguments.uv:
                print(find_uv())
                return 0
            environment = STOCK if arguments.stock else SHIPPED
            if not environment.is_current():
                make(environment)
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
