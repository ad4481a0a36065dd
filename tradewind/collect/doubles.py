"""Customers that may be one and the same, for a person to look at. Nothing is merged here.

Names are compared as bare words: without case, width, accents, punctuation and legal form, in any order.
"""

from __future__ import annotations

import polars as pl

from tradewind.collect.domains import DOMAIN, FREE_MAIL, MOST_OF_A_DOMAIN
from tradewind.ledger.schema import require

FORMS = """
    co company corp corporation inc incorporated ltd limited llc llp lp plc pty pte pvt private gmbh mbh kg kgaa
    ohg ug ag se sa sau sas sasu sarl srl srls sl slu spa snc bv bvba nv cv ab as asa aps oy oyj kft zrt bhd sdn
    tbk pt cvba ltda lda eireli sro doo dooel ood eood ad spzoo zoo jsc pjsc ojsc cjsc ooo oao zao ao tov too
    fze fzco fzc kk sti tic ve the
"""
CHINESE_FORMS = "股份有限公司|有限责任公司|有限公司|株式会社|株式會社|有限會社|有限会社|集团|公司"
SAME_FORM = {"limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co", "private": "pvt"}
NOT_TAKEN_APART = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}
NEIGHBOURS = 6  # how many of the next names, in the alphabet of a block, each name is held against
ALIKE = 0.8  # share of letter pairs that two names have in common (Dice)
WORD_ALIKE = 0.55  # the same of those words alone that differ: Tradng and Trading, but not East and West
PAIRS = pl.Schema({"customer_id": pl.String, "other_id": pl.String, "why": pl.String})


def doubles(customers: pl.DataFrame, contacts: pl.DataFrame | None = None) -> pl.DataFrame:
    """Pairs of customers that a person may want to merge.

    customers  customer_id, name, country -- see ledger.schema.CUSTOMERS
    contacts   customer_id, email -- see CONTACTS; without them no domains are compared
    returns    customer_id, other_id, why, each pair once and for the first reason that holds:
                 same_name                      the same words and the same legal form
                 same_name_other_suffix         the same words, another legal form or none
                 same_email_domain_and_country  people of both write from one domain that is no free mail provider's
                 similar_name                   nearly the same words, the same country and first word, the same digits
               Of many that are the same each is paired with the first, so that n customers give n - 1 pairs
    raises     MissingColumn

    >>> buyers = pl.DataFrame({"customer_id": ["a", "b"], "name": ["Acme Ltd", "ACME GmbH"], "country": ["US", "DE"]})
    >>> doubles(buyers).rows()
    [('a', 'b', 'same_name_other_suffix')]
    """
    require(customers, "customers", "customer_id", "name", "country")
    if customers.is_empty():
        return pl.DataFrame(schema=PAIRS)
    named = _named(customers.unique("customer_id").sort("customer_id"))
    whole = named.unique(["bare", "form"], keep="first", maintain_order=True)
    bare = whole.unique("bare", keep="first", maintain_order=True)
    found = [
        _with_first(named, ["bare", "form"], "same_name"),
        _with_first(whole, ["bare"], "same_name_other_suffix"),
        *([] if contacts is None else [_of_one_domain(customers, contacts)]),
        _similar(bare),
    ]
    return (
        pl.concat(found)
        .unique(["customer_id", "other_id"], keep="first", maintain_order=True)
        .sort("customer_id", "other_id")
    )


def _named(customers: pl.DataFrame) -> pl.DataFrame:
    """customer_id, country; bare: the words of the name, sorted; form: its legal form; first: its first word.

    A name that is nothing but a legal form is taken as it is; one without letters and digits is left out.
    """
    text = pl.col("name").str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    text = text.str.replace_many(list(NOT_TAKEN_APART), list(NOT_TAKEN_APART.values()))
    text = text.str.replace_all(r"\b(\p{L})\.", "${1}").str.replace_all(r"['’`]", "")
    text = text.str.replace_all(rf"({CHINESE_FORMS})", " ${1} ").str.replace_all(r"[^\p{L}\p{N}]+", " ")
    names = customers.select("name").unique().with_columns(words=text.str.strip_chars().str.split(" "))
    words = names.explode("words").filter(pl.col("words") != "").rename({"words": "word"})
    is_form = pl.col("word").is_in([*FORMS.split(), *CHINESE_FORMS.split("|")])
    told = words.with_columns(pl.col("word").replace(SAME_FORM)).group_by("name", maintain_order=True).agg(
        bare=pl.col("word").filter(~is_form).sort().str.join(" "),
        form=pl.col("word").filter(is_form).sort().str.join(" "),
        first=pl.coalesce(pl.col("word").filter(~is_form).first(), pl.col("word").first()),
    )  # fmt: skip
    nothing_else = pl.col("bare") == ""
    told = told.with_columns(bare=pl.when(nothing_else).then("form").otherwise("bare"))
    country = pl.col("country").fill_null("")
    return customers.select("customer_id", "name", country).join(told, on="name", maintain_order="left")


