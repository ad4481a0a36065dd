"""A browser by its name, out of what it says of itself."""

from __future__ import annotations

# The first word that stands in it tells; who pretends to be another stands before that other.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Lark", "Feishu"), ("Edg", "Edge"), ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
LONGEST = 60


def browser_name(said: str) -> str:
    """Browser and system; what is no known browser stays as it is, cut.

    >>> browser_name("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0")
    'Chrome · Linux'
    >>> browser_name("curl/8.5")
    'curl/8.5'
    """
    named = [next((name for word, name in known if word in said), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, named)) if named[0] else said[:LONGEST]
