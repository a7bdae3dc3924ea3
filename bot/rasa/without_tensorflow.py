"""Rasa in an environment without TensorFlow.

Rasa imports TensorFlow whether a component of its uses it or not, and no component of ours does. Where it is not
installed, this puts empty modules in its place: what is imported from them can be named and inherited from, as Rasa's
own modules do while they are loaded, and says what is missing as soon as it is used. That saves a newcomer 2 GB of
download, every start four seconds and every Rasa some 300 MB.

It must be in place before Rasa is imported, also by `rasa train` and its kin: `scripts/bootstrap.py` has the
environment run `install` at every start of Python (a .pth file), so it must stay cheap to load and import nothing.
"""

from __future__ import annotations

import sys
import types

PACKAGES = frozenset({"tensorflow", "tensorflow_text", "tensorflow_hub", "keras"})
_WANTED = (
    "needs TensorFlow, which this environment leaves out. Use a component that does without, or install it beside: "
    "python3 scripts/bootstrap.py --stock makes an environment with it in .venv-stock."
)


class TensorFlowMissingError(RuntimeError):
    """Something of TensorFlow is used, and there is none."""


class _Absent(type):
    """The kind of everything that stands in for TensorFlow: it has every attribute and can do nothing."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name, f"{cls.__module__}.{cls.__qualname__}")

    def __call__(cls, *args: object, **kwargs: object) -> object:
        raise TensorFlowMissingError(f"{cls.__qualname__} {_WANTED}")


def _stand_in(name: str, module: str) -> type:
    return _Absent(name, (), {"__module__": module})


class _Finder:
    """Finds the packages that are not installed: it is asked last, so a real TensorFlow goes before it."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> object:
        if name.partition(".")[0] not in PACKAGES:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, _Loader, origin=__file__, is_package=True)  # type: ignore[arg-type]


class _Loader:
    """Makes the empty modules."""

    @staticmethod
    def create_module(spec: object) -> None:
        return None

    @staticmethod
    def exec_module(module: types.ModuleType) -> None:
        def attribute(name: str) -> type:
            if name.startswith("__"):
                raise AttributeError(name)
            return _stand_in(name, module.__name__)

        module.__getattr__ = attribute  # type: ignore[method-assign]


def install() -> None:
    """Let every import of TensorFlow succeed that would fail; done twice, it is done once."""
    if not any(getattr(finder, "__name__", "") == _Finder.__name__ for finder in sys.meta_path):
        sys.meta_path.append(_Finder)  # type: ignore[arg-type]


def is_absent() -> bool:
    """Tell whether TensorFlow is stood in for (False where it is really installed)."""
    from importlib.util import find_spec

    spec = find_spec("tensorflow")
    # Loaded at the start of Python and imported by name, this module is there twice.
    return spec is None or spec.origin == __file__