def _with_first(named: pl.DataFrame, same: list[str], why: str) -> pl.DataFrame:
    """Each customer with the first of those that are the same."""
    pairs = named.with_columns(first_id=pl.col("customer_id").first().over(same))
    return _pairs(pairs.filter(pl.col("first_id") != pl.col("customer_id")), "first_id", why)


def _pairs(frame: pl.DataFrame, other: str, why: str) -> pl.DataFrame:
    one, two = pl.col(other), pl.col("customer_id")
    return frame.select(customer_id=pl.min_horizontal(one, two), other_id=pl.max_horizontal(one, two), why=pl.lit(why))


def _of_one_domain(customers: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    require(contacts, "contacts", "customer_id", "email")
    domain = pl.col("email").str.to_lowercase().str.extract(DOMAIN)
    written = contacts.select("customer_id", domain=domain).drop_nulls().unique()
    own = written.filter(~pl.col("domain").is_in(FREE_MAIL))
    known = own.join(customers.select("customer_id", "country").unique("customer_id"), on="customer_id").drop_nulls()
    few = known.filter(pl.len().over("domain") <= MOST_OF_A_DOMAIN).sort("customer_id")
    return _with_first(few, ["domain", "country"], "same_email_domain_and_country")


def _similar(named: pl.DataFrame) -> pl.DataFrame:
    """Names near each other, in the alphabet and in the alphabet of their ends, within a country and a first word."""
    digits = pl.col("bare").str.extract_all(r"\d+").list.join(" ")
    block = pl.struct(
        "country", pl.when(_is_chinese()).then(pl.col("first").str.slice(0, 2)).otherwise("first"), digits
    )
    keyed = named.with_columns(block=block.rank("dense"), back=pl.col("bare").str.reverse())
    keyed = keyed.filter(pl.len().over("block") > 1).with_columns(letters=_letter_pairs(pl.col("bare")))
    near = [
        _neighbours(keyed.sort("block", way), step) for way in ("bare", "back") for step in range(1, NEIGHBOURS + 1)
    ]
    pairs = pl.concat(near).unique(["customer_id", "other"], maintain_order=True)
    words, others = (pl.col(name).str.split(" ") for name in ("bare", "other_bare"))
    rest = {"here": words.list.set_difference(others), "there": others.list.set_difference(words)}
    differing = {name: _letter_pairs(part.list.sort().list.join("")) for name, part in rest.items()}
    pairs = pairs.with_columns(**differing).filter(
        (_dice("here", "there") >= WORD_ALIKE) | (pl.col("here").list.len() + pl.col("there").list.len() == 0)
    )
    return _pairs(pairs, "other", "similar_name")


def _neighbours(keyed: pl.DataFrame, step: int) -> pl.DataFrame:
    """Each row with the one `step` further down, of one block and alike."""
    further = keyed.select(
        other=pl.col("customer_id").shift(-step), other_bare=pl.col("bare").shift(-step),
        other_block=pl.col("block").shift(-step), other_letters=pl.col("letters").shift(-step),
    )  # fmt: skip
    both = pl.concat([keyed.select("customer_id", "bare", "block", "letters"), further], how="horizontal")
    alike = both.filter(pl.col("block") == pl.col("other_block")).filter(_dice("letters", "other_letters") >= ALIKE)
    return alike.select("customer_id", "other", "bare", "other_bare")


def _dice(one: str, other: str) -> pl.Expr:
    shared = pl.col(one).list.set_intersection(pl.col(other)).list.len()
    return 2 * shared / (pl.col(one).list.len() + pl.col(other).list.len())


def _letter_pairs(text: pl.Expr) -> pl.Expr:
    """The distinct pairs of neighbouring letters."""
    pairs = text.str.split("").list.eval(pl.element() + pl.element().shift(-1))
    return pairs.cast(pl.List(pl.String)).list.drop_nulls().list.unique()


def _is_chinese() -> pl.Expr:
    return pl.col("first").str.contains(r"^\p{Han}")
