"""People, invitations and accounts, through the pages."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.asking import Program
from tests.web import rows
from tradewind.desk.invitations import invite
from tradewind.desk.models import AuditEntry, Customer, Invitation, Ownership, Person, SignedIn, Team
from tradewind.desk.tokens import make_token

BrowserOf = Callable[[Person], Client]
GOOD = "typhoon-shelter-9"


def add(client: Client, username: str = "erin", **fields: object) -> str:
    """The page after adding a person."""
    data = {"username": username, "name": "Erin", "role": "rep", "team": "", **fields}
    return str(client.post("/settings/people", data, follow=True).content.decode())


def link_on(page: str) -> str:
    found = re.search(r'value="http://testserver(/invitation/[\w-]+)"', page)
    assert found, page
    return found[1]


def accept(link: str, client: Client | None = None, word: str = GOOD, again: str = GOOD) -> Client:
    client = client or Client(REMOTE_ADDR="203.0.113.9")
    client.post(link, {"password": word, "again": again, "language": "zh-hans"})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_an_administrator_adds_a_person_who_comes_by_the_invitation(
    dora: Person, team: Team, browser_of: BrowserOf
) -> None:
    link = link_on(add(browser_of(dora), team=team.pk))
    erin = accept(link)
    assert "今日" in erin.get("/").content.decode()
    person = Person.objects.get(username="erin")
    assert (person.name, person.role, person.team, person.language) == ("Erin", "rep", team, "zh-hans")
    assert person.password.startswith("argon2")
    product = importlib.import_module("tradewind.settings")  # the tests' own hasher differs by its cost only
    assert product.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    again = Client()
    assert again.post("/sign-in", {"username": " ERIN ", "password": GOOD}).headers["Location"] == "/"


def test_a_look_at_an_invitation_does_not_spend_it_and_no_cache_keeps_it(alice: Person, dora: Person) -> None:
    link = f"/invitation/{invite(alice, dora)}"
    for _ in range(2):
        looked = Client().get(link)
        assert looked.status_code == 200
        assert looked.headers["Cache-Control"] == "no-store"
    assert is_signed_in(accept(link))


@pytest.mark.parametrize("how", ["used", "old", "replaced", "left", "made up"])
def test_an_invitation_that_does_not_stand_lets_nobody_in(how: str, alice: Person, dora: Person) -> None:
    link = f"/invitation/{invite(alice, dora)}"
    if how == "used":
        accept(link)
    if how == "old":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if how == "replaced":
        invite(alice, dora)
    if how == "left":
        Person.objects.filter(pk=alice.pk).update(is_active=False)
    if how == "made up":
        link = "/invitation/nothing"
    before = Person.objects.get(pk=alice.pk).password
    late = accept(link, word="another-good-word", again="another-good-word")
    assert late.get(link).status_code == 410
    assert not is_signed_in(late)
    assert Person.objects.get(pk=alice.pk).password == before


@pytest.mark.parametrize(
    ("word", "again", "said"),
    [
        ("short", "short", "fewer than 10"),
        (GOOD, "typhoon-shelter-8", "differ"),
        ("password123", "password123", "tried first"),
        ("8237468723648", "8237468723648", "only digits"),
        ("alice.morgan7", "alice.morgan7", "similar"),
        ("x" * 501, "x" * 501, "more than 500"),
    ],
)
def test_a_password_that_others_guess_is_refused_and_the_invitation_stands(
    word: str, again: str, said: str, alice: Person, dora: Person
) -> None:
    Person.objects.filter(pk=alice.pk).update(username="alice.morgan")
    link = f"/invitation/{invite(alice, dora)}"
    refused = Client().post(link, {"password": word, "again": again})
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert is_signed_in(accept(link))


def test_only_the_hash_of_an_invitation_is_kept(alice: Person, dora: Person) -> None:
    token = invite(alice, dora)
    assert token not in str(list(Invitation.objects.values())) + str(list(AuditEntry.objects.values()))


def test_a_new_invitation_serves_whoever_forgot_the_password(alice: Person, dora: Person) -> None:
    old = accept(f"/invitation/{invite(alice, dora)}")
    link = f"/invitation/{invite(alice, dora)}"
    accept(link, word="another-good-word", again="another-good-word")
    assert not is_signed_in(old)
    assert Client().post("/sign-in", {"username": "alice", "password": GOOD}).status_code == 422


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_only_an_administrator_changes_people(
    who: str, alice: Person, bob: Person, team: Team, browser_of: BrowserOf
) -> None:
    person = {"alice": alice, "bob": bob}[who]
    client = browser_of(person)
    page = add(client)
    assert "Your role does not allow this" in page
    client.post(f"/settings/people/{alice.pk}", {"name": "Eve", "role": "admin", "team": ""})
    for verb in ("invite", "leave", "hand-over"):
        client.post(f"/settings/people/{alice.pk}/{verb}", {"to": "nobody"})
    client.post("/settings/teams", {"name": "Own"})
    client.post(f"/settings/teams/{team.pk}", {"name": "Own"})
    alice.refresh_from_db()
    assert (alice.name, alice.role, alice.is_active) == ("Alice", "rep", True)
    assert Person.objects.count() == 2
    assert list(Team.objects.values_list("name", flat=True)) == ["South America"]
    assert not Invitation.objects.exists()


def test_a_manager_reads_of_the_team_and_a_rep_of_nobody_else(
    alice: Person, bob: Person, charlie: Person, dora: Person, browser_of: BrowserOf
) -> None:
    seen = {
        who: [one.username for one in (alice, bob, charlie, dora) if f">{one.name}</a>" in page]
        for who in (alice, bob, charlie, dora)
        for page in [browser_of(who).get("/settings/people").content.decode()]
    }
    assert seen == {alice: ["alice"], bob: ["alice", "bob"], charlie: ["charlie"], dora: [
        "alice", "bob", "charlie", "dora"]}  # fmt: skip
    assert browser_of(bob).get(f"/settings/people/{charlie.pk}").status_code == 404


def test_whoever_leaves_is_out_at_once_and_keeps_history(alice: Person, dora: Person, browser_of: BrowserOf) -> None:
    buyer = rows.a_buyer(alice)
    alices, program = browser_of(alice), Program(make_token(alice, "tests")[1])
    assert is_signed_in(alices) and program.ask("get", "customers").status_code == 200
    link = f"/invitation/{invite(alice, dora)}"
    doras = browser_of(dora)
    page = doras.post(f"/settings/people/{alice.pk}/leave", follow=True).content.decode()
    assert "Undo" in page and "1 buyer waits for a new owner" in page
    assert not is_signed_in(alices)
    assert not SignedIn.objects.filter(person=alice).exists()
    assert program.ask("get", "customers").status_code == 401
    assert Client().get(link).status_code == 410
    assert Customer.objects.get(pk=buyer.pk).owner == alice
    doras.post(f"/settings/people/{alice.pk}/return")
    assert not is_signed_in(alices)  # old sessions and tokens do not come alive again
    assert program.ask("get", "customers").status_code == 401
    assert is_signed_in(browser_of(Person.objects.get(pk=alice.pk)))


def test_all_buyers_of_who_left_go_to_a_colleague_or_to_nobody(
    alice: Person, charlie: Person, dora: Person, browser_of: BrowserOf
) -> None:
    for number in range(5):
        rows.a_buyer(alice, f"Buyer {number}")
    rows.a_buyer(charlie, "Other")
    doras = browser_of(dora)
    doras.post(f"/settings/people/{alice.pk}/leave")
    assert "left, buyers to reassign" in doras.get("/settings/people").content.decode()
    doras.post(f"/settings/people/{alice.pk}/hand-over", {"to": charlie.pk})
    assert Customer.objects.filter(owner=charlie).count() == 6
    assert Ownership.objects.filter(rep=charlie, until_on=None).count() == 5
    doras.post(f"/settings/people/{charlie.pk}/hand-over", {"to": "nobody"})
    assert Customer.objects.filter(owner=None).count() == 6
    gone = doras.post(f"/settings/people/{dora.pk}/hand-over", {"to": alice.pk})
    assert gone.status_code == 404  # nobody is handed to who left


def test_the_last_administrator_cannot_go_and_cannot_step_down(dora: Person, browser_of: BrowserOf) -> None:
    doras = browser_of(dora)
    for path, data in (("leave", {}), ("", {"name": "Dora", "role": "rep", "team": ""})):
        page = doras.post(f"/settings/people/{dora.pk}/{path}".rstrip("/"), data, follow=True).content.decode()
        assert "last administrator" in page
    dora.refresh_from_db()
    assert (dora.role, dora.is_active) == ("admin", True)
    Person.objects.add("frank", role="admin")
    doras.post(f"/settings/people/{dora.pk}", {"name": "Dora", "role": "manager", "team": ""})
    dora.refresh_from_db()
    assert dora.role == "manager"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("Er\x00in\n", "Er in"),
        ("\u202egnirE\u202c", "gnirE"),
        ("王　小明", "王 小明"),
    ],
)
def test_odd_names_are_kept_as_plain_text(name: str, kept: str, dora: Person, browser_of: BrowserOf) -> None:
    client = browser_of(dora)
    add(client, name=name)
    assert Person.objects.get(username="erin").name == kept
    assert "<script>alert" not in client.get("/settings/people").content.decode()


@pytest.mark.parametrize("name", ["x" * 10_000, "", "\u200f \u202e", "\x00"])
def test_names_that_say_nothing_or_have_no_end_are_refused(name: str, dora: Person, browser_of: BrowserOf) -> None:
    client = browser_of(dora)
    client.post("/settings/teams", {"name": name})
    assert not Team.objects.exists()
    add(client, "e" * 100)
    add(client, name="x" * 10_000)
    for user_name in ("", "a b", "<b>", "a\x00b", "\u202eabc"):
        assert "cannot be a user name" in add(client, user_name)
    assert Person.objects.count() == 1


def test_two_people_never_have_one_user_name(alice: Person, dora: Person, browser_of: BrowserOf) -> None:
    for user_name in ("alice", "ALICE", "ａｌｉｃｅ"):
        assert "is taken already" in add(browser_of(dora), user_name)


def test_teams_are_made_and_renamed(team: Team, dora: Person, browser_of: BrowserOf) -> None:
    client = browser_of(dora)
    client.post("/settings/teams", {"name": "Europe"})
    assert "is taken already" in client.post("/settings/teams", {"name": "EUROPE"}, follow=True).content.decode()
    client.post(f"/settings/teams/{team.pk}", {"name": "Latin America"})
    assert sorted(Team.objects.values_list("name", flat=True)) == ["Europe", "Latin America"]


def test_one_changes_ones_own_password_and_other_browsers_are_out(alice: Person, dora: Person) -> None:
    here = accept(f"/invitation/{invite(alice, dora)}")
    there = Client()
    there.post("/sign-in", {"username": "alice", "password": GOOD})
    word = {"password": "junk-and-sampan", "again": "junk-and-sampan"}
    here.post("/settings/me/password", {"now": "wrong", **word})
    assert is_signed_in(there)
    here.post("/settings/me/password", {"now": GOOD, **word})
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert there.post("/sign-in", {"username": "alice", "password": "junk-and-sampan"}).status_code == 302


def test_one_sees_where_one_is_signed_in_and_ends_it(alice: Person, dora: Person) -> None:
    here = accept(f"/invitation/{invite(alice, dora)}", Client(headers={"user-agent": "Phone <b>"}))
    there = Client(REMOTE_ADDR="198.51.100.7")
    there.post("/sign-in", {"username": "alice", "password": GOOD})
    page = here.get("/settings/me").content.decode()
    assert "198.51.100.7" in page and "Phone &lt;b&gt;" in page
    here.post("/settings/me/sign-out-elsewhere")
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_token_is_made_shown_once_and_revoked_on_its_page(
    alice: Person, charlie: Person, browser_of: BrowserOf
) -> None:
    client = browser_of(alice)
    page = client.post("/settings/tokens", {"name": "Robot", "days": "30"}).content.decode()
    secret = re.search(r'value="(tw_[\w-]+)"', page)
    assert secret and Program(secret[1]).ask("get", "customers").status_code == 200
    again = client.get("/settings/tokens").content.decode()
    assert "Robot" in again and secret[1] not in again
    assert "Robot" not in browser_of(charlie).get("/settings/tokens").content.decode()
    client.post(f"/settings/tokens/{alice.tokens.get().pk}/revoke")
    assert Program(secret[1]).ask("get", "customers").status_code == 401
