"""What the documentation says is there is there, and the generated pages are fresh."""

import re
from pathlib import Path

import pytest

from bluepencil import VERSION, settings
from docs.generate import PAGES

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_fresh(name):
    assert (ROOT / name).read_text("utf-8") == PAGES[name](), "run `make docs`"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_paths_that_are_named_exist(path):
    text = path.read_text("utf-8")
    for name in re.findall(
        r"`((?:bluepencil|tests|docs|samples|guidelines|evaluation)/[\w./-]*)`", text
    ):
        assert (ROOT / name).exists(), f"{path.name} names {name}"
    for name in re.findall(r"^    \S*(?:main\.py review) (\S+)", text, re.M):
        assert (ROOT / name).exists(), f"{path.name} names {name}"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_make_targets_that_are_named_exist(path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for name in re.findall(r"(?:`|^    )make ([a-z]+)", path.read_text("utf-8"), re.M):
        assert name in targets, f"{path.name} names make {name}"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_settings_that_are_named_exist(path):
    known = {row.name for row in settings.table()} | {f"{r.name}_FILE" for r in settings.table()}
    for name in re.findall(r"`([A-Z]{2,}(?:_[A-Z]+)+)(?:=[^`]*)?`", path.read_text("utf-8")):
        assert name in known, f"{path.name} names {name}"


def test_routes_that_the_readme_names_exist(make_app):
    rules = {re.sub(r"<[^>]*>", "", rule.rule) for rule in make_app().url_map.iter_rules()}
    text = (ROOT / "README.md").read_text("utf-8") + (ROOT / "docs/deploying.md").read_text("utf-8")
    named = re.findall(r"127\.0\.0\.1:8080(/[\w/]*)", text) + re.findall(
        r"`(/[\w./]+)(?:<|`)", text
    )
    for route in named:
        assert route in rules, route


def test_the_changelog_begins_with_this_version():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(r"^## (\S+)", text, re.M)[1] == VERSION


def test_the_readme_fits_a_screen():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 60
