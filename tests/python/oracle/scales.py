"""Survey scales: which one an answer is on, from which score it satisfies, whether a low score is the good one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .attribute import Fact
from .clock import read_csv

Ends = tuple[float, float]
Scale = tuple[str, float, float]

# (survey, scale_min, scale_max): satisfied from this score on. On none of them is a low score the good one.
SATISFIED_FROM: dict[Scale, float] = {
    ("csat", 1, 5): 4,
    ("csat", 1, 3): 3,
    ("csat", 1, 7): 6,
    ("csat", 1, 10): 8,
    ("csat", 0, 10): 8,
    ("csat", 0, 100): 75,
    ("csat", 0, 1): 1,
    ("nps", 0, 10): 9,
    ("ces", 1, 7): 5,
    ("ces", 1, 5): 4,
    ("review", 1, 5): 4,
    ("employee", 1, 5): 4,
    ("employee_nps", 0, 10): 9,
    ("partner", 1, 5): 4,
    ("collaboration", 1, 5): 4,
    ("third_party", 0, 100): 75,
}
# The ends of a scale that an answer does not name.
DEFAULT_SCALES: dict[str, Ends] = {
    "csat": (1, 5),
    "nps": (0, 10),
    "ces": (1, 7),
    "review": (1, 5),
    "employee": (1, 5),
    "employee_nps": (0, 10),
    "partner": (1, 5),
    "collaboration": (1, 5),
    "third_party": (0, 100),
}


@dataclass(frozen=True)
class Scales:
    """What is known of scales: their thresholds, which of them are reversed, the one each survey has by default."""

    satisfied_from: Mapping[Scale, float] = field(default_factory=lambda: SATISFIED_FROM)
    are_reversed: frozenset[Scale] = frozenset()
    defaults: Mapping[str, Ends] = field(default_factory=lambda: DEFAULT_SCALES)

    def ends(self, answer: Fact) -> Ends:
        """The answer's scale; each end that it does not name is that of its survey's default scale."""
        low, high = answer["scale_min"], answer["scale_max"]
        default = self.defaults[answer["survey"]]
        return (default[0] if low is None else low, default[1] if high is None else high)

    def is_reversed(self, answer: Fact) -> bool:
        """Whether a low score is the good one on its scale."""
        return (answer["survey"], *self.ends(answer)) in self.are_reversed

    def is_on(self, answer: Fact) -> bool:
        """Whether it has a score within its scale; beyond it a score says nothing."""
        low, high = self.ends(answer)
        return answer["score"] is not None and low <= answer["score"] <= high

    def share(self, answer: Fact) -> float | None:
        """The score from 0 to 1, the better the higher; none where the scale has no width."""
        low, high = self.ends(answer)
        if low == high:
            return None
        share = (answer["score"] - low) / (high - low)
        return 1 - share if self.is_reversed(answer) else share

    def is_satisfied(self, answer: Fact, share_from: float) -> bool:
        """At its scale's threshold or better; on a scale without one, so much of the way up."""
        threshold = self.satisfied_from.get((answer["survey"], *self.ends(answer)))
        if threshold is not None:
            return answer["score"] <= threshold if self.is_reversed(answer) else answer["score"] >= threshold
        share = self.share(answer)
        return share is not None and share >= share_from


def read_scales(overrides: Path) -> Scales:
    """Ours, and a company's own in their place; its default is the survey's only one."""
    satisfied_from, are_reversed, defaults = dict(SATISFIED_FROM), set(), dict(DEFAULT_SCALES)
    for row in read_csv(overrides):
        ends = float(row["scale_min"]), float(row["scale_max"])
        scale = (row["survey"], *ends)
        satisfied_from[scale] = float(row["satisfied_from"])
        if row["is_reversed"].lower() == "true":
            are_reversed.add(scale)
        if row["is_default"].lower() == "true":
            defaults[row["survey"]] = ends
    return Scales(satisfied_from, frozenset(are_reversed), defaults)
