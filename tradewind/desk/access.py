"""What a person may see and touch. Every door asks here, and only here.

A rep sees the buyers that the rep owns, and those of whom the rep stands in for today; a manager those of the team and
the unassigned ones, an administrator all.
What does not exist and what is not yours answer the same: NotFound.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from tradewind.desk import calendar
from tradewind.desk.deputies import deputies
from tradewind.desk.models import (
    ApiToken,
    AuditEntry,
    Batch,
    BuyerState,
    ChurnWarning,
    Contact,
    Customer,
    CustomerAlias,
    Double,
    FollowUp,
    Letter,
    Merge,
    Message,
    Note,
    Person,
    ProcessChange,
    Programme,
    Sender,
)
from tradewind.errors import NotAllowed, NotFound

M = TypeVar("M", bound=Model)


def customers_of(person: Person) -> QuerySet[Customer]:
    """The buyers that `person` may see."""
    return Customer.objects.filter(_seen_by(person))


def stands_in_for(person: Person) -> list[int]:
    """The numbers of those whose work `person` does today. Asked once of a person that was read, and not at all where
    the sign-in has seen that no leave names it."""
    if getattr(person, "stands_in_today", None) is False:
        return []
    today = calendar.today()
    known: tuple[date, list[int]] | None = getattr(person, "_stands_in_for", None)
    if known is None or known[0] != today:
        known = today, [away for away, deputy in deputies(today).items() if deputy == person.pk]
        person._stands_in_for = known  # type: ignore[attr-defined]
    return known[1]


def scope_of(person: Person) -> str:
    """The name of the scope whose sums `person` may see: `all`, `team:<id>` or `rep:<id>`."""
    if person.role == Person.Role.ADMIN:
        return "all"
    if person.role == Person.Role.MANAGER and person.team_id:
        return f"team:{person.team_id}"
    return f"rep:{person.pk}"


def customer_for(person: Person, pk: int) -> Customer:
    """The buyer with this number, if `person` may see it; else NotFound."""
    return _one(customers_of(person).select_related("owner"), pk)


def warnings_of(person: Person) -> QuerySet[ChurnWarning]:
    """The churn warnings about buyers that `person` may see."""
    return ChurnWarning.objects.filter(_seen_by(person, "customer__"))


def warning_for(person: Person, pk: int) -> ChurnWarning:
    """The churn warning with this number, if `person` may see its buyer; else NotFound."""
    return _one(warnings_of(person).select_related("customer", "assigned"), pk)


def states_of(person: Person) -> QuerySet[BuyerState]:
    """The states, past and present, of buyers that `person` may see."""
    return BuyerState.objects.filter(_seen_by(person, "customer__"))


def state_for(person: Person, pk: int) -> BuyerState:
    """The state with this number, if `person` may see its buyer; else NotFound."""
    return _one(states_of(person).select_related("customer"), pk)


def follow_ups_of(person: Person) -> QuerySet[FollowUp]:
    """The next steps, open and closed, for buyers that `person` may see."""
    return FollowUp.objects.filter(_seen_by(person, "customer__"))


def follow_up_for(person: Person, pk: int) -> FollowUp:
    """The next step with this number, if `person` may see its buyer; else NotFound."""
    return _one(follow_ups_of(person).select_related("customer", "person"), pk)


def messages_of(person: Person) -> QuerySet[Message]:
    """The messages of buyers that `person` may see, and of those that are nobody's yet: a rep's own, of which
    manager and administrator see all."""
    return Message.objects.filter(_mine_or_nobodys(person, rep=person.username))


def message_for(person: Person, pk: int) -> Message:
    """The message with this number, if `person` may see it; else NotFound."""
    return _one(messages_of(person).select_related("customer", "speaker"), pk)


def senders_of(person: Person) -> QuerySet[Sender]:
    """The senders whose buyer `person` may see, and of those without one the rep's own; manager and administrator see
    all of these."""
    return Sender.objects.filter(_mine_or_nobodys(person, rep=person))


def sender_for(person: Person, pk: int) -> Sender:
    """The sender with this number, if `person` may see it; else NotFound."""
    return _one(senders_of(person).select_related("customer", "rep"), pk)


def contact_for(person: Person, pk: int) -> Contact:
    """The contact with this number, if `person` may see its buyer; else NotFound."""
    return _one(Contact.objects.filter(_seen_by(person, "customer__")).select_related("customer"), pk)


def letter_for(person: Person, pk: int) -> Letter:
    """The letter with this number, if `person` may see its buyer; else NotFound."""
    return _one(Letter.objects.filter(_seen_by(person, "customer__")).select_related("customer"), pk)


def notes_of(person: Person) -> QuerySet[Note]:
    """The notes on buyers that `person` may see, removed ones included."""
    return Note.objects.filter(_seen_by(person, "customer__"))


def own_note_for(person: Person, pk: int) -> Note:
    """The note with this number, if `person` wrote it on a buyer that `person` may see; else NotFound."""
    return _one(notes_of(person).filter(by=person).select_related("customer"), pk)


def every_change_of(person: Person) -> QuerySet[AuditEntry]:
    """What `person` did; for an administrator what anybody did, jobs and refused sign-ins included."""
    made = AuditEntry.objects.all()
    return made if person.role == Person.Role.ADMIN else made.filter(by=person)


def changes_of(person: Person, action: str) -> QuerySet[AuditEntry]:
    """What `person` did of this kind; for an administrator what anybody did."""
    return every_change_of(person).filter(action=action)


def change_for(person: Person, action: str, pk: int) -> AuditEntry:
    """The change of this kind with this number, if `person` made it or administers; else NotFound."""
    return _one(changes_of(person, action), pk)


def doubles_of(person: Person) -> QuerySet[Double]:
    """The pairs of which `person` may see both buyers; one who was merged away counts as the one who was kept."""
    return Double.objects.filter(_key_seen_by(person, "customer_id") & _key_seen_by(person, "other_id"))


def double_for(person: Person, pk: int) -> Double:
    """The pair with this number, if `person` may see both buyers; else NotFound."""
    return _one(doubles_of(person), pk)


def merges_of(person: Person) -> QuerySet[Merge]:
    """The merges of which `person` may see the buyer who was kept and, but for the merge, the other one."""
    return Merge.objects.filter(_key_seen_by(person, "kept_id") & _seen_by(person, "other_"))


def merge_for(person: Person, pk: int) -> Merge:
    """The merge with this number, if `person` may see it; else NotFound."""
    return _one(merges_of(person), pk)


def batches_of(person: Person) -> QuerySet[Batch]:
    """The imports that `person` may see: own ones, or all for an administrator."""
    everything = Batch.objects.select_related("by")
    return everything if person.role == Person.Role.ADMIN else everything.filter(by=person)


def batch_for(person: Person, pk: int) -> Batch:
    """The import with this number, if `person` may see it; else NotFound."""
    return _one(batches_of(person), pk)


def colleagues_of(person: Person) -> QuerySet[Person]:
    """The people to whom `person` may hand a buyer: oneself, the team for a manager, everyone for an administrator."""
    active = Person.objects.filter(is_active=True)
    if person.role == Person.Role.ADMIN:
        return active
    if person.role == Person.Role.MANAGER and person.team_id:
        return active.filter(team=person.team_id)
    return active.filter(pk=person.pk)


def people_of(person: Person) -> QuerySet[Person]:
    """The people whom `person` may read about, those who left included: oneself, the team for a manager, everyone for
    an administrator. Only an administrator changes them."""
    everyone = Person.objects.select_related("team").order_by("-is_active", "name", "username")
    if person.role == Person.Role.ADMIN:
        return everyone
    if person.role == Person.Role.MANAGER and person.team_id:
        return everyone.filter(team=person.team_id)
    return everyone.filter(pk=person.pk)


def person_for(person: Person, pk: int) -> Person:
    """The person with this number, if `person` may read about it; else NotFound."""
    return _one(people_of(person), pk)


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """The API tokens that `person` may see and revoke: own ones, or all for an administrator."""
    everything = ApiToken.objects.select_related("person")
    return everything if person.role == Person.Role.ADMIN else everything.filter(person=person)


def token_for(person: Person, pk: int) -> ApiToken:
    """The API token with this number, if `person` may see it; else NotFound."""
    return _one(tokens_of(person), pk)


def programmes_of(person: Person) -> QuerySet[Programme]:
    """The programmes of change that `person` may read, removed ones included: those of the own team and of the whole
    desk, all for an administrator. Who may change them, `must_manage` says."""
    if person.role == Person.Role.ADMIN:
        return Programme.objects.all()
    return Programme.objects.filter(Q(team=None) | Q(team=person.team_id) if person.team_id else Q(team=None))


def programme_for(person: Person, pk: int) -> Programme:
    """The programme with this number, if `person` may read it; else NotFound."""
    return _one(programmes_of(person), pk)


def programme_to_change(person: Person, pk: int) -> Programme:
    """The programme with this number, if `person` may change it; NotFound, or NotAllowed for a rep."""
    found = programme_for(person, pk)
    must_manage(person)
    return found


def process_change_for(person: Person, pk: int) -> ProcessChange:
    """The dated change of process with this number, removed ones included, which everyone on the desk may read."""
    return _one(ProcessChange.objects.all(), pk)


def must_administer(person: Person) -> None:
    """Refuse whoever is no administrator."""
    if person.role != Person.Role.ADMIN:
        raise NotAllowed


def may_manage(person: Person) -> bool:
    """Whether the person is manager or administrator."""
    return person.role in (Person.Role.MANAGER, Person.Role.ADMIN)


def must_manage(person: Person) -> None:
    """Refuse whoever is neither manager nor administrator."""
    if not may_manage(person):
        raise NotAllowed


def _seen_by(person: Person, prefix: str = "") -> Q:
    if person.role == Person.Role.ADMIN:
        return Q()
    if person.role == Person.Role.MANAGER and person.team_id:
        return Q(**{f"{prefix}owner__team": person.team_id}) | Q(**{f"{prefix}owner": None})
    away = stands_in_for(person)
    return Q(**{f"{prefix}owner__in": [person.pk, *away]}) if away else Q(**{f"{prefix}owner": person.pk})


def _mine_or_nobodys(person: Person, **own: object) -> Q:
    """Rows of buyers that `person` may see, and of nobody's: a rep's `own`, all of them for whoever manages."""
    nobodys = Q(customer=None)
    if person.role == Person.Role.REP or (person.role == Person.Role.MANAGER and not person.team_id):
        nobodys &= Q(**own)
    return (Q(customer__isnull=False) & _seen_by(person, "customer__")) | nobodys


def _key_seen_by(person: Person, key: str) -> Q:
    """Whether the column `key` names a buyer of `person`, by its own key or by that of one merged into it."""
    seen = customers_of(person)
    merged = CustomerAlias.objects.filter(customer__in=seen.values("customer_id")).values("alias")
    return Q(**{f"{key}__in": seen.values("customer_id")}) | Q(**{f"{key}__in": merged})


def _one(rows: QuerySet[M], pk: int) -> M:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
