"""Every error of Tradewind, in one tree.

An error says what is wrong, where, and what to do. Its `message` is a template in English that doors translate;
its `facts` are the numbers and names that fill the template. `exit_status` is what the command line ends with:
2 for bad use or bad input, 1 for a failure of ours.

    TradewindError
    ├── LedgerError
    │   ├── MissingColumn
    │   ├── UnknownTable
    │   ├── NaiveTime
    │   ├── WrongType
    │   └── EngineError
    │       ├── SparkMissing
    │       ├── JavaMissing
    │       ├── NoExecutors
    │       └── SparkFailed
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
    │   ├── NextStepStands
    │   ├── NothingSelected
    │   ├── ChangedSince
    │   ├── DeskNotEmpty
    │   ├── NoSample
    │   ├── SampleSize
    │   ├── NoSuchPerson
    │   ├── StartFailed
    │   ├── NoDesk
    │   ├── DeskInUse
    │   ├── DeskBeingRestored
    │   ├── DeskHasRows
    │   ├── DeskNewer
    │   ├── DeskUnreadable
    │   ├── FactsDiffer
    │   ├── RowRefused
    │   ├── BackupExists
    │   ├── BadAddress
    │   ├── SameDatabase
    │   ├── NotReached
    │   ├── DeskEmpty
    │   ├── NotComputed
    │   ├── TokenMissing
    │   ├── TokenRefused
    │   ├── TooManyWrongTokens
    │   ├── NoSuchRoute
    │   ├── WrongMethod
    │   ├── LastAdministrator
    │   ├── NameTaken
    │   ├── InvitationSpent
    │   ├── SignInRefused
    │   ├── TooManyWrongSignIns
    │   ├── NoAccountYet
    │   ├── PublicUrlMissing
    │   ├── LengthMissing
    │   ├── NoSendingAccount
    │   ├── LetterRefused
    │   ├── LetterUnsure
    │   ├── SecretsUnreadable
    │   ├── VaultKeyBroken
    │   ├── AddressUnknown
    │   ├── AddressInside
    │   ├── Unreachable
    │   ├── AnswerTooLarge
    │   ├── CertificateExpired
    │   ├── CertificateOfAnother
    │   ├── CertificateUnknown
    │   ├── NoTls
    │   ├── MailLoginRefused
    │   ├── MailServerRefused
    │   ├── SqlNotOpened
    │   ├── SqlRefused
    │   ├── SqlColumnMissing
    │   ├── FolderMissing
    │   ├── TooManyFiles
    │   ├── FilesRefused
    │   ├── SourceFailed
    │   └── RequestTooLarge
    └── InputError
        ├── NotAUrl
        ├── UnknownSourceKind
        ├── SourceFieldMissing
        ├── FolderNotAllowed
        ├── CertificateUnreadable
        ├── NoSuchMailFolder
        ├── SourceFieldWrong
        ├── NotThisKind
        ├── NothingOrdered
        ├── PartOrders
        ├── MissingRates
        ├── RateNotRead
        ├── DayNotRead
        ├── RuleNotRead
        ├── RuleOutOfRange
        ├── UnknownRule
        ├── NoDeputy
        ├── DaysOutOfOrder
        ├── NoteEmpty
        ├── NameNotTyped
        ├── LetterEmpty
        ├── WindowClosed
        ├── AccountIncomplete
        ├── ContactEmpty
        ├── ContactTwice
        ├── TextTooLong
        ├── NameMissing
        ├── FileMissing
        ├── NoOrderParts
        ├── SeveralCurrencies
        ├── FolderNeeded
        ├── MasterNotRead
        ├── MasterUnreachable
        ├── NotABackup
        ├── BackupTruncated
        ├── BackupDamaged
        ├── BackupUnsafe
        ├── BackupNewer
        ├── NoRoom
        ├── HorizonOutOfRange
        ├── BudgetOutOfRange
        ├── BudgetNotRead
        ├── OtherInputs
        ├── ReplayOutOfRange
        ├── PauseNotRead
        ├── NumberNotRead
        ├── ItemsNotRead
        ├── PanelCellMissing
        ├── PanelDoubled
        ├── PanelMoves
        ├── PanelTooThin
        ├── SalesMonthNotRead
        ├── SalesCellMissing
        ├── SalesDoubled
        ├── SalesGap
        ├── SalesBelowZero
        ├── SalesTooShort
        ├── SalesTooShortToJudge
        ├── NoTreated
        ├── NoControl
        ├── FewControls
        ├── SeveralStarts
        ├── ShortBefore
        ├── NoUseFile
        ├── BadUseRow
        ├── UseAfterToday
        ├── SeatsTooFew
        ├── AnswerNotRead
        ├── FewAnswers
        ├── ItemAllAlike
        ├── ThinHistory
        ├── FewBuyers
        ├── CutoffNotRead
        ├── ChurnNotRead
        ├── ChurnOutOfRange
        ├── MonthsOutOfRange
        ├── StopOutOfRange
        ├── FeedbackOutOfRange
        ├── UnknownMetric
        ├── RequestBroken
        ├── FieldMissing
        ├── BadField
        ├── UnknownCurrency
        ├── RateOutOfRange
        ├── RateDayOutOfRange
        ├── UnknownZone
        ├── UnknownCountry
        ├── NoZone
        ├── NoTime
        ├── NoHours
        ├── DayNotKnown
        ├── HoursOutOfRange
        ├── NoWorkday
        ├── NeverOpens
        ├── YearOutOfRange
        ├── NoReplyLinks
        ├── OneSender
        ├── NoArrivals
        ├── NothingToJudge
        ├── NothingJudged
        ├── NothingToPlanOn
        ├── SlotOutOfRange
        ├── WindowsDoNotFit
        ├── BadPlanHours
        ├── PlanNotRead
        ├── CalendarNotRead
        ├── ContactRuleNotRead
        ├── UnknownSender
        ├── NoMessageFile
        ├── BadMessageTime
        ├── NoSpan
        ├── UserNameOutOfRange
        ├── NameOutOfRange
        ├── PasswordTooShort
        ├── PasswordTooLong
        ├── PasswordTooCommon
        ├── PasswordLikeName
        ├── PasswordOnlyDigits
        ├── PasswordsDiffer
        ├── PasswordWrong
        ├── NoAddress
        ├── NoPublicUrl
        ├── ReasonMissing
        ├── FigureOutOfRange
        ├── MoneyTooLarge
        ├── ProgrammeNotRead
        ├── ProgrammeNoObject
        ├── ProgrammeLacks
        ├── KeyTwice
        ├── NotANumber
        ├── ValueOutOfRange
        ├── RangeBackwards
        ├── RateImpossible
        ├── YearsOutOfRange
        ├── ProgrammeNameless
        ├── DecisionMissing
        ├── ChangeNameless
        ├── ToolNameless
        ├── ReachesNobody
        ├── TooFewToCompare
        ├── TooFewPeople
        ├── VersionGone
        ├── NoInstalment
        ├── FlowNotRead
        ├── FewFlows
        ├── ManyFlows
        ├── DatesDiffer
        ├── DayBeforeFirst
        ├── DrawsOutOfRange
        ├── NoEvents
        ├── OneEvent
        ├── NoEventFile
        ├── BadEventRow
        ├── HostileXes
        ├── BrokenXes
        ├── NoXesEvents
        ├── NoXesTime
        ├── ChangeOutOfLog
        ├── NoTwoSides
        ├── NotInLog
        ├── OfficeHalf
        ├── TooManySteps
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
        ├── AmbiguousMessageDates
        ├── NoConversation
        ├── SenderNotInFile
        ├── LineTooLong
        ├── MessageTooLong
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


class NaiveTime(LedgerError):
    message = "The time {time} names no zone, so it is no moment. Give it with one, e.g. {time}Z or {time}+08:00."


class WrongType(LedgerError):
    message = "{file}, column {column}: it holds {kind}, and this needs {needed}. Write the column anew as that."


class EngineError(LedgerError):
    """The work cannot be done where it was asked to be done."""


class SparkMissing(EngineError):
    message = (
        "--engine spark needs PySpark, which is not installed. Install it: make setup-spark "
        "(pip install --require-hashes -r requirements/spark.txt)."
    )


class JavaMissing(EngineError):
    message = "--engine spark needs Java 17 or newer, and there is none. Install it, or set JAVA_HOME to where it is."


class NoExecutors(EngineError):
    message = (
        "No executor of {master} came within {seconds} seconds. See on the master's page whether workers are alive "
        "and have cores and memory to spare."
    )


class SparkFailed(EngineError):
    message = "Spark failed: {why}. Run it again with TRADEWIND_DEBUG=1 to see all that Spark says."
    exit_status = 1


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


class NextStepStands(DeskError):
    message = "{buyer} has got another next step since. Change or drop that one instead."


class NothingSelected(DeskError):
    message = "No buyer is selected. Tick at least one, and at most {most:,} at a time."


class ChangedSince(DeskError):
    message = "{buyer} has orders, notes or next steps by now, so adding it cannot be taken back."


class DeskNotEmpty(DeskError):
    message = "The desk has buyers already. The sample company is only for an empty desk."


class NoSample(DeskError):
    message = "There is no sample company on the desk."


class SampleSize(DeskError):
    message = "A sample company of {buyers} buyers cannot be made. Ask for 1 to {most}."


class NoSuchPerson(DeskError):
    message = "Nobody at this desk has the user name {person}."


class StartFailed(DeskError):
    message = "The desk's web server or worker ended by itself; what they printed above says why."
    exit_status = 1


class NoDesk(DeskError):
    message = "There is no desk in {home} yet. Open one with tradewind serve, or check TRADEWIND_HOME and DATABASE_URL."


class DeskInUse(DeskError):
    message = "The desk is open: a server, a worker or a command has it. Close it, e.g. with Ctrl-C, and try again."


class DeskBeingRestored(DeskError):
    message = "The desk is being restored or moved just now. Try again when that is done."


class DeskHasRows(DeskError):
    message = (
        "The desk is not empty: {table} has {rows:,} rows. Restore into another TRADEWIND_HOME, or with --replace in "
        "place of everything; what is there is backed up first."
    )


class DeskNewer(DeskError):
    message = (
        "A newer Tradewind has opened this desk: it has {migration}, which this version {ours} does not know. "
        "Install the newer version again, or restore a backup from before."
    )


class DeskUnreadable(DeskError):
    message = "The desk's database {file} is damaged. Move it aside, and restore a backup."


class FactsDiffer(DeskError):
    message = "After filling, {tables} did not hold what the source holds. Nothing was changed; please report this."
    exit_status = 1


class RowRefused(DeskError):
    message = "The database does not take a row of {table}: {why}. Nothing was changed."


class BackupExists(DeskError):
    message = "{file} is there already. Choose another name, or overwrite it with --force."


class BadAddress(DeskError):
    message = (
        "This is no address of a database. Write postgres://user:password@host/name or sqlite:////folder/file.sqlite3."
    )


class SameDatabase(DeskError):
    message = "The desk in {home} is in this database already. Name another one with --to."


class NotReached(DeskError):
    message = "The database {address} cannot be reached: {why}. Check the address, and that the server runs."


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


class LastAdministrator(DeskError):
    message = "{person} is the last administrator who works here. Make another person administrator first."


class NameTaken(DeskError):
    message = "{name} is taken already. Choose another name."


class InvitationSpent(DeskError):
    message = (
        "This invitation was used before, was replaced, or is older than 7 days. Ask an administrator for a new one."
    )


class SignInRefused(DeskError):
    message = "Name and password do not fit together. Check both, or ask an administrator for a new invitation."


class TooManyWrongSignIns(DeskError):
    message = "Signing in failed too often. Try again after {minutes:,} minutes."


class NoAccountYet(DeskError):
    message = (
        "No administrator has a password, so nobody could sign in from elsewhere. "
        "Set one with tradewind people password {person} and serve again."
    )


class PublicUrlMissing(DeskError):
    message = (
        "{address} is every address of this machine, so the desk cannot know by which one the team reaches it. "
        "Name that with --public-url, e.g. http://desk.example:8000."
    )


class LengthMissing(DeskError):
    message = "The request does not state its length. Send it with Content-Length, not in chunks."


class NoSendingAccount(DeskError):
    message = "There is no account to send by. Set one under Settings, Sending."


class LetterRefused(DeskError):
    message = "Not sent: the other side answered “{why}”. Check the account and the address, then send it again."


class LetterUnsure(DeskError):
    message = (
        "The connection broke while the message to {to} was handed over: it may have gone out or not. Look into the "
        "sent messages there before you send it again."
    )


class SecretsUnreadable(DeskError):
    message = (
        "The desk has not the key with which these secrets were kept. Put the file vault.key of the desk they come "
        "from into the data folder, or enter them again."
    )


class VaultKeyBroken(DeskError):
    message = (
        "{where} holds no key. It takes keys as Tradewind makes them: 44 letters, digits and signs each, the newest "
        "first."
    )


class AddressUnknown(DeskError):
    message = "There is no machine called {host}. Check how it is written, and that this machine reaches the network."


class AddressInside(DeskError):
    message = (
        "{host} is at {address}, inside the network of this machine. Whoever runs the desk may allow it with "
        "TRADEWIND_INSIDE_HOSTS."
    )


class Unreachable(DeskError):
    message = "{host} does not answer at port {port}: {why}. Check address and port, or try again later."


class AnswerTooLarge(DeskError):
    message = "{host} answered with more than {most_mb:,} MB, which the desk does not take in."


class CertificateExpired(DeskError):
    message = "The certificate of {host} has run out. Whoever runs it has to renew it; the desk does not sign in."


class CertificateOfAnother(DeskError):
    message = (
        "The certificate that came is not for {host}. Check how the server is called; if it is right, somebody may "
        "stand between, and the desk does not sign in."
    )


class CertificateUnknown(DeskError):
    message = (
        "Nobody known vouches for the certificate of {host}: {why}. If the server is your own, put its certificate "
        "into the settings of the source; the desk does not sign in otherwise."
    )


class NoTls(DeskError):
    message = "{host} speaks no TLS at port {port}. Check the port, or choose the other way of encryption."


class MailLoginRefused(DeskError):
    message = (
        "{host} does not let {user} in: {why}. Check user name and password; many providers want a password of its own "
        "for programs (授权码, app password), and IMAP switched on in their settings."
    )


class MailServerRefused(DeskError):
    message = "The mail server {host} gave no answer that can be used: {why}. It is tried again every minute."


class SqlNotOpened(DeskError):
    message = "The database {host} does not open: {why}. Check address, user name and password."


class SqlRefused(DeskError):
    message = "The database does not answer the query: {why}. Try the query there first; it may only read."


class SqlColumnMissing(DeskError):
    message = "The query gives no column {column}. It gives: {columns}. Write the name as it stands there."


class FolderMissing(DeskError):
    message = "The folder {folder} cannot be looked into: {why}. Put it back, or change the source."


class TooManyFiles(DeskError):
    message = "The folder {folder} has more than {most:,} files. Move what was read into another folder."


class FilesRefused(DeskError):
    message = (
        "{files:,} files of the folder were refused and lie there as they were, the first is {file}. What is wrong is "
        "told with its import; mend the file or take it out."
    )


class SourceFailed(DeskError):
    message = "This source failed in a way that is our fault: {what}. It is tried again; the log of the desk has more."


class RequestTooLarge(DeskError):
    message = (
        "The request has {size_mb:,} MB; the desk takes {most_mb:,} MB. Split the file, "
        "or raise TRADEWIND_MAX_UPLOAD_MB."
    )


class InputError(TradewindError):
    """What a person gave cannot be used as it is."""

    exit_status = 2


class NotAUrl(InputError):
    message = "{url} is no address of the web. Write it as https://shop.example, without user name or password."


class UnknownSourceKind(InputError):
    message = "There is no kind of source called {kind}. There are: {kinds}."


class SourceFieldMissing(InputError):
    message = "{label} is missing, and this source needs it. Fill it in."


class FolderNotAllowed(InputError):
    message = (
        "{folder} may not be read by the desk. Whoever runs it names such folders in TRADEWIND_WATCHED_FOLDERS; what "
        "is below {own} is always allowed."
    )


class CertificateUnreadable(InputError):
    message = "What stands under certificate is none. It begins with -----BEGIN CERTIFICATE----- and ends with its END."


class NoSuchMailFolder(InputError):
    message = "The mailbox has no folder {folder}, or it is one for drafts, spam or the bin. It has: {folders}."


class SourceFieldWrong(InputError):
    message = "{label}: {value} cannot be used ({hint})."


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


class DayNotRead(InputError):
    message = '"{said}" is no day from {first} on. Write it as year-month-day, at most three years ahead.'


class RuleNotRead(InputError):
    message = 'Rules of reminders, {place}: "{said}" has another form than the rules have there. See docs/api.md.'


class RuleOutOfRange(InputError):
    message = 'Rules of reminders, {place}: "{said}" is no number from {least:g} to {most:g}.'


class UnknownRule(InputError):
    message = 'Rules of reminders: nothing is called "{rule}". Known are {known}.'


class NoDeputy(InputError):
    message = "{deputy} cannot stand in for {person}: choose an active colleague who is not away on those days."


class DaysOutOfOrder(InputError):
    message = "The last day, {last}, is before the first, {first}. Say the first day first."


class NoteEmpty(InputError):
    message = "The note is empty. Write what was said or agreed."


class NameNotTyped(InputError):
    message = 'Nothing is erased: what was typed is not the name "{name}". Type it exactly to confirm.'


class LetterEmpty(InputError):
    message = "There is no text to send. Write it, or name a template."


class WindowClosed(InputError):
    message = (
        "WhatsApp takes a text of one's own only within 24 hours of the buyer's last message, and that of {to} is "
        "older. Name a template that Meta has approved, or open WhatsApp and write there."
    )


class AccountIncomplete(InputError):
    message = "The account lacks its {what}, or it cannot be one. Fill it in."


class ContactEmpty(InputError):
    message = "A contact needs a name, an e-mail address or a phone number. Write one of them."


class ContactTwice(InputError):
    message = "{name} is a contact of this buyer already, with the same address and number. Change that one."


class TextTooLong(InputError):
    message = "The text has {letters:,} letters; {most:,} fit. Shorten it."


class NameMissing(InputError):
    message = "The buyer has no name. Write at least the company's name."


class FileMissing(InputError):
    message = "There is no file {file}. Check the name and the folder."


class NoOrderParts(InputError):
    message = "{folder} has no Parquet file. Name the folder that holds the orders' parts, such as part-00000.parquet."


class SeveralCurrencies(InputError):
    message = (
        "The orders in {folder} are in several currencies ({currencies}) and have no column amount_base. "
        "Write it: the amounts in one currency."
    )


class FolderNeeded(InputError):
    message = "Spark reads a folder of Parquet files. Name it with --orders FOLDER; a file is read without Spark."


class MasterNotRead(InputError):
    message = '"{said}" is no Spark master. Write spark://host:7077, yarn, k8s://https://host:443, or local[4].'


class MasterUnreachable(InputError):
    message = "The Spark master {master} cannot be reached: {why}. Check the address, and that the master runs."


class NotABackup(InputError):
    message = "{file} is no backup of Tradewind. Name a file that tradewind backup has made."


class BackupTruncated(InputError):
    message = "{file} ends too early, so nothing was restored. Copy it again from where it was made."


class BackupDamaged(InputError):
    message = "{file} is damaged at {part}, so nothing was restored. Copy it again, or take another backup."


class BackupUnsafe(InputError):
    message = "{file} holds {part}, which a backup does not hold like that, so nothing was restored. Do not trust it."


class BackupNewer(InputError):
    message = "{file} was made by Tradewind {version}, newer than this {ours}. Upgrade the program, then restore."


class NoRoom(InputError):
    message = "{file} needs {needed_mb:,} MB here, and {free_mb:,} MB are free. Make room, and restore again."


class HorizonOutOfRange(InputError):
    message = "The horizon is {horizon_days} days. It must be 1 to {longest} days; 90 is usual."


class BudgetOutOfRange(InputError):
    message = "A false-alarm budget of {budget} is not possible. It must be above 0 and below 1; 0.1 is usual."


class BudgetNotRead(InputError):
    message = "A budget of {said} % false alarms is not possible. Say a number from {least} to {most}; 10 is usual."


class OtherInputs(InputError):
    message = (
        "The orders up to {today} are not those that the stored numbers were computed from: {then} order days then, "
        "{now} now, or other amounts. Compute the findings anew, or look at a backup of that day."
    )


class ReplayOutOfRange(InputError):
    message = "The replay cannot begin on {from_on}. It needs orders before it: begin after {first} and by {last}."


class PauseNotRead(InputError):
    message = '"{said}" is no pause. Write its first and last day as FROM:TO, e.g. 2026-02-14:2026-02-23.'


class NumberNotRead(InputError):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" is no number. Correct it, or leave the cell empty. '
        "Cells of this column that cannot be read: {bad:,}."
    )


class ItemsNotRead(InputError):
    message = (
        '{file} has no items that fit. Give what tradewind adoption calibrate --json printed, or {{"patterns": '
        '{{"01101": 5}}}} with one 0 or 1 per item.'
    )


class PanelCellMissing(InputError):
    message = "Row {row:,} of the panel has no {column}. Fill it in, or leave the row out."


class PanelDoubled(InputError):
    message = (
        "Unit {unit} has period {time} twice. The panel needs one row per unit and period; {rows:,} rows repeat one."
    )


class PanelMoves(InputError):
    message = "Unit {unit} starts in several periods: {starts}. Write one first period with the tool in all its rows."


class PanelTooThin(InputError):
    message = "The panel has {units:,} units that are there in each of its {periods:,} periods. It takes 2 of both."


class SalesMonthNotRead(InputError):
    message = "{file}: {said} in the column ds is no month. Write months as 2026-03 or 2026-03-01."


class SalesCellMissing(InputError):
    message = (
        "{file}, row {row:,}: no {column}. A row says of one series and one month what was sold; write 0 for none."
    )


class SalesDoubled(InputError):
    message = (
        "{file}: {series} has {month} twice ({rows:,} rows repeat a month). Sum them, one row per series and month."
    )


class SalesGap(InputError):
    message = (
        "{file}: {series} has no row for {month}, which lies between its first and its last month ({gaps:,} such "
        "gaps). Write 0 where nothing was sold."
    )


class SalesBelowZero(InputError):
    message = (
        "{file}: {series} sold less than 0 in {month} ({rows:,} such months). Book returns to the month of their sale, "
        "or write 0."
    )


class SalesTooShort(InputError):
    message = "{file}: the longest series has {months:,} months. A forecast takes {least:,} of them."


class SalesTooShortToJudge(InputError):
    message = (
        "{file}: the longest series has {months:,} months; {windows:,} windows of {horizon:,} months, with two years "
        "before them, take {needed:,}. Ask for fewer --windows or a shorter --horizon."
    )


class NoTreated(InputError):
    message = "No unit gets the tool after the first of the {periods:,} periods, so there is no before to compare with."


class NoControl(InputError):
    message = "No unit is without the tool to compare with. Try --control notyet, or --design its."


class FewControls(InputError):
    message = "Only {controls} unit is without the tool; the synthetic designs compare with 2 or more."


class SeveralStarts(InputError):
    message = "Units start in different periods: {starts}. This design takes one start; use --design cs for several."


class ShortBefore(InputError):
    message = (
        "There are {periods} periods on one side of the start, too few for this design. Add earlier or later ones."
    )


class NoUseFile(InputError):
    message = "{file} is no log of tool use: no column tells {missing}. Its headings: {headings}."


class BadUseRow(InputError):
    message = "{file}, row {row:,}, column {column} tells no person or no time. Fill it in; rows like it: {bad:,}."


class UseAfterToday(InputError):
    message = "Nothing was done in any tool up to {today}. Choose a later day, or a log that reaches further back."


class SeatsTooFew(InputError):
    message = (
        "{people:,} people used the tools, more than the {seats:,} seats. Say how many seats there are with --seats."
    )


class AnswerNotRead(InputError):
    message = '"{said}" is no answer. Write 1 for right, 0 for wrong, and leave the cell empty where nothing was asked.'


class FewAnswers(InputError):
    message = "{people:,} people answered {items:,} items. Calibration takes 10 people and 2 items at least."


class ItemAllAlike(InputError):
    message = "Item {item} was answered alike by everybody, so its difficulty cannot be told. Leave it out."


class ThinHistory(InputError):
    message = (
        "The orders span {days} days; looking back over {horizon_days} days needs {needed}. Choose a shorter horizon."
    )


class FewBuyers(InputError):
    message = "Before {cutoff} {buyers} buyers had ordered on two days; {fewest} are needed. Choose a later cutoff."


class CutoffNotRead(InputError):
    message = "The cutoff {said} is no day. Write it as 2026-06-30; several follow one another."


class ChurnNotRead(InputError):
    message = '"{said}" is no change of churn. Write it as BEFORE:AFTER, two yearly shares, e.g. 0.18:0.23.'


class ChurnOutOfRange(InputError):
    message = "A churn rate of {said} is not possible here. It must be above 0 and below 1, e.g. 0.18 for 18 % a year."


class MonthsOutOfRange(InputError):
    message = "{said} is no number of months to look ahead. Give a whole number from 1 to {most}; 36 is usual."


class StopOutOfRange(InputError):
    message = "The leak cannot be stopped in month {said}. Give a whole number from 1 to {most}, or leave it out."


class FeedbackOutOfRange(InputError):
    message = "{said} is no strength of feedback. Give a number from 0 to {most}; 0.3 is usual, 0 is none."


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


class UnknownZone(InputError):
    message = "{zone} is no time zone. Write a name such as America/Sao_Paulo, or a distance such as UTC+08:00."


class UnknownCountry(InputError):
    message = "{country} is no country known here. Write its two letters, e.g. BR."


class NoZone(InputError):
    message = "Nothing tells the time zone. Give a zone, a country, or a telephone number that begins with +."


class NoTime(InputError):
    message = "{said} is no time with a zone. Write it as 2026-02-13T09:00Z or 2026-02-13T17:00+08:00."


class NoHours(InputError):
    message = "{said} is no time of day. Write it as 09:00."


class DayNotKnown(InputError):
    message = "{said} is no day. Write closed days as 2026-12-24, with commas between them."


class HoursOutOfRange(InputError):
    message = "Business hours from {opens} to {closes} do not work. They must open before they close, on one day."


class NoWorkday(InputError):
    message = "Every day of the week is closed. Leave at least one workday."


class NeverOpens(InputError):
    message = "This office does not open within {days:,} days. Look at its own closed days."


class YearOutOfRange(InputError):
    message = "Public holidays are known here for the years {first} to {last}, not for {year}. Choose a day in them."


class NoReplyLinks(InputError):
    message = (
        "{file} has no message that answers another person's, so nothing can be learnt from it. Give a file whose "
        "column reply_to or in_reply_to names the message that is answered."
    )


class OneSender(InputError):
    message = "All messages of {file} come from one sender. Give a file with both sides of the conversations."


class NoArrivals(InputError):
    message = "No message comes in, so there is nothing to plan windows for. Give a file with incoming messages."


class NothingToJudge(InputError):
    message = "{file} has no messages to judge by: its last one is of {last}. Choose an earlier day, or a longer file."


class NothingJudged(InputError):
    message = (
        "No message is left to judge by: those who answer wrote once or twice only. Give a longer file with more "
        "messages of those who answer."
    )


class NothingToPlanOn(InputError):
    message = "{file} has no messages before {day}: its first one is of {first}. Choose a later --test-from."


class SlotOutOfRange(InputError):
    message = "A slot of {said} minutes is not possible. Choose {least} to {most}."


class WindowsDoNotFit(InputError):
    message = (
        "{windows} windows do not fit between {first} and {last}: there is room for 1 to {most}. Ask for other "
        "windows, longer hours or shorter slots."
    )


class BadPlanHours(InputError):
    message = (
        "No window fits between {first} and {last} with these breaks, or the deadline is not above 0 and up to {most} "
        "hours. Ask for longer hours, fewer breaks or another deadline."
    )


class PlanNotRead(InputError):
    message = (
        "The windows cannot be kept so: up to {most} times of a day such as 08:00, the last hour after the first, each "
        "break from earlier to later, windows of {shortest} to {longest} minutes, 0 to {budget} interruptions a day. "
        "Correct what differs."
    )


class CalendarNotRead(InputError):
    message = (
        "{file} is no calendar that can be read: {why}. Export it again as an .ics file of up to {most_mb} MB, or "
        "enter your meetings as breaks."
    )


class ContactRuleNotRead(InputError):
    message = (
        "Rule {rule} cannot be kept so: it needs a channel that no other rule has, a length of {least:g} to {most:g} "
        "hours on the buyer's office clock or on every hour, or, for what is urgent, a name with words or buyers. "
        "Correct it."
    )


class UnknownSender(InputError):
    message = "{file} has no messages of {sender}. Those who write most in it are: {present}."


class NoMessageFile(InputError):
    message = (
        "{file} is no table of messages: it has the columns {headings}, and none is {missing}. Needed are message_id, "
        "sent_at and sender."
    )


class BadMessageTime(InputError):
    message = '{file}, row {row:,}: "{value}" is no time. Write it as 2026-02-13T09:00:00, in UTC or with a zone.'


class NoSpan(InputError):
    message = "{said} is no span of hours. Write it as 12:00-13:00."


class UserNameOutOfRange(InputError):
    message = '"{name}" cannot be a user name. Use 1 to 80 letters, digits, and . _ - @ +, without spaces.'


class NameOutOfRange(InputError):
    message = "The name has {letters:,} letters. Use 1 to {most:,}."


class PasswordTooShort(InputError):
    message = (
        "The password has fewer than {least:,} letters. Choose a longer one, such as three words that do not "
        "belong together."
    )


class PasswordTooLong(InputError):
    message = "The password has more than {most:,} letters. Choose a shorter one."


class PasswordTooCommon(InputError):
    message = "This password is on the lists that are tried first. Choose one that nobody else has."


class PasswordLikeName(InputError):
    message = "The password is too similar to the name. Choose one that nobody guesses from it."


class PasswordOnlyDigits(InputError):
    message = "The password has only digits. Add some letters."


class PasswordsDiffer(InputError):
    message = "The two passwords differ. Type the same one twice."


class PasswordWrong(InputError):
    message = "The password of now is not right. Type the one with which you signed in."


class NoAddress(InputError):
    message = "{address} is no network address of a machine. Write one that it has, such as 0.0.0.0 or ::1."


class NoPublicUrl(InputError):
    message = "{url} is no address of a desk. Write it as https://desk.example, without a path."


class ReasonMissing(InputError):
    message = "Say in a few words why the figure is changed; everybody who sees it can read it."


class FigureOutOfRange(InputError):
    message = "{value} cannot stand for {metric}. Write a number from {low} to {high}."


class MoneyTooLarge(InputError):
    message = "The amounts are too large to reckon with at this rate. Give them in thousands, or check the rate."


class ProgrammeNotRead(InputError):
    message = (
        '{file}, line {row:,}: this is no JSON. Write one object such as {{"I": 1000000, "r": 0.1, "H": 5, '
        '"B": 3000000, "g": 0.15}}.'
    )


class ProgrammeNoObject(InputError):
    message = "{file} holds no programme. Write one JSON object with I, r, H, B and g, or with flows and r."


class ProgrammeLacks(InputError):
    message = "{file} lacks {keys}. A programme needs I, r, H, B and g, or flows and r."


class KeyTwice(InputError):
    message = "{file} has {key} twice. Leave one of them out."


class NotANumber(InputError):
    message = "{file}, {key}: {said} is no number. Write one, or a range as [low, likely, high]."


class ValueOutOfRange(InputError):
    message = "{file}, {key}: {said} is not possible. It must be {low} to {high}."


class RangeBackwards(InputError):
    message = "{file}, {key}: {said} is no range. Write [low, likely, high], in this order."


class RateImpossible(InputError):
    message = "A rate of {said} is not possible. It must be above -1, e.g. 0.1 for 10 % a year."


class YearsOutOfRange(InputError):
    message = "A programme of {said} years cannot be reckoned. H must be a whole number of years from 1 to {most}."


class ProgrammeNameless(InputError):
    message = "The programme has no name. Write one by which the team knows it."


class DecisionMissing(InputError):
    message = "Nothing was decided. Choose to go on or to stop."


class ChangeNameless(InputError):
    message = "The change has no name. Write in a few words what was changed on that day."


class ToolNameless(InputError):
    message = "The roll-out names no tool. Write the tool that people got, or were trained in."


class ReachesNobody(InputError):
    message = "The roll-out reaches nobody. Tick at least one of your people."


class TooFewToCompare(InputError):
    message = (
        "Too few reps to compare: {having} get the tool within the months looked at, {others} can stand against them. "
        "It takes {least} of each."
    )


class TooFewPeople(InputError):
    message = "A sum over {people} people would tell of one of them. Sums are shown from {least} people on."


class VersionGone(InputError):
    message = "This version of the programme does not stand. Look at the list of its versions."


class NoInstalment(InputError):
    message = '{file}, {key}: {said} is no payment by date. Write I as {{"2026-03-01": 400000}}, amounts of 0 or more.'


class FlowNotRead(InputError):
    message = '{said} is no flow. Write an amount, e.g. -10000, or a day and an amount as ["2026-03-01", -10000].'


class FewFlows(InputError):
    message = "{flows} flow makes no series. Give at least two amounts, what is paid below 0."


class ManyFlows(InputError):
    message = "{flows:,} flows are too many. Give at most {most:,}."


class DatesDiffer(InputError):
    message = "There are {dates} dates for {flows} flows. Give one date for each flow."


class DayBeforeFirst(InputError):
    message = "{day} lies before the first day, {first}. Give the earliest flow first."


class DrawsOutOfRange(InputError):
    message = "{said} draws are not possible. Ask for 1 to {most:,}."


class NoEvents(InputError):
    message = "There is no event with a case, an activity and a time. Look at the columns of the log."


class OneEvent(InputError):
    message = "{file} has one event, and a flow needs two of one case. Export the whole log."


class NoEventFile(InputError):
    message = (
        "{file} is no event log: it has the columns {headings}, and none was recognised as {missing}. Rename "
        "the columns, or say what they are with --column."
    )


class BadEventRow(InputError):
    message = (
        '{file}, row {row:,}, column {column}: "{value}" makes no event; each row needs a case, an activity '
        "and a time. Correct it. Rows like it: {bad:,}."
    )


class HostileXes(InputError):
    message = (
        "{file}, line {row:,}: this XML declares entities or is nested without need, so it is not read. "
        "Export the log again from where it comes."
    )


class BrokenXes(InputError):
    message = "{file}, line {row:,}: the XML is damaged here. Export the log again, or get a new copy."


class NoXesEvents(InputError):
    message = "{file} has no trace with an event in it. Export the log again."


class NoXesTime(InputError):
    message = (
        "{file} has events without an activity (concept:name) or a time (time:timestamp), and a flow needs "
        "both. Export the log with them."
    )


class ChangeOutOfLog(InputError):
    message = "The log goes from {first} to {last}, so nothing can be compared at {day}. Choose a day within it."


class NoTwoSides(InputError):
    message = (
        "Before the day {before:,} cases and from it on {after:,} can be compared; each kind needs {least} "
        "ended ones on both sides. Choose another day, or say with --closing what ends a case."
    )


class NotInLog(InputError):
    message = "The log has no activity {activity}. It has: {activities}."


class OfficeHalf(InputError):
    message = "An office needs its time zone and its business hours. Say both, or leave all empty for plain time."


class TooManySteps(InputError):
    message = "More than {most} activities were named. Name fewer."


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


class AmbiguousMessageDates(InputError):
    message = (
        'In {file}, line {row:,}, "{value}" may be {first} or {second}, and no other line tells which. '
        "Choose with --dates {one} or --dates {other}."
    )


class NoConversation(InputError):
    message = (
        "{file} is no conversation in a form known here. Export the chat as text or JSON from the program that it "
        "was held in, or save the mail as .eml or mbox; docs/messages.md lists the forms."
    )


class SenderNotInFile(InputError):
    message = "Nobody called {name} speaks in {file}. Say one of those who do: {senders}."


class LineTooLong(InputError):
    message = "{file}, line {row:,} has more than {most:,} bytes, so it is no conversation. Export it again."


class MessageTooLong(InputError):
    message = (
        "{file}: the message in line {row:,} goes on for more than {most:,} million bytes, so it is no conversation. "
        "Export it again."
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
