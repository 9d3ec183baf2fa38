"""No pattern takes more than linear time, whatever the text: hostile documents meet all of them.

Each pattern is given long near-matches derived from itself: its parts repeated, after what must
precede them and without what must follow. How processor time grows when the text is doubled
decides, not how much there is. It is measured in another process, which is stopped if it hangs.
"""

import ast
import functools
import importlib.util
import inspect
import json
import re
import signal
import subprocess
import sys
import time
import types
from collections import deque
from pathlib import Path
from re import _constants as op
from re import _parser

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHECKS = "bluepencil/engines/checks/"
EXCLUDED = ()
FOLDERS = ("bluepencil/documents/", CHECKS, "bluepencil/")

SCREENED = 2_500  # characters of the texts that show which are worth a closer look
SHORT = 6_000
DOUBLINGS = 4  # from there to 96,000
SLOWER = 4  # times as long as for ordinary text: worth a closer look
NEGLIGIBLE = 1e-3  # s of processor time
AT_MOST = 0.5  # s of processor time: linear patterns need far less for the longest texts
GROWTH = 2.9  # times as long for twice the text; linear is 2, quadratic is 4
VARIANTS = 4  # of the examples for each part of a pattern
ATTACKS = 40, 160  # for each pattern: the more the quicker it is
SCREENING = 0.1  # s of processor time for each pattern, about
METHODS = frozenset(("match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split"))
ANCHORED = frozenset(("match", "fullmatch"))


class TooSlow(Exception):
    """Raised in the middle of a search that has used up its processor time."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_pattern_takes_more_than_linear_time(folder):
    command = [sys.executable, __file__, folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr[-2000:]
    tried, slow = json.loads(done.stdout)
    assert tried or folder in EXCLUDED
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+b", r"a*a*b", r"(?:x|y|xy)*z", r"\s*,", r"<\?xml[^>]*?\s+encoding=", r"^\s*-",
        r"(?:<!--.*?-->\s*)*<html", r"(?:\.\s?){4,}\s*\d+$", r"title: *(.+?) *$", r"\W*#\W*x",
        r"\d+x|\d+y",
    ],
)  # fmt: skip
def test_patterns_that_backtrack_are_found(pattern):
    tried = re.compile(pattern, re.MULTILINE | re.DOTALL)
    assert any(slowness(tried, {"search"}) for _ in range(3)), "a busy machine hides it at times"


@pytest.mark.parametrize(
    "pattern",
    [r"(?:a|b)+c?", r"<[^<>]*>", r"\bwords? (?:of|in)\b", r"\[[^\]\n]{0,40}\]", r"(?<!\d)\d++x"],
)
def test_linear_patterns_are_not(pattern):
    assert not slowness(re.compile(pattern), {"search"})


def test_a_pattern_that_only_matches_at_the_start_may_do_what_a_search_may_not():
    assert not slowness(re.compile(r"\s+x"), {"match"})
    assert slowness(re.compile(r"\s+x"), {"search"})


# --- the patterns of the program


def patterns(folder):
    """The patterns in the modules of a folder: where each is written, itself, and its methods.

    Those that are compiled when the module is imported, or by its cached functions, are recorded;
    others are evaluated with the names of their module.
    """
    for path in modules(folder):
        recorded = []
        record_patterns(path, recorded)
        module = importlib.import_module(dotted(path))
        where = path.relative_to(ROOT)
        for pattern in dict.fromkeys(recorded):
            yield str(where), pattern, methods_of(pattern, module)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (method := called(node)) in METHODS and node.args:
                pattern = evaluated(node, module)
                if pattern is not None and pattern not in recorded:
                    yield f"{where}:{node.lineno}", pattern, {method}


def modules(folder):
    """The modules of the folder that use patterns, but those of a smaller folder in FOLDERS."""
    smaller = [other for other in FOLDERS if other.startswith(folder) and other != folder]
    for path in sorted((ROOT / folder).rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if name.startswith((*EXCLUDED, *smaller)):
            continue
        if re.search(r"^import re$", path.read_text(encoding="utf-8"), re.MULTILINE):
            yield path


def dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def record_patterns(path, recorded):
    """Import a module anew and record the patterns that it compiles."""
    compiler = re._compile

    def record(pattern, flags):
        compiled = compiler(pattern, flags)
        if inspect.currentframe().f_back.f_back.f_code.co_filename == str(path):
            recorded.append(compiled)
        return compiled

    importlib.import_module(dotted(path))
    re._compile = record
    try:
        run_again(path)
    finally:
        re._compile = compiler


def run_again(path):
    """Execute a module once more, and call its cached functions that take nothing."""
    name = dotted(path)
    module = sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    again = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(again)
        for function in list(vars(again).values()):
            cached = isinstance(function, functools._lru_cache_wrapper)
            if cached and not inspect.signature(function).parameters:
                function()
    finally:
        sys.modules[name] = module


def called(node):
    """The name of the function of `re` that a call is one of; None for other nodes."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        of = node.func.value
        return node.func.attr if isinstance(of, ast.Name) and of.id == "re" else None
    return None


