"""The style sheets and scripts: short, each in its place, nothing unused, nothing missing."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC, TEMPLATES = ROOT / "static", sorted((ROOT / "templates").glob("*.html"))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
STYLES = sorted((STATIC / "css").rglob("*.css"))
TOKENS = STATIC / "css/shared/tokens.css"
IMPORT = re.compile(r"""^import (?:.* from )?"([^"]+)";""", re.MULTILINE)


def name(path):
    return str(path.relative_to(ROOT))


def text_of(paths):
    return "\n".join(path.read_text() for path in paths)


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES, *TEMPLATES], ids=name)
def test_a_file_is_short_and_says_what_it_is_for(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    if path.suffix != ".html":
        assert text.startswith(("// ", "/* "))


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_imports_only_from_its_own_page_and_what_pages_share(path):
    for imported in IMPORT.findall(path.read_text()):
        target = (path.parent / imported).resolve()
        assert target.is_file(), imported
        assert target.parent.name in (path.parent.name, "shared"), imported


def test_every_script_is_loaded_by_a_page_or_another_script():
    loaded = {ROOT / one for one in re.findall(r"static/js/[^\"]+", text_of(TEMPLATES))}
    for path in SCRIPTS:
        loaded |= {(path.parent / one).resolve() for one in IMPORT.findall(path.read_text())}
    assert loaded == set(SCRIPTS)


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_every_selector_of_a_style_sheet_matches_something(path):
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", path.read_text(), flags=re.DOTALL)
    used = text_of([*SCRIPTS, *TEMPLATES])
    for one in set(re.findall(r"[.#]([a-zA-Z][\w-]*)", selectors)):
        made = f"{one.rpartition('-')[0]}-{{{{"  # “level-2” is “level-{{ … }}” in a template
        assert re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", used) or made in used, one


def test_every_custom_property_is_defined_and_used():
    defined = set(re.findall(r"^\s*(--[\w-]+):", TOKENS.read_text(), re.MULTILINE))
    assert defined == set(re.findall(r"var\((--[\w-]+)\)", text_of(STYLES)))


@pytest.mark.parametrize("path", [one for one in [*SCRIPTS, *STYLES] if one != TOKENS], ids=name)
def test_colours_are_defined_in_one_file(path):
    colours = re.findall(r"#[0-9a-fA-F]{3,8}\b(?![-\w])|\b(?:rgb|hsl|oklch)a?\(", path.read_text())
    assert [one for one in colours if not one.startswith("#f-")] == []
