"""What a page's template asks to be translated, read with Django's own lexer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

CONSTANT = re.compile(r"""^(?:translate|trans)\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
Text = str | tuple[str, str]


def told_by_template(source: str) -> Iterator[Text]:
    """Each {% translate %} and {% blocktranslate %} of the source as a msgid, or singular and plural."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type != TokenType.BLOCK:
            continue
        if found := CONSTANT.match(token.contents):
            yield _escaped(found["double"] if found["double"] is not None else found["single"])
        elif token.contents.split()[0] in ("blocktranslate", "blocktrans"):
            yield _block(tokens, trimmed=" trimmed" in token.contents)


def _block(tokens: Iterator[Token], trimmed: bool) -> Text:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            parts[-1].append(_escaped(token.contents))
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.contents.strip() == "plural":
            parts.append([])
        else:
            break
    texts = ["".join(part) for part in parts]
    if trimmed:
        texts = [trim_whitespace(text) for text in texts]
    return (texts[0], texts[1]) if len(texts) == 2 else texts[0]


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
