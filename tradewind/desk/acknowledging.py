"""告知收悉 A short word to whoever waits: the message came, and when it is read, in the buyer's language and time.

Only a draft: nothing here sends. Whoever sends it without asking must find the person's standing consent
(`ReadingPlan.acknowledges`) first.
"""

from __future__ import annotations

from datetime import datetime

from tradewind.desk import clocks
from tradewind.desk.models import Contact, Message, Person
from tradewind.desk.windows import plan_of, windows_at

TEXTS = {
    "en": "Hello {name}, thank you for your message. I read messages at fixed times and will look at it by {at} your time. If it cannot wait, please put URGENT in the first line.",  # noqa: E501
    "zh": "您好 {name}，消息已收到。我在固定时段处理消息，最迟会在您当地时间 {at} 查看。如有急事，请在第一行写明“紧急”。",  # noqa: E501
    "es": "Hola, {name}: gracias por su mensaje. Leo los mensajes a horas fijas y lo veré a más tardar el {at}, hora local de usted. Si es urgente, escriba URGENTE en la primera línea.",  # noqa: E501
    "pt": "Olá, {name}. Obrigado pela mensagem. Leio as mensagens em horários fixos e vou vê-la até {at}, no seu horário. Se for urgente, escreva URGENTE na primeira linha.",  # noqa: E501
    "fr": "Bonjour {name}, merci pour votre message. Je lis mes messages à heures fixes et le verrai au plus tard le {at}, heure locale. En cas d'urgence, merci d'écrire URGENT en première ligne.",  # noqa: E501
    "de": "Guten Tag {name}, danke für Ihre Nachricht. Ich lese Nachrichten zu festen Zeiten und sehe sie bis {at} Ihrer Zeit an. Ist es dringend, schreiben Sie bitte DRINGEND in die erste Zeile.",  # noqa: E501
    "ru": "Здравствуйте, {name}! Спасибо за сообщение. Я читаю сообщения в определённые часы и посмотрю его до {at} по вашему времени. Если это срочно, напишите СРОЧНО в первой строке.",  # noqa: E501
    "ar": "مرحبا {name}، شكرا على رسالتك. أقرأ الرسائل في أوقات محددة وسأطلع عليها قبل {at} بتوقيتك. إذا كان الأمر عاجلا فاكتب «عاجل» في السطر الأول.",  # noqa: E501
}
USUAL = "en"


def acknowledgement(message: Message, person: Person, now: datetime) -> tuple[str, str] | None:
    """(language, text) of the draft; None where the person holds nothing now. At most five queries."""
    windows = windows_at(plan_of(person), now)
    if windows.now is not None or windows.next is None:
        return None
    buyer = message.customer
    known = clocks.clock_of(buyer).clock if buyer else None
    local = windows.next.astimezone((known or clocks.desk_clock()).rules)
    language = language_of(message)
    name = (message.speaker.name if message.speaker else "") or message.sender
    text = TEXTS[language].format(name=name, at=f"{local:%Y-%m-%d %H:%M}")
    return language, " ".join(text.split()).replace(" ,", ",")


def language_of(message: Message) -> str:
    """The language in which the buyer is written to: that of a contact, else that of its country, else English."""
    buyer = message.customer
    if buyer is None:
        return USUAL
    said = Contact.objects.filter(customer=buyer).exclude(language="").values_list("language", flat=True).first()
    if said and (short := said.lower().replace("_", "-").split("-")[0]) in TEXTS:
        return short
    from babel.languages import get_official_languages

    official = get_official_languages(buyer.country) if len(buyer.country) == 2 else ()
    return next((one for name in official if (one := name.split("_")[0]) in TEXTS), USUAL)
