"""Every error of Tradewind, in one tree.

An error says what is wrong, where, and what to do. Its `message` is a template in English that doors translate;
its `facts` are the numbers and names that fill the template. `exit_status` is what the command line ends with:
2 for bad use or bad input, 1 for a failure of ours.

    TradewindError
    ├── LedgerError
    │   ├── MissingColumn
    │   └── UnknownTable
    ├── DeskError
    │   ├── NotFound
    │   ├── NotAllowed
    │   ├── PortTaken
    │   ├── LinkSpent
    │   ├── FileTooLarge
    │   ├── AlreadyDone
    │   ├── NoWrongRows
    │   ├── FactsBusy
    │   ├── MergedMeanwhile
    │   ├── MergedFurther
    │   ├── TakenApart
    │   ├── NotOnThatDay
    │   ├── DeskNotEmpty
    │   ├── NoSample
    │   ├── NoSuchPerson
    │   ├── StartFailed
    │   ├── DeskEmpty
    │   ├── NotComputed
    │   ├── TokenMissing
    │   ├── TokenRefused
    │   ├── TooManyWrongTokens
    │   ├── NoSuchRoute
    │   ├── WrongMethod
    │   ├── LengthMissing
    │   └── RequestTooLarge
    └── InputError
        ├── NotThisKind
        ├── NothingOrdered
        ├── PartOrders
        ├── MissingRates
        ├── RateNotRead
        ├── FileMissing
        ├── HorizonOutOfRange
        ├── UnknownMetric
        ├── RequestBroken
        ├── FieldMissing
        ├── BadField
        ├── UnknownCurrency
        ├── RateOutOfRange
        ├── RateDayOutOfRange
        ├── EmptyFile
        ├── HeadingOnly
        ├── NotATable
        ├── WebPage
        ├── TruncatedFile
        ├── BrokenFile
        ├── LockedFile
        ├── TooLarge
        ├── NoTableInside
        ├── SeveralTables
        ├── SeveralSheets
        ├── NoWorkbook
        ├── UnknownSheet
        ├── BrokenEncoding
        ├── UnknownEncoding
        ├── UnclosedQuote
        ├── BadJsonLine
        ├── DuplicateHeading
        ├── UnknownHeading
        ├── UnknownChoice
        ├── NoOrderFile
        ├── NoCustomerFile
        ├── AmbiguousDates
        ├── AmbiguousAmounts
        ├── BadRate
        └── BadRows
            ├── BadDate
            ├── BadDayMonthDate
            ├── BadMonthDayDate
            ├── BadYearMonthDate
            ├── NoDate
            ├── OddDate
            ├── BadTime
            ├── BadAmount
            ├── BadQuantity
            ├── BadPrice
            ├── BadCurrency
            ├── NoAmount
            ├── TooFewCells
            └── TooManyCells
"""

from __future__ import annotations

from typing import Any


class TradewindError(Exception):
    """Something went wrong that a person can read about in one sentence."""

    message = "Something went wrong."
    exit_status = 1

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))

    @property
    def code(self) -> str:
        """The error's name for programs, e.g. `MissingColumn`."""
        return type(self).__name__


class LedgerError(TradewindError):
    """The facts do not have the shape that an analysis needs."""

    exit_status = 2


class MissingColumn(LedgerError):
    message = "The table {table} has no column {column}. It has: {present}."


class UnknownTable(LedgerError):
    message = "The ledger has no table {table}. It has: {present}."


class DeskError(TradewindError):
    """The desk cannot do what was asked."""

    exit_status = 2


class NotFound(DeskError):
    message = "There is nothing of that number that you may see. Look it up in its list."


class NotAllowed(DeskError):
    message = "Your role does not allow this. Ask an administrator of the desk."


class PortTaken(DeskError):
    message = "Port {port} is taken by another program. Choose another one, e.g. --port {other}."


class LinkSpent(DeskError):
    message = "This sign-in link was used before or is older than 15 minutes. Print a new one: tradewind sign-in-link"


class FileTooLarge(DeskError):
    message = "{file} has {size_mb} MB; the desk takes {most_mb} MB. Split the file, or raise TRADEWIND_MAX_UPLOAD_MB."


class AlreadyDone(DeskError):
    message = "Import {batch} is {state}, so this cannot be done with it now."


class NoWrongRows(DeskError):
    message = "Import {batch} has no rows that cannot be read, so there is nothing to correct."


class FactsBusy(DeskError):
    message = "An import is being written or taken back just now. Try again when it is through."


class MergedMeanwhile(DeskError):
    message = "{buyer} has been merged into {kept} already. Look at the list of doubles again."


class MergedFurther(DeskError):
    message = (
        "{kept}, into which {buyer} was merged, was itself merged into another buyer since. Undo that merge first."
    )


class TakenApart(DeskError):
    message = "The merge of {buyer} was undone already."


