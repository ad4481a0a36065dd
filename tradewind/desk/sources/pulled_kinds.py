"""The kinds from which the desk fetches by itself, and what each needs to be told."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from tradewind.desk.models import Person
from tradewind.desk.sources.kind import Field, Kind

MAILBOX = Kind(
    "mail",
    _("Mailbox"),
    _("A mailbox by IMAP: all there is first, then new mail every minute. Mails stay unread and where they are."),
    "tradewind.desk.sources.mail",
    fields=(
        Field("host", _("Server"), _("As your provider calls it, e.g. imap.exmail.qq.com"), most=200),
        Field("user", _("User name"), _("Mostly the address itself"), most=200),
        Field(
            "password", _("Password"),
            _("Many providers want one of its own for programs: 授权码, app password"), is_secret=True, most=500,
        ),
        Field(
            "addresses", _("Further addresses"),
            _("Under which you write from this mailbox too, separated by commas"), is_needed=False,
        ),
        Field(
            "folders", _("Folders"),
            _("Only these, separated by commas; otherwise all but drafts, spam and the bin"), is_needed=False,
        ),
        Field("since", _("Mails from this day on"), _("2026-01-31; otherwise all"), is_needed=False, most=10),
        Field("port", _("Port"), form="number", default="993", most=5),
        Field(
            "security", _("Encryption"), default="tls",
            choices=(("tls", _("TLS from the start")), ("starttls", _("TLS after the greeting (STARTTLS)"))),
        ),
        Field(
            "certificate", _("Certificate of your own server"),
            _("Only where nobody known vouches for it: the text from BEGIN to END CERTIFICATE"),
            form="area", is_needed=False, most=20_000,
        ),
    ),
    is_pulled=True,
)  # fmt: skip

FOLDER = Kind(
    "folder",
    _("Watched folder"),
    _("A folder of the desk's machine: each file laid into it is read once, orders and conversations alike."),
    "tradewind.desk.sources.folder",
    fields=(
        Field(
            "folder", _("Folder"), _("A name for a folder of the desk's own, or a path that whoever runs it allowed"),
            most=500,
        ),
    ),
    is_pulled=True,
    needs=Person.Role.ADMIN,
)  # fmt: skip

DATABASE = Kind(
    "sql",
    _("Database"),
    _("A query to PostgreSQL or SQLite, e.g. of your ERP: its rows are read as a file with these headings would be."),
    "tradewind.desk.sources.sql",
    fields=(
        Field(
            "url", _("Address of the database"),
            _("postgresql://reader@db.office/erp or sqlite:///erp.sqlite3; the password has a field of its own"),
        ),
        Field("password", _("Password"), is_secret=True, is_needed=False, most=500),
        Field(
            "query", _("Query"), _("A SELECT whose columns are called as in an order list; it can only read"),
            form="area", most=20_000,
        ),
        Field(
            "column", _("Rising column"),
            _("A time of change or a number that only rises: then only what is new is read again"), is_needed=False,
        ),
        Field("minutes", _("Minutes between two looks"), form="number", default="10", most=5),
    ),
    is_pulled=True,
    needs=Person.Role.ADMIN,
)  # fmt: skip

PULLED: tuple[Kind, ...] = (MAILBOX, FOLDER, DATABASE)
