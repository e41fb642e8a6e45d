"""The home that the previous release left: company/, exports/ and data/ of the calls of conftest.py, after a green run.

What "previous release" means here says docs/operations.md, "Upgrade". Made by that commit's own `service-kpi run` with
the salt of faults.py and --as-of 2025-03-31, then packed without data/target and data/logs:
tar -cJf previous_release.tar.xz company exports data
"""

from __future__ import annotations

import tarfile
from pathlib import Path

from faults import HERE


def unpacked(folder: Path) -> Path:
    """That home, in a folder that is not there yet."""
    with tarfile.open(HERE / "previous_release.tar.xz") as packed:
        packed.extractall(folder, filter="tar")
    return folder
