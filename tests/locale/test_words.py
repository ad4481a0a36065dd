"""Every string is said in Chinese, with the same facts in it, and every code that the desk stores has its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils import translation

from tradewind.desk import problems
from tradewind.errors import TradewindError
from tradewind.locale.gather import CATALOGUE, catalogue_of, gathered
from tradewind.locale.sources import told_by_code
from tradewind.locale.templates import told_by_template
from tradewind.web import fields
from tradewind.web.sentences import kinds, sentence

ENGLISH_SENTENCE = re.compile(r"(?:\b[A-Za-z']+[ ,]+){6,}[A-Za-z']+")
PLACEHOLDER = re.compile(r"\{\w+(?::[^}]*)?\}|%\(\w+\)s|%%")


def catalogue() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="zh_Hans") if message.id]


def texts_of(message: Message) -> Iterator[tuple[str, str]]:
    """(English, Chinese) of a message; Chinese has one form for all numbers."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield message.id[1], "".join(message.string or "")


def test_no_chinese_ends_in_the_english_of_another_message() -> None:
    """Two changes of the catalogue that were put together line by line can leave one message's text in another's."""
    glued = [
        english
        for message in catalogue()
        for english, chinese in texts_of(message)
        if any(run not in english for run in ENGLISH_SENTENCE.findall(chinese))
    ]
    assert not glued


def test_no_string_is_without_chinese_or_only_guessed() -> None:
    empty = [english for message in catalogue() for english, chinese in texts_of(message) if not chinese]
    assert not empty, "run `make words` and translate them"
    assert not [message.id for message in catalogue() if message.fuzzy]


def test_the_catalogue_holds_what_is_said_and_nothing_else() -> None:
    said = {message.id for message in catalogue_of(gathered()) if message.id}
    assert {message.id for message in catalogue()} == said, "run `make words`"


def test_both_languages_tell_the_same_facts() -> None:
    pairs = [pair for message in catalogue() for pair in texts_of(message)]
    differing = [one for one in pairs if set(PLACEHOLDER.findall(one[0])) != set(PLACEHOLDER.findall(one[1]))]
    assert not differing


def test_code_is_read_for_its_marked_strings() -> None:
    source = 'a = _("one")\nb = ngettext("{n} day", "{n} days", 2)\nc = [say(h) for h in ("Row", "Column")]\nd = other("no")\n'
    assert set(told_by_code(source)) == {"one", ("{n} day", "{n} days"), "Row", "Column"}


def test_templates_are_read_for_their_strings() -> None:
    source = """{% translate 'one' as word %}{% translate "it's" %}{% blocktranslate trimmed with n=1 %}
      50% of {{ n }}{% endblocktranslate %}{% blocktranslate count n=2 %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"""
    assert list(told_by_template(source)) == ["one", "it's", "50%% of %(n)s", ("%(n)s row", "%(n)s rows")]


def test_every_field_and_problem_of_a_file_has_its_words() -> None:
    from tradewind.collect.problems import REFUSALS, SKIPPED
    from tradewind.collect.vocabulary import SHOP_FIELDS, WORDS

    assert set(fields.FIELDS) == {*WORDS, *SHOP_FIELDS}
    assert set(problems.PROBLEMS) == {*REFUSALS, *SKIPPED}


@pytest.mark.parametrize("kind", list(kinds(TradewindError)), ids=lambda kind: kind.__name__)
def test_every_error_can_be_said_from_its_stored_text(kind: type[TradewindError]) -> None:
    names = set(re.findall(r"\{(\w+)", kind.message))
    for language in ("en", "zh-hans"):
        with translation.override(language):
            told = sentence({"code": kind.__name__, "facts": dict.fromkeys(names, "12345")})
        assert "…" not in told.replace("……", "")
        assert ("12,345" in told) == (":," in kind.message)
        assert sentence({"code": kind.__name__, "facts": {}})
