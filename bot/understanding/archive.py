"""Takes an interpreter's files out of one of Rasa's models, without Rasa."""

from __future__ import annotations

import tarfile
import zlib
from pathlib import Path, PurePosixPath


def extract(model_archive: Path, marker: str, directory: Path) -> None:
    """Write the files of the folder that holds a file named `marker`, of a models/*.tar.gz, into `directory`.

    Raises OSError where the archive cannot be read, ValueError where it is broken or has not one such folder.
    """
    try:
        with tarfile.open(model_archive) as archive:
            members = [member for member in archive.getmembers() if member.isfile()]
            folders = {PurePosixPath(m.name).parent for m in members if PurePosixPath(m.name).name == marker}
            if len(folders) != 1:
                raise ValueError(f"{model_archive}: expected one interpreter in the model, found {len(folders)}")
            folder = folders.pop()
            for member in members:
                path, stream = PurePosixPath(member.name), archive.extractfile(member)
                if path.parent == folder and stream is not None:
                    (directory / path.name).write_bytes(stream.read())
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise ValueError(f"{model_archive}: {type(error).__name__}: {error}") from None
