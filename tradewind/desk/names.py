"""What people and teams may be called."""

from __future__ import annotations

import re
import unicodedata

from tradewind.errors import NameOutOfRange, UserNameOutOfRange

MOST = 80
USER_NAME = re.compile(r"[\w.@+-]{1,80}")


def written(name: str, most: int = MOST) -> str:
    """The name as it is kept: one line, without control signs and marks that turn the direction of the text.

    raises   NameOutOfRange when nothing is left, or more than `most` letters
    """
    seen = "".join(sign if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} else " " for sign in name)
    kept = " ".join(unicodedata.normalize("NFC", seen).split())
    if not 1 <= len(kept) <= most:
        raise NameOutOfRange(letters=len(kept), most=most)
    return kept


def spelled(user_name: str) -> str:
    """A user name as it is kept and looked up: however wide or large it was typed.

    raises   UserNameOutOfRange
    """
    kept = unicodedata.normalize("NFKC", user_name).strip().casefold()
    if not USER_NAME.fullmatch(kept):
        raise UserNameOutOfRange(name=ascii(user_name[:40])[1:-1] if not user_name.isprintable() else user_name[:40])
    return kept
