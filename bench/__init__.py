"""What the project costs, measured: `make bench N=1000000`. docs/performance.md says what each figure means."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
