"""Imports go downwards only, and kinds keep to what a kind may know."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the ground up; a module may import what stands before its own line, or on it.
LAYERS = [
    {"bluepencil", "bluepencil.errors", "bluepencil.values", "bluepencil.settings"}
    | {"bluepencil.addresses", "bluepencil.logs", "bluepencil.background", "bluepencil.guard"}
    | {"bluepencil.supervisor"}
    | {"bluepencil.server", "bluepencil.receiving", "bluepencil.incoming", "bluepencil.documents"}
    | {"bluepencil.away"},
    {"bluepencil.review", "bluepencil.task", "bluepencil.limits", "bluepencil.webhooks"},
    {"bluepencil.database"},
    {"bluepencil.store", "bluepencil.engines"},
    {"bluepencil.work"},
    {"bluepencil.kinds", "bluepencil.queue"},
    {"bluepencil.build", "bluepencil.backup"},
    {"celery_config", "celery_integration"},
    {"bluepencil.web", "bluepencil.terminal", "celery_tasks"},
    {"bluepencil.doctor"},
    {"bluepencil.upkeep"},
    {"app"},
    {"main"},
]
FORBIDDEN_IN_KINDS = {"flask", "celery", "redis", "sqlite3", "anthropic", "bluepencil.kinds"}


def layer_of(module: str) -> int | None:
    """The number of the layer a module of ours stands in; None for others' modules."""
    for number, names in enumerate(LAYERS):
        if any(module == name or module.startswith(f"{name}.") for name in names - {"bluepencil"}):
            return number
    return 0 if module == "bluepencil" else None


def imports(path: Path) -> set[str]:
    """The full names of all modules a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                is_module = (ROOT / (inner.replace(".", "/") + ".py")).exists() or (
                    ROOT / inner.replace(".", "/") / "__init__.py"
                ).exists()
                found.add(inner if is_module else str(node.module))
    return found


def modules() -> list[tuple[str, Path]]:
    """Every module of the product by name."""
    files = [*(ROOT / "bluepencil").rglob("*.py"), *ROOT.glob("*.py")]
    return [
        (".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path)
        for path in sorted(files)
    ]


@pytest.mark.parametrize(("name", "path"), modules(), ids=[name for name, _ in modules()])
def test_imports_go_downwards(name, path):
    here = layer_of(name)
    assert here is not None, f"{name} stands in no layer: add it to LAYERS"
    for other in imports(path):
        there = layer_of(other)
        assert there is None or there <= here, f"{name} imports {other}, which stands above it"


@pytest.mark.parametrize("path", sorted((ROOT / "bluepencil/kinds").glob("*.py")), ids=str)
def test_a_kind_knows_no_library_of_the_outside_and_no_other_kind(path):
    for other in imports(path):
        top = other.split(".")[0]
        assert top not in FORBIDDEN_IN_KINDS, f"{path.name} imports {other}"
        assert not other.startswith("bluepencil.kinds."), f"{path.name} imports {other}"


def test_there_are_no_broad_excepts_but_those_that_must_outlive_everything():
    broad = [
        f"{path.name}:{node.lineno}"
        for _, path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert [place.split(":")[0] for place in broad] == ["background.py", "context.py", "runner.py"]


@pytest.mark.parametrize(("name", "path"), modules(), ids=[name for name, _ in modules()])
def test_a_module_opens_with_its_purpose_and_stays_readable(name, path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{name} does not say what it is for"
    assert text.count("\n") <= 320, f"{name} has grown too long to read at one sitting"
