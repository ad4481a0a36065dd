"""What a Python file asks to be translated: the strings handed to gettext and its kin."""

from __future__ import annotations

import ast
from collections.abc import Iterator

Text = str | tuple[str, str]

# Which arguments are the strings. `say` is the command line's own; that of the web takes marked strings.
MARKS = {
    "_": (0,),
    "gettext": (0,),
    "gettext_lazy": (0,),
    "gettext_noop": (0,),
    "ngettext": (0, 1),
    "say": (0,),
    "to_say": (0,),
    "count": (0, 1),
}


def told_by_code(source: str) -> Iterator[Text]:
    """Each marked string of the source as a msgid, or singular and plural."""
    tree = ast.parse(source)
    assigned = [
        (name, node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign) for name in _targets(node)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.ListComp) and isinstance(node.elt, ast.Call) and _name(node.elt.func) in MARKS:
            yield from _strings(node.generators[0].iter, assigned)
        if isinstance(node, ast.Call) and (places := MARKS.get(_name(node.func))):
            texts = [_string(node.args[place]) for place in places if place < len(node.args)]
            if len(texts) == len(places) and all(texts):
                yield texts[0] if len(texts) == 1 else (texts[0], texts[1])


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _targets(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _strings(several: ast.expr, assigned: list[tuple[str, ast.expr]]) -> list[str]:
    """The strings of `say(heading) for heading in headings`, where headings is a tuple, here or by name."""
    known = [value for name, value in assigned if isinstance(several, ast.Name) and name == several.id]
    tuples = [one for one in (several, *known) if isinstance(one, ast.Tuple)]
    return [text for one in tuples for element in one.elts if (text := _string(element))]


def _string(argument: ast.expr) -> str:
    constant = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return argument.value if constant else ""  # type: ignore[attr-defined]
