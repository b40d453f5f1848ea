"""Which texts the code says: string literals, f-strings and templates, read without running anything."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "support", "inbox", "phone")
FILES = ("locales/page.py", "locales/samples.py", "locales/page.html")
FAMILY = re.compile(r"[^a-z_]")
KEY = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
STEM = re.compile(r"[a-z_]+\.(?:[a-z0-9_]+\.)*")
QUOTED = re.compile(r"""["'`]([a-z0-9_.]+)["'`]""")
FILE_NAME = re.compile(r".*\.(?:html|css|js|toml|txt|svg|json|ini|sqlite|db|po|pot|py|csv|ico|png|ogg)")


@dataclass
class Used:
    """Keys said in full, each with a place, and families whose last part is computed."""

    keys: dict[str, str] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)

    def says(self, key: str) -> bool:
        """Does the code say this text, in full, computed, or as one of a family that is named (`saved.kind`)?"""
        stems = {key[: dot.start()] for dot in re.finditer(r"\.", key)}
        return key in self.keys or bool(stems & set(self.keys)) or self._computed(key)

    def _computed(self, key: str) -> bool:
        return any(re.fullmatch(pattern, key) for pattern in self.patterns)


def used(families: set[str], root: Path = ROOT) -> Used:
    """Everything that looks like a text of these families."""
    found = Used()
    paths = [path for room in ROOMS for path in (root / room).rglob("*")] + [root / name for name in FILES]
    for path in sorted(paths):
        if path.suffix in {".py", ".html", ".js", ".toml"} and path.exists():
            source = path.read_text(encoding="utf-8")
            strings = _python(source) if path.suffix == ".py" else _quoted(source)
            _take(found, strings, families, path.relative_to(root))
    return found


def _take(found: Used, strings: Iterator[tuple[str, bool]], families: set[str], path: Path) -> None:
    for text, computed in strings:
        if FAMILY.split(text)[0] in families:
            (found.patterns if computed else found.keys).setdefault(text, str(path))


def _quoted(source: str) -> Iterator[tuple[str, bool]]:
    for text in QUOTED.findall(source):
        yield from _literal(text)


def _python(source: str) -> Iterator[tuple[str, bool]]:
    tree = ast.parse(source)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from _f_string(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield from _literal(node.value)


def _literal(text: str) -> Iterator[tuple[str, bool]]:
    """`visit.booked` is a key; `visit.` is the beginning of one."""
    if KEY.fullmatch(text) and not FILE_NAME.fullmatch(text):
        yield text, False
    elif STEM.fullmatch(text):
        yield re.escape(text) + ".+", True


def _f_string(node: ast.JoinedStr) -> Iterator[tuple[str, bool]]:
    parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    first = parts[0]
    if isinstance(first, str) and re.match(r"[a-z_]+\.[a-z0-9_.]*$", first):
        yield "".join(re.escape(part) if isinstance(part, str) else ".+" for part in parts), True
