"""Every kind of change that is kept has words of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tradewind.desk.audit import ACTIONS

PRODUCT = Path(__file__).parents[2] / "tradewind"


def kept(source: str) -> Iterator[str]:
    """The kinds that a file hands to `note_change`, written out or by a constant of the file."""
    tree = ast.parse(source)
    constants: dict[str, object] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Tuple | ast.Name):
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            pairs = zip(names, values, strict=False)
            constants |= {ast.unparse(name): value.value for name, value in pairs if isinstance(value, ast.Constant)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "note_change":
            kind = call.args[1]
            yield str(kind.value if isinstance(kind, ast.Constant) else constants.get(ast.unparse(kind), "action"))


def test_every_kind_of_change_has_words() -> None:
    kinds = {kind for file in PRODUCT.rglob("*.py") for kind in kept(file.read_text())} - {"action"}  # handed on
    assert len(kinds) > 40
    assert kinds <= set(ACTIONS)
