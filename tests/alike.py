"""Are two documents the same, up to rounding?"""

from __future__ import annotations

from typing import Any

import pytest


def assert_alike(found: Any, expected: Any) -> None:
    """The same document, numbers to nine digits."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for name in expected:
            assert_alike(found[name], expected[name])
    elif isinstance(expected, list):
        for one, other in zip(found, expected, strict=True):
            assert_alike(one, other)
    else:
        assert found == (pytest.approx(expected, rel=1e-9, abs=1e-12) if isinstance(expected, float) else expected)
