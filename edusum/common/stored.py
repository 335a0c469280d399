"""Files that people hand in: written into the data folder under names of our own, never under theirs."""

import re
import secrets
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from edusum.common.errors import EdusumError

CHUNK = 256 * 1024
_SEPARATORS = re.compile(r"[\\/]")
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


def new_name(suffix: str = "") -> str:
    """A name that nobody can guess and nobody else has."""
    return f"{secrets.token_hex(16)}{suffix}"


def store(file: BinaryIO, path: Path, *, most: int, too_long: str) -> str:
    """Write the file and answer with its SHA-256.

    Raises EdusumError(`too_long`) when it proves longer than `most` bytes while it is read: nothing is left.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, written = sha256(), 0
    file.seek(0)
    try:
        with path.open("xb") as target:
            while chunk := file.read(CHUNK):
                written += len(chunk)
                if written > most:
                    raise EdusumError(too_long)
                digest.update(chunk)
                target.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    path.chmod(0o600)
    return digest.hexdigest()


def plain_name(name: str) -> str:
    """The last part of a file's name, without what no name may hold; "" if nothing is left."""
    return _UNFIT.sub("", _SEPARATORS.split(name)[-1]).strip(" .")


def short_name(name: str, most: int, instead: str) -> str:
    """`plain_name`, at most so many characters long, its suffix kept; `instead` where nothing is left."""
    path = PurePosixPath(plain_name(name) or instead)
    suffix = path.suffix[:10]
    return f"{path.name.removesuffix(path.suffix)[: most - len(suffix)]}{suffix}"
