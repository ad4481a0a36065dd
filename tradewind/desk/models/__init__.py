"""The desk's tables, a file per matter. The fact tables match `tradewind.ledger.schema`, and a test says so."""

from tradewind.desk.models.audit import AuditEntry
from tradewind.desk.models.batches import Batch, RowBefore
from tradewind.desk.models.customers import Contact, Customer, Ownership
from tradewind.desk.models.doubles import CustomerAlias, Double, Merge
from tradewind.desk.models.findings import BuyerRisk, Drawing, FindingRun, ScopeFinding
from tradewind.desk.models.jobs import Job
from tradewind.desk.models.layouts import Layout
from tradewind.desk.models.orders import Order, OrderLine
from tradewind.desk.models.people import Person, SignInLink, Team
from tradewind.desk.models.rates import ExchangeRate
from tradewind.desk.models.state import DeskState
from tradewind.desk.models.tokens import ApiToken, WrongTokens
from tradewind.desk.models.warnings import ChurnWarning

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Batch",
    "BuyerRisk",
    "ChurnWarning",
    "Contact",
    "Customer",
    "CustomerAlias",
    "DeskState",
    "Double",
    "Drawing",
    "ExchangeRate",
    "FindingRun",
    "Job",
    "Layout",
    "Merge",
    "Order",
    "OrderLine",
    "Ownership",
    "Person",
    "RowBefore",
    "ScopeFinding",
    "SignInLink",
    "Team",
    "WrongTokens",
]