def evaluated(call, module):
    """The pattern of a call of `re`; None where it depends on what is known only when it runs."""
    flags = [word.value for word in call.keywords if word.arg == "flags"]
    position = 1 if called(call) == "compile" else 3 if called(call) in ("sub", "subn") else 2
    flags += call.args[position : position + 1] if called(call) != "split" else []
    try:
        source, *given = (
            eval(compile(ast.Expression(one), "<pattern>", "eval"), vars(module))
            for one in [call.args[0], *flags]
        )
        return re.compile(source, given[0] if given and isinstance(given[0], re.RegexFlag) else 0)
    except (NameError, TypeError):
        return None


def methods_of(pattern, module):
    """The methods that a pattern is used with, as far as its name tells; else a search."""
    names = {
        name
        for name, value in vars(module).items()
        if type(value) is re.Pattern and value == pattern
    }
    bound = {
        value.__name__
        for value in vars(module).values()
        if isinstance(value, types.BuiltinMethodType) and value.__self__ == pattern
    }
    used = {
        method
        for path in (ROOT / "bluepencil").rglob("*.py")
        for name, method in uses(path)
        if name in names
    }
    return (used | bound) & METHODS or {"search"}


_uses = {}


def uses(path):
    """The names in a module that are followed by a method of patterns."""
    if path not in _uses:
        source = path.read_text(encoding="utf-8")
        _uses[path] = re.findall(r"\b(\w{1,60})\.(\w{1,20})\b", source)
    return _uses[path]


# --- the attacks


def slowness(pattern, methods):
    """What is wrong with the time that a pattern takes; "" if nothing is."""
    ordinary = max(seconds(pattern, methods, "An ordinary text, 12 words. ", SCREENED), 2e-5)
    fewest, most = ATTACKS
    tried = int(max(fewest, min(most, SCREENING / ordinary)))
    for prefix, repeated in attacks(pattern, tried):
        try:
            slow = seconds(pattern, methods, repeated, SCREENED, prefix)
            if slow > max(ordinary * SLOWER, NEGLIGIBLE) and grows(
                pattern, methods, prefix, repeated
            ):
                return f"more than linear for {prefix!r} and {repeated!r} repeated"
        except TooSlow:
            return f"very slow for {prefix!r} and {repeated!r} repeated"
    return ""


def grows(pattern, methods, prefix, repeated):
    """Whether the time grows faster than the text, at every doubling."""
    before = 0.0
    for doubling in range(DOUBLINGS + 1):
        length = SHORT << doubling
        try:
            now = min(seconds(pattern, methods, repeated, length, prefix) for _ in range(3))
        except TooSlow:
            return True
        if now < before * GROWTH:
            return False
        before = now
    return True


def seconds(pattern, methods, repeated, length, prefix=""):
    """The processor time for a text of that length. Raises TooSlow when it is far too much.

    The text ends in a character that no pattern expects, so that what could be a match is none.
    """
    text = prefix + repeated * (length // len(repeated)) + "\0"
    if isinstance(pattern.pattern, bytes):
        text = text.encode("latin-1", "replace")
    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, AT_MOST)
    start = time.thread_time()
    try:
        for method in methods:
            if method in ANCHORED:
                getattr(pattern, method)(text)
        if methods - ANCHORED:
            deque(pattern.finditer(text), maxlen=0)
        return time.thread_time() - start
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def stop(*_):
    raise TooSlow


