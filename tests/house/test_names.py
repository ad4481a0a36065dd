"""The house's habits on names and places."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KINDS = {"utils", "util", "helpers", "common", "core", "lib", "misc", "base", "services", "managers", "constants"}
MODULES = sorted((ROOT / "tradewind").rglob("*.py"))
LONGEST = 300


def test_no_module_is_named_after_its_kind() -> None:
    assert not [str(file) for file in MODULES if KINDS & {file.stem, *file.parent.relative_to(ROOT).parts}]


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_module_says_what_it_is_for_and_answers_one_question(file: Path) -> None:
    text = file.read_text()
    if "migrations" in file.parts or (file.name == "__init__.py" and not text):
        return
    assert text.startswith('"""'), "a module begins with the question it answers"
    assert file.name == "errors.py" or text.count("\n") <= LONGEST, "cut it: no module of the product is this long"


def test_no_tracked_file_names_a_package_index() -> None:
    hosts = ("pypi" + ".org", "files.python" + "hosted.org")
    texts = [*ROOT.glob("requirements/*"), ROOT / "Makefile", ROOT / "pyproject.toml"]
    assert not [str(file) for file in texts if any(host in file.read_text() for host in hosts)]
