"""A program sees and changes a person's day as the page and the command line tell it."""

from __future__ import annotations

from tests.api.asking import program_of
from tests.web import rows
from tradewind.desk.models import FollowUp, Person


def test_a_step_is_set_done_once_and_taken_back(alice: Person) -> None:
    buyer = rows.a_buyer(alice, "Casa Azul")
    program = program_of(alice)
    step = program.ask("post", f"customers/{buyer.pk}/next-step", what="Send prices", on="week").json()
    assert (step["what"], step["state"], step["person"]) == ("Send prices", "open", "alice")
    said = {"step": step["step"], "result": "sent", "then": "Ask", "then_on": "tomorrow"}
    done = program.ask("post", f"customers/{buyer.pk}/done", **said).json()
    assert (done["done"]["state"], done["next"]["what"]) == ("done", "Ask")
    again = program.ask("post", f"customers/{buyer.pk}/done", **said).json()
    assert again["done"] is None
    assert program.told("today")["done_today"] == 1
    program.ask("post", f"follow-ups/{step['step']}/undo")
    assert list(FollowUp.objects.values_list("what", "state")) == [("Send prices", "open")]


def test_bad_days_and_unknown_people_are_named(alice: Person) -> None:
    buyer = rows.a_buyer(alice, "Casa Azul")
    program = program_of(alice)
    for said, code in (({"on": "soon"}, "DayNotRead"), ({"person": "nobody"}, "NoSuchPerson")):
        answer = program.ask("post", f"customers/{buyer.pk}/next-step", **said)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_a_likely_double_is_told_instead_of_added(alice: Person) -> None:
    program = program_of(alice)
    assert program.ask("post", "customers", name="Lamp House Ltd").status_code == 201
    told = program.ask("post", "customers", name="LAMP HOUSE  ltd.").json()
    assert (told["id"], [one["name"] for one in told["alike"]]) == (None, ["Lamp House Ltd"])
    assert program.ask("post", "customers", name="Lamp House Ltd", anyway="true").status_code == 201