def attacks(pattern, most):
    """Texts to repeat, each with what precedes it: `most` of those that the pattern suggests."""
    source = pattern.pattern
    if isinstance(source, bytes):
        source = source.decode("latin-1")
    tree = _parser.parse(source, pattern.flags & ~re.UNICODE)
    found = []
    for variant in range(VARIANTS):
        for prefix, body in repeats(tree, "", variant):
            found += [(prefix, body), ("", prefix + body)]
        whole = example(tree, variant)
        found += [("", whole[:end]) for end in range(1, min(len(whole), 12) + 1)] + [("", whole)]
    alphabet = list(dict.fromkeys("".join(body for _, body in found)))[:14] + [" ", "\n", "a", "1"]
    prefixes = list(dict.fromkeys(prefix for prefix, _ in found))[:6]
    found += [(prefix, letter) for prefix in prefixes for letter in alphabet]
    kept = [one for one in dict.fromkeys(found) if one[1]]
    return kept[:: max(1, -(-len(kept) // most))]


def repeats(tree, prefix, variant):
    """Each repeat in a pattern: an example of what precedes it, and of what it repeats."""
    for kind, value in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield prefix, example(value[2], variant)
            yield from repeats(value[2], prefix, variant)
        elif kind is op.SUBPATTERN:
            yield from repeats(value[3], prefix, variant)
        elif kind is op.ATOMIC_GROUP:
            yield from repeats(value, prefix, variant)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from repeats(branch, prefix, variant)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from repeats(value[1], prefix, variant)
        prefix += example([(kind, value)], variant)


def example(tree, variant):
    """A text that the pattern matches, or nearly; `variant` chooses among several."""
    text = ""
    for kind, value in tree:
        if kind is op.LITERAL:
            text += chr(value)
        elif kind is op.NOT_LITERAL:
            text += "ab"[value == ord("a")]
        elif kind is op.ANY:
            text += 'a 1"'[variant]
        elif kind is op.IN:
            text += member(value, variant)
        elif kind is op.BRANCH:
            branches = value[1]
            text += example(branches[variant * (len(branches) - 1) // (VARIANTS - 1)], variant)
        elif kind is op.SUBPATTERN:
            text += example(value[3], variant)
        elif kind is op.ATOMIC_GROUP:
            text += example(value, variant)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            text += example(value[2], variant) * max(value[0], variant % 2, 1 if value[0] else 0)
    return text


CATEGORIES = {
    op.CATEGORY_DIGIT: "123", op.CATEGORY_NOT_DIGIT: "a -", op.CATEGORY_SPACE: " \n\t",
    op.CATEGORY_NOT_SPACE: "a.1", op.CATEGORY_WORD: "a1_", op.CATEGORY_NOT_WORD: " .-",
}  # fmt: skip


def member(items, variant):
    """A character of a class."""
    if items[0][0] is op.NEGATE:
        choices = [one for one in "a 1.\n-(<\"'" if not listed(items[1:], one)]
        return choices[variant % len(choices)] if choices else "a"
    choices = []
    for kind, value in items:
        if kind is op.LITERAL:
            choices.append(chr(value))
        elif kind is op.RANGE:
            choices += [chr(value[0]), chr(value[1])]
        elif kind is op.CATEGORY:
            choices += CATEGORIES[value]
    return choices[variant * (len(choices) - 1) // (VARIANTS - 1)]


def listed(items, character):
    """Whether one of the items of a class is that character, or stands for it."""
    code = ord(character)
    for kind, value in items:
        if kind is op.LITERAL and value == code:
            return True
        if kind is op.RANGE and value[0] <= code <= value[1]:
            return True
        if kind is op.CATEGORY and character in CATEGORIES[value]:
            return True
    return False


def main(folder):
    """Print how many patterns of the folder were tried, and which are slow."""
    found = list(patterns(folder))
    tried = {(pattern, frozenset(methods)): where for where, pattern, methods in found}
    slow = [
        f"{where}: {pattern.pattern!r} is {problem}"
        for (pattern, methods), where in tried.items()
        if (problem := slowness(pattern, methods))
    ]
    print(json.dumps([len(tried), slow]))  # noqa: T201


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1])
