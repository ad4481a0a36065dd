"""Where one is signed in is told by the browser's name."""

import pytest

from tradewind.web.browsers import LONGEST, browser_name

GECKO = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {GECKO} Chrome/156.0 Safari/537.36 Edg/156.0", "Edge · Windows"),
        (f"Mozilla/5.0 (Linux; Android 16) {GECKO} Chrome/156.0 Mobile Safari/537.36", "Chrome · Android"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15",
            "Safari · macOS",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0",
            "WeChat · iOS",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox · Linux"),
        ("", ""),
        ("<b>" * 60, ("<b>" * 60)[:LONGEST]),
    ],
)
def test_a_browser_is_called_by_its_name_and_system(said: str, name: str) -> None:
    assert browser_name(said) == name
