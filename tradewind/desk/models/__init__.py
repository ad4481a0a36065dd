"""The desk's tables, a file per matter. The fact tables match `tradewind.ledger.schema`, and a test says so."""

from tradewind.desk.models.adoption import (
    OpenedPage,
    Reached,
    RollOut,
    ToolsShown,
)
from tradewind.desk.models.attention import BreakThrough, ContactRules, InboxEntry, Meeting, ReadingPlan
from tradewind.desk.models.audit import AuditEntry
from tradewind.desk.models.batches import Batch, RowBefore
from tradewind.desk.models.customers import Contact, Customer, Ownership
from tradewind.desk.models.doubles import CustomerAlias, Double, Merge
from tradewind.desk.models.events import Event
from tradewind.desk.models.feeds import CalendarFeed
from tradewind.desk.models.findings import BuyerRisk, Drawing, FindingRun, SaidChance, ScopeFinding
from tradewind.desk.models.follow_ups import FollowUp
from tradewind.desk.models.jobs import Job
from tradewind.desk.models.layouts import Layout
from tradewind.desk.models.letters import Letter, SendingAccount
from tradewind.desk.models.messages import Message, Sender
from tradewind.desk.models.notes import Note
from tradewind.desk.models.orders import Order, OrderLine
from tradewind.desk.models.people import Invitation, Person, SignedIn, SignInLink, Team, WrongSignIns
from tradewind.desk.models.process_changes import ProcessChange
from tradewind.desk.models.programmes import Programme, ProgrammeDecision, ProgrammeVersion
from tradewind.desk.models.published import OwnFigure
from tradewind.desk.models.rates import ExchangeRate
from tradewind.desk.models.ratings import Rating
from tradewind.desk.models.reminders import (
    DueNotice,
    FoundPromise,
    Leave,
    Reminder,
    ReminderReason,
    ReminderRules,
    SpecialDay,
)
from tradewind.desk.models.search import SearchWord, TalkIndex, TalkWord
from tradewind.desk.models.sources import Sealed, Source
from tradewind.desk.models.state import DeskState
from tradewind.desk.models.states import BuyerState
from tradewind.desk.models.tokens import ApiToken, WrongTokens
from tradewind.desk.models.usage import Usage
from tradewind.desk.models.warnings import ChurnWarning, Season

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Batch",
    "BreakThrough",
    "BuyerRisk",
    "BuyerState",
    "CalendarFeed",
    "ChurnWarning",
    "Contact",
    "ContactRules",
    "Customer",
    "CustomerAlias",
    "DeskState",
    "Double",
    "Drawing",
    "DueNotice",
    "Event",
    "ExchangeRate",
    "FindingRun",
    "FollowUp",
    "FoundPromise",
    "InboxEntry",
    "Invitation",
    "Job",
    "Layout",
    "Leave",
    "Letter",
    "Meeting",
    "Merge",
    "Message",
    "Note",
    "OpenedPage",
    "Order",
    "OrderLine",
    "OwnFigure",
    "Ownership",
    "Person",
    "ProcessChange",
    "Programme",
    "ProgrammeDecision",
    "ProgrammeVersion",
    "Rating",
    "Reached",
    "ReadingPlan",
    "Reminder",
    "ReminderReason",
    "ReminderRules",
    "RollOut",
    "RowBefore",
    "SaidChance",
    "ScopeFinding",
    "Sealed",
    "SearchWord",
    "Season",
    "Sender",
    "SendingAccount",
    "SignInLink",
    "SignedIn",
    "Source",
    "SpecialDay",
    "TalkIndex",
    "TalkWord",
    "Team",
    "ToolsShown",
    "Usage",
    "WrongSignIns",
    "WrongTokens",
]
