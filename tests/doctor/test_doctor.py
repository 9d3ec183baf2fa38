"""The doctor: each part looked at for real, each fault named, and nothing changed by it."""

import time

from bluepencil import doctor
from bluepencil.doctor.verdict import ok

NOWHERE = "127.0.0.1:1"


def statuses(settings):
    return {part: verdict.status for part, verdict in doctor.examine(settings)}


def test_on_a_laptop_all_is_well_and_stays_as_it_was(make_settings, tmp_path):
    assert set(statuses(make_settings(engine="built-in")).values()) == {"ok"}
    assert not list(tmp_path.iterdir())


def test_everything_away_is_told_part_by_part(make_settings):
    settings = make_settings(
        use_celery=True,
        redis_url=f"redis://{NOWHERE}/0",
        store_url=f"postgresql://ada@{NOWHERE}/x",
        engine="claude",
        anthropic_base_url=f"http://{NOWHERE}",
    )
    seen = statuses(settings)
    assert {part for part, status in seen.items() if status == "problem"} == {
        "Redis", "Store", "Engine",
    }  # fmt: skip
    assert seen["Workers"] == "warning"


def test_a_part_that_hangs_holds_nothing_up(make_settings, monkeypatch):
    monkeypatch.setattr(doctor, "LONGEST", 0.05)
    parts = {"Hangs": lambda _: time.sleep(60), "Works": lambda _: ok("It works.")}
    monkeypatch.setattr(doctor, "PARTS", parts)
    hangs, works = doctor.examine(make_settings())
    assert hangs[1].status == "problem" and "Nothing was learned" in hangs[1].detail
    assert works == ("Works", ok("It works."))
