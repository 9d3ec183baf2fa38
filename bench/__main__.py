"""Runs all measurements and prints them as a table; ends with 1 when a goal is missed."""

from __future__ import annotations

import sys

from bench import calls, crowd, export, fallback, hostile, idle, lanes, limit, many, queue, reading
from bench.goal import Goal


def main() -> int:
    """Measure, print, judge."""
    goals: list[Goal] = []
    print("| what | measured | goal | |\n| --- | --- | --- | --- |")
    for what in (idle, calls, many, crowd, queue, fallback, lanes, limit, reading, export, hostile):
        for goal in what.measure():
            goals.append(goal)
            print(goal.row(), flush=True)
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
