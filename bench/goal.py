"""One measured figure beside its goal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """A figure, the most it may be (None: only told), and its unit."""

    what: str
    measured: float
    most: float | None
    unit: str
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure is within its goal."""
        return self.most is None or self.measured <= self.most

    def row(self) -> str:
        """A line of the table."""
        goal = f"≤ {self.most:g} {self.unit}" if self.most is not None else "–"
        verdict = "" if self.most is None else "met" if self.met else "MISSED"
        return f"| {self.what}{self.note} | {self.measured:.2f} {self.unit} | {goal} | {verdict} |"
