"""What in a mail's text is new: quotations of earlier mails and signatures are cut, and kept aside."""

from __future__ import annotations

import re

MOST_LINE = 400  # characters; a longer line is no attribution and no signature
MOST_ATTRIBUTION_LINES = 4
MOST_SIGNATURE_LINES = 12

WROTE = re.compile(
    r"(?:wrote|writes|schrieb(?: .{1,80})?|a écrit|escribió|ha scritto|escreveu|schreef|skrev|kirjoitti|"
    r"napisał(?:\(a\))?|"
    r"napsal(?:\(a\))?|пишет|писал(?:\(а\))?|написал(?:\(а\))?|yazdı|đã viết|"
    r"写道|寫道|のメール|님이 작성)\s?[:：]?\s*$",
    re.I,
)
WROTE_ENDS = (":", "：", "wrote", "写道", "寫道", "のメール", "님이 작성")
OPENER = re.compile(r"(?:On|Am|Le|El|Il|Em|Op|Den|Dne|W dniu|Dnia|在|于|於|\d{4}[年/.-]\d{1,2})[\s,\d]?", re.I)
RULE = re.compile(
    r"\s*(?:[-_=*]{2,}\s*)"
    r"(?:original\s+(?:message|mail)|ursprüngliche nachricht|message d'origine|mensaje original|mensagem original|"
    r"messaggio originale|oorspronkelijk bericht|forwarded message|исходное сообщение|原始邮件|原始郵件|邮件原件|"
    r"原邮件|转发邮件信息|轉寄郵件|回复的原邮件|元のメッセージ)\s*[-_=*]*\s*$"
    r"|\s*begin forwarded message:\s*$",
    re.I,
)
FIELD = re.compile(
    r"\s*\*?(from|sent|date|to|cc|subject|von|gesendet|an|betreff|datum|de|envoyé|enviado(?: el)?|fecha|data|para|"
    r"asunto|assunto|à|objet|da|inviato|a|oggetto|van|verzonden|aan|onderwerp|от|отправлено|дата|кому|тема|"
    r"发件人|寄件者|寄件人|发送时间|發送時間|日期|時間|时间|收件人|收件者|抄送|副本|主题|主題|主旨|差出人|送信日時|宛先|件名)"
    r"\s?\*?\s?[:：]",
    re.I,
)
SENDER = re.compile(r"\s*\*?(from|von|de|da|van|от|发件人|寄件者|寄件人|差出人)\s?\*?\s?[:：]", re.I)
LINE_ALONE = re.compile(r"\s*[_-]{20,}\s*$")
SIGNATURE = re.compile(r"--\s?$")
DEVICE = re.compile(
    r"(?:sent (?:from|with|via|using) |get outlook for |发自我的|發自我的|来自我的|从我的 ?\S+ ?发送|"
    r"envoyé (?:de|depuis) |von meinem .{2,40} gesendet|enviado (?:desde|do|de) |inviato da |verzonden (?:vanaf|met) |"
    r"отправлено (?:с|из) |iPhoneから送信)",
    re.I,
)


def said(text: str) -> tuple[str, str | None]:
    r"""(what is new, what was cut; None for nothing). A mail that only quotes is left whole. Linear in its length.

    >>> said("Agreed.\n-- \nTom\n\nOn Tue, 5 Mar 2024, Li wrote:\n> FOB 3.2?\n")
    ('Agreed.', '-- \nTom\n\nOn Tue, 5 Mar 2024, Li wrote:\n> FOB 3.2?')
    """
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    cut = [False] * len(lines)
    _cut_below(lines, cut, _earlier_mail(lines))
    _cut_quotations(lines, cut)
    _cut_signature(lines, cut)
    new = "\n".join(line for line, gone in zip(lines, cut, strict=True) if not gone).strip("\n")
    if not new.strip():
        return "\n".join(lines).strip("\n"), None
    return new.rstrip(), "\n".join(line for line, gone in zip(lines, cut, strict=True) if gone).strip("\n") or None


def _cut_below(lines: list[str], cut: list[bool], start: int) -> None:
    cut[start:] = [True] * (len(lines) - start)


def _earlier_mail(lines: list[str]) -> int:
    """Where an earlier mail begins that was pasted in whole: at a rule that says so, or at its own heading."""
    for place, line in enumerate(lines):
        if len(line) > MOST_LINE:
            continue
        if RULE.match(line):
            return place
        if SENDER.match(line) and _fields(lines, place) >= 3:
            return place - 1 if place and LINE_ALONE.match(lines[place - 1]) else place
    return len(lines)


def _fields(lines: list[str], start: int) -> int:
    """How many different fields of a mail's heading stand in the lines from `start` on."""
    found = [FIELD.match(line[:MOST_LINE]) for line in lines[start : start + 8]]
    return len({one[1].lower() for one in found if one})


def _cut_quotations(lines: list[str], cut: list[bool]) -> None:
    for place, line in enumerate(lines):
        if line.lstrip().startswith((">", "＞")):
            cut[place] = True
        elif len(line) <= MOST_LINE and line.rstrip().endswith(WROTE_ENDS) and WROTE.search(line):
            _cut_attribution(lines, cut, place)


def _cut_attribution(lines: list[str], cut: list[bool], end: int) -> None:
    """The lines "On Tuesday, Tom <…> wrote:" above a quotation; they may be broken anywhere."""
    below = next((line for line in lines[end + 1 : end + 6] if line.strip()), "")
    if below and not below.lstrip().startswith((">", "＞")) and not OPENER.match(lines[end].strip()):
        return
    for start in range(end, max(-1, end - MOST_ATTRIBUTION_LINES), -1):
        line = lines[start].strip()
        if not line or len(line) > MOST_LINE:
            break
        if OPENER.match(line):
            if re.search(r"\d", " ".join(lines[start : end + 1])):
                cut[start : end + 1] = [True] * (end + 1 - start)
            return
    if re.search(r"[\d@]", lines[end]):
        cut[end] = True


def _cut_signature(lines: list[str], cut: list[bool]) -> None:
    """From the mark -- on, or from what a telephone adds, to the end of that stretch of new text."""
    for place in range(1, len(lines)):
        line = lines[place]
        if cut[place] or len(line) > MOST_LINE:
            continue
        most = MOST_SIGNATURE_LINES if SIGNATURE.match(line) else 2 if DEVICE.match(line.strip()) else 0
        end = _stretch(cut, place) if most else place
        if most and sum(bool(one.strip()) for one in lines[place:end]) <= most:
            cut[place:end] = [True] * (end - place)


def _stretch(cut: list[bool], start: int) -> int:
    """Where the new text from `start` on ends; far below a signature's length it is looked for no further."""
    far = min(len(cut), start + 4 * MOST_SIGNATURE_LINES)
    return next((place for place in range(start, far) if cut[place]), far)