class NotOnThatDay(DeskError):
    message = "{buyer} cannot be handed over on {day}. Choose a day from {first} to {last}."


class DeskNotEmpty(DeskError):
    message = "The desk has orders already. The sample company is only for an empty desk."


class NoSample(DeskError):
    message = "There is no sample company on the desk."


class NoSuchPerson(DeskError):
    message = "Nobody at this desk has the user name {person}."


class StartFailed(DeskError):
    message = "The desk's web server or worker ended by itself; what they printed above says why."
    exit_status = 1


class DeskEmpty(DeskError):
    message = "The desk has no orders yet. Import an order file first: tradewind collect FILE"


class NotComputed(DeskError):
    message = "This is not computed yet for the buyers that you may see. It is after each import, and every night."


class TokenMissing(DeskError):
    message = "The request names no token. Send one in the header Authorization: Bearer TOKEN."


class TokenRefused(DeskError):
    message = "This token is unknown, revoked or expired. Make a new one: tradewind token make NAME --person USER."


class TooManyWrongTokens(DeskError):
    message = "{wrong:,} wrong tokens came from this address. Correct the token, or wait {minutes:,} minutes."


class NoSuchRoute(DeskError):
    message = "There is nothing at {path}. See /api/docs for what there is."


class WrongMethod(DeskError):
    message = "{method} does nothing at {path}. Use {allowed}."


class LengthMissing(DeskError):
    message = "The request does not state its length. Send it with Content-Length, not in chunks."


class RequestTooLarge(DeskError):
    message = (
        "The request has {size_mb:,} MB; the desk takes {most_mb:,} MB. Split the file, "
        "or raise TRADEWIND_MAX_UPLOAD_MB."
    )


class InputError(TradewindError):
    """What a person gave cannot be used as it is."""

    exit_status = 2


class NotThisKind(InputError):
    message = "{file} is a list of {kind}, and this needs orders. Name an order file."


class NothingOrdered(InputError):
    message = "{file} has no order with an amount above 0, only returns or cancellations. Name a file with orders."


class PartOrders(InputError):
    message = (
        "{file} has only some of the lines of {orders:,} orders that the desk has whole, e.g. {order}. "
        "Choose with --part-orders keep or --part-orders replace."
    )


class MissingRates(InputError):
    message = (
        "{file} has {orders:,} orders in {currency}, from {first_on} on, and no exchange rate to {base} for those "
        "days. Give one with --rate {currency}=NUMBER (its units for one {base}; last known: {suggested}), or leave "
        "the amounts out of all sums with --without-rates."
    )


class RateNotRead(InputError):
    message = "{said} is no rate. Write it as CURRENCY=NUMBER, e.g. AED=3.6725: so many units for one of the base."


class FileMissing(InputError):
    message = "There is no file {file}. Check the name and the folder."


class HorizonOutOfRange(InputError):
    message = "The horizon is {horizon_days} days. It must be 1 to {longest} days; 90 is usual."


class UnknownMetric(InputError):
    message = "There is no published figure {metric}. There are: {present}."


class RequestBroken(InputError):
    message = "The body of the request cannot be read. Send form fields, with a file as multipart/form-data."


class FieldMissing(InputError):
    message = "The request lacks {field}. See /api/docs for what it takes."


class BadField(InputError):
    message = '"{value}" is no {field} for this request. See /api/docs for what it takes.'


class UnknownCurrency(InputError):
    message = "{currency} is no currency that can have a rate here. Choose one from the list, other than {base}."


class RateOutOfRange(InputError):
    message = "{rate} is no exchange rate. It must be above 0 and below 10 million, with 8 decimals at most."


class RateDayOutOfRange(InputError):
    message = "{day} is no day for an exchange rate. It must be from {first} to {last}."


def as_document(error: TradewindError) -> dict[str, Any]:
    """The error as plain values, to be stored and told later: {"code", "facts"}."""
    plain = (str, int, float, bool, type(None))
    facts = {name: fact if isinstance(fact, plain) else str(fact) for name, fact in error.facts.items()}
    return {"code": error.code, "facts": facts}


def of_document(document: dict[str, Any]) -> TradewindError:
    """The error that `as_document` told; a TradewindError for an unknown code."""
    kinds = {kind.__name__: kind for kind in _below(TradewindError)}
    return kinds.get(document["code"], TradewindError)(**document["facts"])


def _below(kind: type[TradewindError]) -> list[type[TradewindError]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in _below(child))]


class EmptyFile(InputError):
    message = "{file} is empty. Export the table again, or choose another file."


class HeadingOnly(InputError):
    message = "{file} has a heading, but no rows below it. Export the table again, or choose another file."


class NotATable(InputError):
    message = "{file} is neither CSV, XLSX, XLS, Parquet nor JSON Lines. Save the table as one of these."


