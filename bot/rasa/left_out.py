"""Rasa in an environment without what it imports and nothing of ours uses.

Rasa imports TensorFlow whether a component of its uses it or not, and no component of ours does; and so it is with the
drivers of stores and brokers that it could keep conversations in. Where these are not installed, this puts empty
modules in their place: what is imported from them can be named and inherited from, as Rasa's own modules do while they
are loaded, and says what is missing as soon as it is used. Without TensorFlow a newcomer downloads 2 GB less, every
start is four seconds shorter and every Rasa some 300 MB smaller; without the drivers a start loads a sixth less, and
a Rasa is 20 MB smaller.

It must be in place before Rasa is imported, also by `rasa train` and its kin: `scripts/bootstrap.py` has the
environment run `install` at every start of Python (a .pth file), so it must stay cheap to load and import nothing.
"""

from __future__ import annotations

import sys
import types

TYPE_CHECKING = False  # the module `typing` would be an import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec

# By the package that brings them, what can be imported.
PACKAGES = {
    **dict.fromkeys(("tensorflow", "tensorflow_text", "tensorflow_hub", "keras"), "TensorFlow"),
    **dict.fromkeys(("boto3", "botocore"), "boto3"),
    **dict.fromkeys(("pymongo", "bson", "gridfs"), "pymongo"),
    **dict.fromkeys(("aio_pika", "aiormq"), "aio-pika"),
}
_OF_EXCEPTIONS = frozenset({"exceptions", "errors"})
_WANTED = (
    "needs {package}, which this environment leaves out. Use what does without, or install it beside: "
    "python3 scripts/bootstrap.py --stock makes an environment with it in .venv-stock."
)


class LeftOutError(RuntimeError):
    """Something is used that is left out here."""


class _Absent(type):
    """The kind of everything that stands in for something: it has every attribute and can do nothing."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name, f"{cls.__module__}.{cls.__qualname__}")

    def __call__(cls, *args: object, **kwargs: object) -> object:
        # Rasa's own classes inherit from those that stand in.
        package = next(PACKAGES[top] for one in cls.__mro__ if (top := one.__module__.partition(".")[0]) in PACKAGES)
        raise LeftOutError(f"{cls.__qualname__} {_WANTED.format(package=package)}")


def _stand_in(name: str, module: str) -> type:
    # Rasa names exceptions of theirs beside others that it catches: only exceptions can be.
    bases = (Exception,) if module.rpartition(".")[2] in _OF_EXCEPTIONS else ()
    return _Absent(name, bases, {"__module__": module})


class _Finder:
    """Finds the packages that are not installed: it is asked last, so real ones go before it."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: types.ModuleType | None = None, /
    ) -> ModuleSpec | None:
        if name.partition(".")[0] not in PACKAGES:
            return None
        from importlib.machinery import ModuleSpec

        # A loader by its shape: to inherit from the one that there is, it would have to be imported at each start.
        return ModuleSpec(name, _Loader, origin=__file__, is_package=True)  # type: ignore[arg-type]


class _Loader:
    """Makes the empty modules."""

    @staticmethod
    def create_module(spec: ModuleSpec, /) -> None:
        return None

    @staticmethod
    def exec_module(module: types.ModuleType, /) -> None:
        def attribute(name: str) -> type:
            if name.startswith("__"):
                raise AttributeError(name)
            return _stand_in(name, module.__name__)

        vars(module)["__getattr__"] = attribute


def install() -> None:
    """Let every import of them succeed that would fail; done twice, it is done once."""
    if not any(getattr(finder, "__name__", "") == _Finder.__name__ for finder in sys.meta_path):
        sys.meta_path.append(_Finder)
