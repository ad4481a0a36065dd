"""Which column of an event log is the case, the activity, the time …: by its heading, Chinese or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tradewind.collect.headings import plain
from tradewind.errors import NoEventFile, UnknownChoice, UnknownHeading

WORDS = """
case_id: caseconceptname caseid case 案例编号 案例id 案例 个案 流程实例 流程编号 流程实例编号 实例编号 实例id
    工单号 工单编号 traceid trace processinstance processinstanceid instanceid instance ticketid ticket 订单号
    订单编号 单号 单据编号 orderid orderno ordernumber order 合同号 ponumber pono jobid requestid
activity: conceptname activity activityname 活动 活动名称 步骤 步骤名称 环节 环节名称 节点 节点名称 操作 动作
    事件 任务 任务名称 工序 event eventname step stepname task taskname action operation stage status 状态
happened_at: timetimestamp timestamp completetimestamp completiontime endtimestamp endtime happenedat
    occurredat eventtime 发生时间 完成时间 时间戳 结束时间 处理时间 操作时间 时间 日期 datetime time date end
    completed starttimestamp starttime start 开始时间
resource: orgresource resource resourcename 资源 执行人 处理人 经办人 操作人 办理人 负责人 责任人 业务员 user
    username performer performedby worker employee agent owner rep assignee orggroup
lifecycle: lifecycletransition lifecycle transition eventtype 生命周期 事件类型 阶段类型
cost: costtotal cost amountcost 成本 费用 costs
"""
NEEDED = ("case_id", "activity", "happened_at")


def _ranks() -> dict[str, tuple[str, int]]:
    ranks: dict[str, tuple[str, int]] = {}
    field = ""
    for rank, word in enumerate(WORDS.split()):
        if word.endswith(":"):
            field = word[:-1]
        else:
            ranks[word] = (field, rank)
    return ranks


RANKS = _ranks()
FIELDS = (*dict.fromkeys(field for field, _ in RANKS.values()), "kind")


def event_columns(headings: Sequence[str], corrections: Mapping[str, str], file: str) -> dict[str, int]:
    """Field -> column. A person's word goes before a heading's; among headings the surest, then the leftmost.

    corrections  heading -> field, "" to leave the column out; "kind" names the column by which cases are of one kind
    raises       UnknownHeading, UnknownChoice; NoEventFile when case, activity or time is missing
    """
    found: dict[str, int] = {}
    left_out = set()
    for heading, field in corrections.items():
        if heading not in headings:
            raise UnknownHeading(file=file, heading=heading, headings=", ".join(headings)[:600])
        if field and field not in FIELDS:
            raise UnknownChoice(option="--column", choice=field, choices=", ".join(FIELDS))
        if field:
            found[field] = headings.index(heading)
        else:
            left_out.add(headings.index(heading))
    known = [(RANKS.get(plain(heading)), column) for column, heading in enumerate(headings)]
    for (field, _), column in sorted((rank, column) for rank, column in known if rank):
        if field not in found and column not in found.values() and column not in left_out:
            found[field] = column
    _check(found, headings, file)
    return found


SURE = """
conceptname activity activityname 活动 活动名称 步骤 步骤名称 环节 环节名称 节点 节点名称 工序 任务名称
eventname stepname taskname
"""


def tells_events(headings: Sequence[str]) -> bool:
    """Whether headings name a case, a time and, by a word that means nothing else, an activity."""
    words, sure = [plain(heading) for heading in headings], frozenset(SURE.split())
    known = {RANKS[word][0] for word in words if word in RANKS}
    return known.issuperset(NEEDED) and not sure.isdisjoint(words)


def _check(found: Mapping[str, int], headings: Sequence[str], file: str) -> None:
    if missing := [field for field in NEEDED if field not in found]:
        told = ", ".join(heading[:30] or "-" for heading in headings[:30])
        raise NoEventFile(file=file, headings=told, missing=", ".join(missing))
