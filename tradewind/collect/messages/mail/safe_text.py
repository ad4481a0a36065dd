"""HTML as plain text that is safe to show: no script, no style, nothing fetched; quotations marked as in plain mail."""

from __future__ import annotations

import re

from lxml import etree

MOST_HTML = 4 << 20  # characters; a mail's own words stand far before
SILENT = frozenset(
    ("script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "iframe", "select")
)
BLOCKS = frozenset(
    {
        *("p", "div", "tr", "table", "ul", "ol", "dl", "dt", "pre", "hr", "section", "article", "header", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "form", "address", "center", "body", "html"),
    }
)
VOID = frozenset(("img", "br", "hr", "input", "meta", "link", "base", "col", "area", "embed", "param", "source", "wbr"))
CELLS = ("td", "th")
MOST_QUOTED = 20
SPACE = re.compile(r"[^\S\xa0]+")
BLANKS = re.compile(r"\n{3,}")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Words:
    """Takes the text of a page, tag by tag, as lxml's parser meets them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.silent = self.quoted = self.kept = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        if self.silent or tag in SILENT:
            self.silent += tag not in VOID
        elif tag == "br":
            self._end_line()
        elif tag in BLOCKS or tag == "li":
            self._end_words()
            self.quoted += tag == "blockquote"
            self.kept += tag == "pre"
            if tag == "li":
                self._add("- ")
        elif tag in CELLS and self.line:
            self.line.append("\t")
        elif tag == "img" and attributes.get("alt", "").strip():
            self.data(f"[{attributes['alt'].strip()}]")

    def end(self, tag: str) -> None:
        """A tag closes, or the parser closes it where the page forgot to."""
        if self.silent:
            self.silent -= tag not in VOID
        elif tag in BLOCKS:
            self._end_words()
            self.quoted -= tag == "blockquote" and self.quoted > 0
            self.kept -= tag == "pre" and self.kept > 0
            if tag == "p" and self.lines and self.lines[-1]:
                self._end_line()

    def data(self, text: str) -> None:
        """Words between tags."""
        if self.silent:
            return
        if not self.kept:
            self._add(SPACE.sub(" ", text))
            return
        for place, line in enumerate(text.split("\n")):
            if place:
                self._end_line()
            self._add(line)

    def close(self) -> str:
        """The text so far."""
        self._end_line()
        return BLANKS.sub("\n\n", "\n".join(self.lines)).strip("\n")

    def _add(self, text: str) -> None:
        if not self.line or (not self.kept and self.line[-1].endswith((" ", "\t"))):
            text = text if self.kept else text.lstrip(" ")
        if text and not self.line and self.quoted:
            self.line.append("> " * min(self.quoted, MOST_QUOTED))
        if text:
            self.line.append(text)

    def _end_line(self) -> None:
        self.lines.append("".join(self.line).replace("\xa0", " ").rstrip())
        self.line = []

    def _end_words(self) -> None:
        if self.line:
            self._end_line()


def safe_text(html: str) -> str:
    r"""The words of a page. Pictures are named by their alternative text and never fetched; linear in its length.

    >>> safe_text("<p>Dear Li,</p><script>x()</script>price&nbsp;<b>ok</b>?<blockquote>hi</blockquote>")
    'Dear Li,\n\nprice ok?\n> hi'
    """
    parser = etree.HTMLParser(target=Words(), huge_tree=True, recover=True)
    try:
        parser.feed(UNWRITABLE.sub("", html[:MOST_HTML]) or "<p></p>")
        return str(parser.close())
    except etree.LxmlError:
        return SPACE.sub(" ", re.sub(r"<[^<>]*>", " ", html[:MOST_HTML])).strip()
