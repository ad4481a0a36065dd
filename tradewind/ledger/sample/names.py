"""Names of companies and people that do not exist: syllables put together, and first with last names at random."""

from __future__ import annotations

from random import Random

HEADS = (
    "Alma", "Bren", "Cora", "Dalv", "Ester", "Fjell", "Gald", "Hesp", "Iver", "Jora", "Kelm", "Lumi", "Mira", "Nord",
    "Orvi", "Pell", "Quin", "Rosta", "Sand", "Tova", "Ulma", "Vest", "Wend", "Zeph",
)  # fmt: skip
TAILS = (
    "anta", "bridge", "cella", "dora", "elle", "field", "gard", "holm", "inda", "karo", "lund", "mera", "nova", "oria",
    "port", "quay", "rena", "stad", "tera", "una", "vale", "wick", "yara", "zano",
)  # fmt: skip
TRADES = ("Trading", "Home", "Outdoor", "Living", "Garden", "Lighting", "Kitchen", "Tools", "Imports", "Supply")
FIRST = {
    "en": ("Emma", "Oliver", "Hannah", "Lucas", "Sofia", "Daniel", "Ingrid", "Marek", "Amina", "Yusuf", "Kenji"),
    "es": ("Lucía", "Mateo", "Carmen", "Diego", "Valeria", "Andrés"),
    "pt": ("Beatriz", "Rafael", "Larissa", "Thiago", "Camila", "João"),
    "zh": ("Wei Ling", "Jia Hui", "Kok Leong", "Siew Mei", "Zhi Hao", "Pei Shan"),
}  # fmt: skip
LAST = {
    "en": ("Carver", "Lindholm", "Okonma", "Hartwell", "Novarek", "Fenwick", "Aldane", "Tamura", "Brandt", "Rahmani"),
    "es": ("Rivas", "Montero", "Salcedo", "Ibarra", "Quiroga", "Peralta"),
    "pt": ("Teixeira", "Barros", "Moura", "Pinheiro", "Siqueira", "Fontes"),
    "zh": ("Tan", "Lim", "Ong", "Koh", "Yeo", "Chong"),
}  # fmt: skip
PLAIN = str.maketrans("áéíóúãçŞ", "aeiouacS")


def company_name(number: int, form: str, random: Random) -> str:
    """A company's name; no two of the first 576 share their root."""
    place = number * 235 % (len(HEADS) * len(TAILS))  # 235 and 576 have no common factor
    root = HEADS[place // len(TAILS)] + TAILS[place % len(TAILS)]
    town = "" if number < len(HEADS) * len(TAILS) else f" {chr(65 + number // 576 % 26)}{number // 14976 or ''}"
    return f"{root}{town} {random.choice(TRADES)} {form}"


def mail_domain(name: str) -> str:
    """A domain that can never exist: .example is reserved for that."""
    words = name.translate(PLAIN).lower().split()
    return f"{'-'.join(words[:-1] if len(words) < 4 else words[:2])}.example"


def person_name(language: str, random: Random) -> str:
    """A buyer's contact."""
    return f"{random.choice(FIRST[language])} {random.choice(LAST[language])}"


def mail_name(contact: str) -> str:
    """What stands before the @ in a contact's address."""
    return contact.translate(PLAIN).lower().replace(" ", ".")