class WebPage(InputError):
    message = "{file} is a web page or XML, whatever its name. Open it in a spreadsheet program and save it as XLSX."


class TruncatedFile(InputError):
    message = "{file} ends in the middle of its packed data. Download or copy the whole file again."


class BrokenFile(InputError):
    message = "{file} is damaged and cannot be opened. Save it again in the program it comes from, or get a new copy."


class LockedFile(InputError):
    message = "{file} is locked with a password. Save it without one."


class TooLarge(InputError):
    message = "{file} unpacks to more than {most:,} million bytes or cells. Split it into smaller files."


class NoTableInside(InputError):
    message = "{file} is a zip without any file in it. Pack the table into it again."


class SeveralTables(InputError):
    message = "{file} is a zip with several files: {members}. Unpack it and give them one by one."


class SeveralSheets(InputError):
    message = "{file} has several sheets with different headings: {sheets}. Choose one with --sheet."


class NoWorkbook(InputError):
    message = "{file} is no workbook, so it has no sheet {sheet}. Leave --sheet out."


class UnknownSheet(InputError):
    message = "{file} has no sheet {sheet}. It has: {sheets}."


class BrokenEncoding(InputError):
    message = "{file}, row {row:,}: the text is {encoding} up to here and then is not. Save the file as UTF-8."


class UnknownEncoding(InputError):
    message = "{file} is in no encoding known here: UTF-8, UTF-16, GB18030, Windows-1252. Save it as UTF-8."


class UnclosedQuote(InputError):
    message = "{file}, row {row:,}: a quotation mark opens a cell and none closes it. Close it, or take it away."


class BadJsonLine(InputError):
    message = '{file}, row {row:,} is no JSON object. Each line must be one, such as {{"customer": "ACME"}}.'


class DuplicateHeading(InputError):
    message = "{file} has the heading {heading} over different cells, in columns {first} and {second}. Rename one."


class UnknownHeading(InputError):
    message = "{file} has no column {heading}. It has: {headings}."


class UnknownChoice(InputError):
    message = "{choice} is no choice for {option}. There are: {choices}."


class NoOrderFile(InputError):
    message = (
        "{file} is no order file: it has the columns {headings}, and none was recognised as {missing}. "
        "Needed are a customer, a date, and an amount or a quantity with a price. Rename the columns, "
        "or say what they are with --column."
    )


class NoCustomerFile(InputError):
    message = (
        "{file} names no customers: it has the columns {headings}. Rename the column with the customer, "
        "or say which it is with --column."
    )


class AmbiguousDates(InputError):
    message = (
        'In {file}, column {column}, "{value}" may be {first} or {second}, and no other row tells which. '
        "Choose with --dates {one} or --dates {other}."
    )


class AmbiguousAmounts(InputError):
    message = (
        'In {file}, column {column}, the point in "{value}" may stand for thousands or for decimals, and no other row '
        "tells which. Choose with --decimal comma or --decimal point."
    )


class BadRate(InputError):
    message = (
        "The rate of {currency} from {on} on is {rate}. It must be a number above 0: its units for one of the base."
    )


class BadRows(InputError):
    """Rows of a file cannot be read: the first of them, and how many there are."""

    message = "{file}, row {row:,} cannot be read, one of {bad:,}. Correct it, or skip it with --skip-bad-rows."


class BadDate(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no date; {others:,} other rows have one. '
        "Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class BadDayMonthDate(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no date in the order day/month/year that the other '
        "{others:,} rows use. Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class BadMonthDayDate(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no date in the order month/day/year that the other '
        "{others:,} rows use. Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class BadYearMonthDate(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no date in the order year/month/day that the other '
        "{others:,} rows use. Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class NoDate(BadRows):
    message = (
        "{file}, row {row:,}, column {column}: the date is missing; {others:,} other rows have one. "
        "Fill it in, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class OddDate(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" lies years away from nearly all of the {others:,} dates. '
        "Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class BadTime(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no time of day. '
        "Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class BadAmount(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no amount; {others:,} other rows have one. '
        "Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class BadQuantity(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no quantity; {others:,} other rows have one. '
        "Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class BadPrice(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no price; {others:,} other rows have one. '
        "Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class BadCurrency(BadRows):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no currency, or another one than beside the amount. '
        "Write a code such as USD, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class NoAmount(BadRows):
    message = (
        "{file}, row {row:,}, column {column}: the amount is missing; {others:,} other rows have one. "
        "Fill it in, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )


class TooFewCells(BadRows):
    message = (
        "{file}, row {row:,} has fewer cells than the heading. Fill it up, or skip the row with --skip-bad-rows. "
        "Rows that cannot be read: {bad:,}."
    )


class TooManyCells(BadRows):
    message = (
        "{file}, row {row:,} has more cells than the heading; a cell with a separator in it needs quotation marks. "
        "Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: {bad:,}."
    )
