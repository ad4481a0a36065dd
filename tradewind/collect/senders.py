"""Whose message is it: senders of conversations held against the people and names of buyers. Nothing is stored here."""

from __future__ import annotations

import polars as pl

from tradewind.collect.domains import DOMAIN, FREE_MAIL, MOST_OF_A_DOMAIN
from tradewind.collect.phones import account_key, phone_keys
from tradewind.ledger.schema import require

MATCHES = pl.Schema(
    {
        "channel": pl.String,
        "sender": pl.String,
        "sender_id": pl.String,
        "customer_id": pl.String,
        "kind": pl.String,
        "by": pl.String,
        "score": pl.Float64,
        "certain": pl.Boolean,
    }
)
BUYER = "buyer"  # before forwarder and supplier by the alphabet: of one who is both, the buyer counts
BY_NUMBER = ("whatsapp", "signal")  # channels whose accounts are telephone numbers
MOST_OF_A_WORD = 200  # names; a word of more tells nobody apart
LEAST_SCORE = 0.3
MOST_SUGGESTED = 3  # by name, for one sender
ADDRESS = r"([^\s<>()\[\]\",;:]+@[^@\s<>()\",;:]+\.[^@\s<>()\",;:.]+)"
SAYS_NOTHING = frozenset(
    ("客户", "先生", "女士", "mr", "mrs", "ms", "dr", "the", "and", "of", "co", "ltd", "inc", "llc", "gmbh")
)
WORD = r"\p{Han}+|[\p{L}\p{N}&&[^\p{Han}]]{2,}"


