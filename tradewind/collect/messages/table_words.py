"""The words for each field in the headings of tables of messages; as for orders, the earlier word wins."""

from __future__ import annotations

from collections.abc import Sequence

from tradewind.collect.headings import MOST_CHARACTERS, plain

VOCABULARY = """
sent_at: strtime 发送时间 消息时间 聊天时间 时间 日期时间 日期 创建时间 sentat senttime datetime messagetime messagedate
    sentdate sent createdat date time dateutc timestamp 时间戳 msgtime
epoch: createtime epoch unixtime
text: strcontent 消息内容 聊天内容 内容 正文 消息 文本 messagetext messagecontent messagebody text content body message
    msg
sender: 发送者 发送人 发件人 发言人 说话人 昵称 发送方 sendername sender fromname from author user username name
    nickname
sender_id: 发送者id 发件人id 账号 senderid fromid userid wxid phone phonenumber 手机 手机号 电话 email 邮箱
recipient: 接收者 接收人 收件人 接收方 recipient receiver to toname
conversation: 会话 会话名称 聊天对象 群聊 群名称 群名 会话id conversation chat chatname channelname room session thread
    remark conversationid threadid talkerid
kind: 消息类型 类型 msgtype messagetype type kind
direction: issender issend 方向 收发 direction isfromme
message_id: 消息id 消息编号 messageid msgid msgsvrid id
channel: 渠道 平台 channel platform source
reply_to: 回复 replyto inreplyto replytoid
attachment: 附件 文件 attachment attachments file filename media
"""


def _ranks() -> dict[str, tuple[str, int]]:
    ranks: dict[str, tuple[str, int]] = {}
    field = ""
    for word in VOCABULARY.split():
        if word.endswith(":"):
            field = word[:-1]
        else:
            ranks[word] = (field, len(ranks))
    return ranks


RANKS = _ranks()
FIRST_ROWS = 20


def fields_of(headings: Sequence[object]) -> dict[str, int]:
    """Field -> column, each field in the column of its surest word.

    >>> fields_of(["时间", "发送人", "内容", "备注"])
    {'sent_at': 0, 'sender': 1, 'text': 2}
    """
    best: dict[str, tuple[int, int]] = {}
    for column, heading in enumerate(headings):
        if isinstance(heading, str) and len(heading) <= MOST_CHARACTERS and (found := RANKS.get(plain(heading))):
            field, rank = found
            best[field] = min(best.get(field, (rank, column)), (rank, column))
    return {field: column for field, (_, column) in best.items()}


def heading_of(rows: Sequence[Sequence[object]]) -> int | None:
    """Which of a table's first rows is a heading with a time, a text and a sender or direction; None where none is."""
    for place, row in enumerate(rows[:FIRST_ROWS]):
        found = fields_of(row).keys()
        if (
            "text" in found
            and {"sent_at", "epoch"} & found
            and {"sender", "sender_id", "direction", "conversation"} & found
        ):
            return place
    return None
