"""Which currency a sign, a word or a code means. A bare $ or ¥ is several currencies and is not decided."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel.numbers import list_currencies

SIGNS: dict[str, str] = {
    "us$": "USD", "$us": "USD", "usd$": "USD", "u.s.$": "USD", "hk$": "HKD", "a$": "AUD", "au$": "AUD", "c$": "CAD",
    "ca$": "CAD", "nz$": "NZD", "s$": "SGD", "nt$": "TWD", "r$": "BRL", "mx$": "MXN", "€": "EUR", "euro": "EUR",
    "euros": "EUR", "£": "GBP", "stg": "GBP", "rmb": "CNY", "cnh": "CNY", "cn¥": "CNY", "rmb¥": "CNY", "jp¥": "JPY",
    "₽": "RUB", "руб": "RUB", "₹": "INR", "₩": "KRW", "₺": "TRY", "₫": "VND", "฿": "THB", "₱": "PHP", "₦": "NGN",
    "₴": "UAH", "₪": "ILS", "rm": "MYR", "zł": "PLN", "zl": "PLN", "rp": "IDR", "dhs": "AED", "dh": "AED",
    "美元": "USD", "美金": "USD", "美刀": "USD", "人民币": "CNY", "人民币元": "CNY", "元": "CNY", "元人民币": "CNY",
    "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "日币": "JPY", "円": "JPY", "港币": "HKD", "港元": "HKD",
    "澳元": "AUD", "澳币": "AUD", "加元": "CAD", "加币": "CAD", "新加坡元": "SGD", "新币": "SGD", "韩元": "KRW",
    "韩币": "KRW", "卢布": "RUB", "瑞郎": "CHF", "瑞士法郎": "CHF", "台币": "TWD", "新台币": "TWD", "泰铢": "THB",
    "卢比": "INR", "迪拉姆": "AED", "雷亚尔": "BRL", "纽元": "NZD", "新西兰元": "NZD", "兰特": "ZAR", "里拉": "TRY",
    "us dollar": "USD", "us dollars": "USD", "dollar us": "USD", "pound sterling": "GBP", "renminbi": "CNY",
    "japanese yen": "JPY", "hong kong dollar": "HKD",
}  # fmt: skip
UNDECIDED = frozenset({"$", "¥", "dollar", "dollars", "yuan yen", "kr", "rs", "fr", "pesos", "peso"})
IN_HEADING = re.compile(
    r"[(\[{【〔]\s*(.{1,6}?)\s*[)\]}】〕]|\b(?:in|by)\s+([a-z]{3})\b|[_\s\-]([a-z]{3})$|^([a-z]{3})[_\s\-]"
)


@cache
def codes() -> frozenset[str]:
    """The ISO 4217 codes, today's and former ones."""
    return frozenset(list_currencies())


def currency(written: str) -> str | None:
    """The ISO code, "" for a sign that several currencies share, None for what is no currency at all.

    >>> currency("US$"), currency("人民币"), currency("eur"), currency("￥"), currency("pcs")
    ('USD', 'CNY', 'EUR', '', None)
    """
    plain = unicodedata.normalize("NFKC", written).casefold().strip(" .")
    if plain in UNDECIDED:
        return ""
    if plain in SIGNS:
        return SIGNS[plain]
    return plain.upper() if plain.upper() in codes() else None


def currency_in_heading(heading: str) -> str | None:
    """The currency that a heading names beside its field; None without one.

    >>> currency_in_heading("总金额（USD）"), currency_in_heading("amount_eur"), currency_in_heading("Amount (net)")
    ('USD', 'EUR', None)
    """
    found = IN_HEADING.search(unicodedata.normalize("NFKC", heading).casefold())
    return (currency(next(group for group in found.groups() if group)) or None) if found else None
