"""Forty countries to sell to: zone, language, how people write, what they pay in, when they rest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Market:
    """One country as the team sells to it.

    weight    its share of the buyers, in parts
    rests     which holidays it keeps -- see holidays.py
    phone     a range that its regulator keeps for made-up numbers, x for any digit; "" where there is none
    """

    country: str
    zone: str
    language: str
    form: str
    weight: int
    west: bool
    channel: str = "whatsapp"
    currency: str = "USD"
    rests: str = "christmas"
    phone: str = ""


# fmt: off
MARKETS = (
    Market("US", "America/New_York", "en", "Inc.", 34, True, "mail", phone="+1 212 555 01xx"),
    Market("US", "America/Los_Angeles", "en", "LLC", 16, True, "whatsapp", phone="+1 213 555 01xx"),
    Market("CA", "America/Toronto", "en", "Inc.", 14, True, "mail", phone="+1 416 555 01xx"),
    Market("GB", "Europe/London", "en", "Ltd", 22, True, "mail", "GBP", phone="+44 7700 900xxx"),
    Market("IE", "Europe/Dublin", "en", "Ltd", 5, True, "mail", "EUR", phone="+353 20 910 xxxx"),
    Market("DE", "Europe/Berlin", "en", "GmbH", 24, True, "mail", "EUR", phone="+49 30 23125 xxx"),
    Market("FR", "Europe/Paris", "en", "SARL", 14, True, "mail", "EUR", "august", "+33 6 39 98 xx xx"),
    Market("IT", "Europe/Rome", "en", "Srl", 14, True, "whatsapp", "EUR", "august"),
    Market("ES", "Europe/Madrid", "es", "SL", 14, True, "whatsapp", "EUR", "august"),
    Market("PT", "Europe/Lisbon", "pt", "Lda", 6, True, "whatsapp", "EUR", "august"),
    Market("NL", "Europe/Amsterdam", "en", "BV", 10, True, "mail", "EUR"),
    Market("BE", "Europe/Brussels", "en", "BV", 5, True, "mail", "EUR"),
    Market("AT", "Europe/Vienna", "en", "GmbH", 4, True, "mail", "EUR"),
    Market("SE", "Europe/Stockholm", "en", "AB", 6, True, "mail", phone="+46 70 174 06 xx"),
    Market("NO", "Europe/Oslo", "en", "AS", 4, True, "mail"),
    Market("DK", "Europe/Copenhagen", "en", "ApS", 4, True, "mail"),
    Market("FI", "Europe/Helsinki", "en", "Oy", 4, True, "mail", "EUR"),
    Market("PL", "Europe/Warsaw", "en", "Sp. z o.o.", 10, True),
    Market("CZ", "Europe/Prague", "en", "s.r.o.", 5, True),
    Market("GR", "Europe/Athens", "en", "AE", 4, True, "whatsapp", "EUR", "august"),
    Market("AU", "Australia/Sydney", "en", "Pty Ltd", 12, True, "mail", phone="+61 491 570 156"),
    Market("NZ", "Pacific/Auckland", "en", "Ltd", 4, True, "mail"),
    Market("BR", "America/Sao_Paulo", "pt", "Ltda", 24, False),
    Market("MX", "America/Mexico_City", "es", "SA de CV", 16, False),
    Market("CL", "America/Santiago", "es", "SpA", 12, False),
    Market("CO", "America/Bogota", "es", "SAS", 8, False),
    Market("PE", "America/Lima", "es", "SAC", 7, False),
    Market("AR", "America/Argentina/Buenos_Aires", "es", "SRL", 5, False),
    Market("AE", "Asia/Dubai", "en", "LLC", 16, False, rests="eid"),
    Market("SA", "Asia/Riyadh", "en", "Est.", 12, False, rests="eid"),
    Market("EG", "Africa/Cairo", "en", "SAE", 6, False, rests="eid"),
    Market("MA", "Africa/Casablanca", "en", "SARL", 5, False, rests="eid"),
    Market("TR", "Europe/Istanbul", "en", "A.Ş.", 9, False, rests="eid"),
    Market("KE", "Africa/Nairobi", "en", "Ltd", 6, False),
    Market("NG", "Africa/Lagos", "en", "Ltd", 9, False),
    Market("ZA", "Africa/Johannesburg", "en", "Pty Ltd", 8, False),
    Market("IN", "Asia/Kolkata", "en", "Pvt Ltd", 10, False, rests="none"),
    Market("JP", "Asia/Tokyo", "en", "KK", 10, False, "mail", rests="japan"),
    Market("TH", "Asia/Bangkok", "en", "Co., Ltd.", 7, False, "trademanager", rests="none"),
    Market("MY", "Asia/Kuala_Lumpur", "zh", "Sdn Bhd", 9, False, "wechat", rests="spring"),
    Market("SG", "Asia/Singapore", "zh", "Pte Ltd", 8, False, "wecom", rests="spring"),
)
# fmt: on