def matched_senders(senders: pl.DataFrame, customers: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """The buyers whom each sender may write for.

    senders    channel, sender, sender_id: distinct people of conversations; more columns do not count
    customers  customer_id, name, country -- see ledger.schema.CUSTOMERS
    contacts   customer_id, name, email, phone, kind (may be missing: buyer) -- see CONTACTS
    returns    channel, sender, sender_id, customer_id, and
                 kind     of the contact: buyer, or a supplier or forwarder who has to do with that buyer. Those two are
                          met by phone and email alone: their domain is not the buyer's, nor their name
                 by       the first that finds anybody: phone; email; domain of the address, unless a free mail
                          provider's or more than 20 buyers'; name
                 score    1 for phone and email, 1/n for a domain of n buyers; for names the weight of the words in
                          common over that of all words of both, a word weighing more the fewer names have it; (0, 1]
                 certain  by phone, email or domain, and it is nobody else's; all else is for a person to confirm
               A sender without a match has no row. Of names the best three from 0.3 on
    raises     MissingColumn

    >>> buyers = pl.DataFrame({"customer_id": ["c1"], "name": ["Acme"], "country": ["ES"]})
    >>> people = pl.DataFrame({"customer_id": ["c1"], "name": ["Tom"], "email": [None], "phone": ["600 111 222"]})
    >>> who = pl.DataFrame({"channel": ["whatsapp"], "sender": ["~T"], "sender_id": ["34600111222"]})
    >>> matched_senders(who, buyers, people).select("customer_id", "by", "certain").rows()
    [('c1', 'phone', True)]
    """
    require(senders, "senders", "channel", "sender", "sender_id")
    require(customers, "customers", "customer_id", "name", "country")
    require(contacts, "contacts", "customer_id", "name", "email", "phone")
    left = senders.select(pl.col("channel", "sender", "sender_id").cast(pl.String)).unique().sort(pl.all())
    left = left.with_row_index("row").with_columns(address=_address())
    kind = pl.col("kind") if "kind" in contacts.columns else pl.lit(None, dtype=pl.String).alias("kind")
    known = contacts.select(
        pl.col("customer_id", "name", "email", "phone").cast(pl.String), kind.fill_null(BUYER)
    ).unique()
    buyers = known.filter(pl.col("kind") == BUYER)
    ways = {
        "phone": (_phones_of_senders(left), _phones_of_contacts(known, customers)),
        "email": (_keyed(left, "row", _mailbox("address")), _keyed(known, ("customer_id", "kind"), _mailbox("email"))),
        "domain": (_domains(left, "row", "address"), _own_domains(buyers)),
    }
    found = []
    for way, (here, there) in ways.items():
        met = _met(here.join(left, on="row", how="semi"), there, way)
        left = left.join(met, on="row", how="anti")
        found.append(met)
    found.append(_alike(left, customers, buyers))
    everybody = senders.select(pl.col("channel", "sender", "sender_id").cast(pl.String)).unique().sort(pl.all())
    told = pl.concat(found).join(everybody.with_row_index("row"), on="row")
    return told.select(MATCHES.names()).sort("channel", "sender", "sender_id", -pl.col("score"), "customer_id")


def _met(here: pl.DataFrame, there: pl.DataFrame, way: str) -> pl.DataFrame:
    """row, customer_id, kind, by, score, certain: who has a key in common."""
    kind = pl.col("kind") if "kind" in there.columns else pl.lit(BUYER)
    both = here.join(there.unique(), on="key").group_by("row", "customer_id").agg(kind.min().alias("kind"))
    many = pl.len().over("row")
    score = 1 / many if way == "domain" else pl.lit(1.0)
    return both.select("row", "customer_id", "kind", by=pl.lit(way), score=score.cast(pl.Float64), certain=many == 1)


def _keyed(frame: pl.DataFrame, who: str | tuple[str, ...], key: pl.Expr) -> pl.DataFrame:
    return frame.select(*([who] if isinstance(who, str) else who), key=key).drop_nulls().unique()


def _address() -> pl.Expr:
    """The mail address in the account or in the name."""
    return pl.coalesce(pl.col(name).str.to_lowercase().str.extract(ADDRESS) for name in ("sender_id", "sender"))


def _mailbox(column: str) -> pl.Expr:
    """An address without what people add behind a + to sort their mail."""
    return pl.col(column).str.to_lowercase().str.extract(ADDRESS).str.replace(r"\+[^@]*@", "@")


def _domains(frame: pl.DataFrame, who: str, column: str) -> pl.DataFrame:
    """The domain of an address, and the domains that it is a part of; none of free mail providers."""
    domain = pl.col(column).str.to_lowercase().str.extract(DOMAIN)
    whole = frame.select(who, domain=domain).drop_nulls().filter(~pl.col("domain").is_in(FREE_MAIL))
    labels = pl.col("domain").str.split(".")
    parts = whole.with_columns(drop=pl.int_ranges(0, labels.list.len() - 1)).explode("drop")
    above = parts.select(who, key=labels.list.slice(pl.col("drop")).list.join("."))
    return above.drop_nulls().filter(~pl.col("key").is_in(FREE_MAIL)).unique()


def _own_domains(contacts: pl.DataFrame) -> pl.DataFrame:
    """The domains that contacts write from, as they are, where not many buyers share one."""
    domain = pl.col("email").str.to_lowercase().str.extract(DOMAIN)
    own = _keyed(contacts, "customer_id", domain).filter(~pl.col("key").is_in(FREE_MAIL))
    return own.filter(pl.col("customer_id").n_unique().over("key") <= MOST_OF_A_DOMAIN)


def _phones_of_senders(left: pl.DataFrame) -> pl.DataFrame:
    rows = [
        (row, key)
        for row, channel, sender, account in left.select("row", "channel", "sender", "sender_id").rows()
        for key in _numbers(channel, sender, account)
    ]
    return pl.DataFrame(rows, schema={"row": pl.UInt32, "key": pl.String}, orient="row").unique()


def _numbers(channel: str | None, sender: str | None, account: str | None) -> list[str]:
    """Numbers of a sender: an account that is one, and a name that is written as one."""
    written = [one for one in (account, sender) if one and (channel in BY_NUMBER or one.strip().startswith("+"))]
    return [key for one in written if (key := account_key(one)) is not None]


def _phones_of_contacts(contacts: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    countries = dict(customers.select(pl.col("customer_id", "country").cast(pl.String)).rows())
    rows = [
        (customer, kind, key)
        for customer, kind, phone in contacts.select("customer_id", "kind", "phone").drop_nulls().rows()
        for key in phone_keys(phone, countries.get(customer))
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("customer_id", "kind", "key"), pl.String), orient="row").unique()


def _alike(left: pl.DataFrame, customers: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """Suggestions by the words that names have in common: rare words say more than frequent ones."""
    every = pl.concat([contacts.select("customer_id", "name"), customers.select("customer_id", "name")])
    names = _worded(every.drop_nulls().unique().sort(pl.all()).with_row_index("at"), "at", "name")
    here = _worded(left, "row", "sender")
    weights = names.group_by("word").agg(names=pl.len()).with_columns(weight=1 / (1 + pl.col("names").log()))
    rarest = weights["weight"].max()
    here = here.join(weights, on="word", how="left").with_columns(
        pl.col("weight").fill_null(rarest if isinstance(rarest, float) else 1.0)
    )
    names = names.join(weights, on="word")
    whole, theirs = (one.group_by(who).agg(total=pl.col("weight").sum()) for one, who in ((here, "row"), (names, "at")))
    telling = names.filter(pl.col("names") <= MOST_OF_A_WORD)
    shared = here.select("row", "word").join(telling, on="word").group_by("row", "at", "customer_id").agg(
        pl.col("weight").sum()
    )  # fmt: skip
    both = shared.join(whole, on="row").join(theirs, on="at", suffix="_theirs")
    score = pl.col("weight") / (pl.col("total") + pl.col("total_theirs") - pl.col("weight"))
    best = both.with_columns(score=score.round(6)).group_by("row", "customer_id").agg(pl.col("score").max())
    best = best.filter(pl.col("score") >= LEAST_SCORE).sort("row", -pl.col("score"), "customer_id")
    best = best.group_by("row", maintain_order=True).head(MOST_SUGGESTED)
    return best.select(
        "row", "customer_id", kind=pl.lit(BUYER), by=pl.lit("name"), score="score", certain=pl.lit(False)
    )


def _worded(frame: pl.DataFrame, who: str, column: str) -> pl.DataFrame:
    """The distinct words of names, without accents and case; Chinese names are one word."""
    plain = pl.col(column).str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    words = frame.with_columns(word=plain.str.extract_all(WORD)).explode("word").drop_nulls("word")
    keep = [who, "customer_id", "word"] if "customer_id" in frame.columns else [who, "word"]
    return words.filter(~pl.col("word").is_in(SAYS_NOTHING)).select(keep).unique()
