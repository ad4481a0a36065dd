"""提醒规则 The rules of reminders as a manager sets them: a draft, its dry run, in force, and back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import ownership, reminder_rules
from tradewind.web import rules_form
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


def rules(request: Request) -> HttpResponse:
    """What holds, drafts, and what held before; a POST tries what was typed. `preset` fills the tiers in anew."""
    if request.method == "POST":
        before = reminder_rules.document_in_force()
        draft = reminder_rules.draft(rules_form.typed(request.POST.dict(), before), request.user, request.POST["why"])
        return redirect("settings-reminders-one", draft.pk)
    document = reminder_rules.document_in_force()
    preset = request.GET.get("preset", "")
    if preset in reminder_rules.PRESETS:
        document["cadence"] = reminder_rules.preset_document(preset)["cadence"]
    versions = reminder_rules.versions()
    return render(request, "settings/reminders.html", {
        "tab": "reminders", "document": document, "may_change": ownership.may_hand_over(request.user),
        "tiers": rules_form.tier_rows(document), "rules": rules_form.rule_rows(document, reminder_rules.kinds()),
        "follows": "" in document["cadence"]["by_cycle"], "other": " ".join(map(str, document["cadence"]["other"])),
        "versions": versions, "in_force": versions[0] if versions else None, "drafts": reminder_rules.drafts(),
        "presets": reminder_rules.PRESETS,
    })  # fmt: skip


def one(request: Request, pk: int) -> HttpResponse:
    """A version or a draft: what it changes, and what it would remind of tonight; asks again while that is computed."""
    found = reminder_rules.rules_for(request.user, pk)
    context = {
        "tab": "reminders", "one": found, "run": reminder_rules.told_to(request.user, found.dry_run),
        "changes": reminder_rules.changes(found), "may_change": ownership.may_hand_over(request.user),
        "failed": reminder_rules.dry_run_failed(found),
    }  # fmt: skip
    part = bool(request.headers.get("HX-Request"))
    return render(request, "settings/dry_run.html" if part else "settings/reminder_draft.html", context)


@require_POST
def use(request: Request, pk: int) -> HttpResponse:
    """Put a draft in force."""
    used = reminder_rules.use(reminder_rules.rules_for(request.user, pk), request.user)
    undo_at = reverse("settings-reminders-undo", args=[used.pk])
    say(request, _("Version {number} of the reminder rules is in force; reminders are made by it now."), undo_at,
        number=used.number)  # fmt: skip
    return redirect("settings-reminders")


@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Throw a draft away."""
    gone = reminder_rules.discard(reminder_rules.rules_for(request.user, pk), request.user)
    say(request, _("The draft is discarded.") if gone else _("It is in force by now and stays."))
    return redirect("settings-reminders")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Put the rules from before back."""
    back = reminder_rules.undo(reminder_rules.rules_for(request.user, pk), request.user)
    say(
        request, _("The reminder rules are as before.") if back else _("The rules were changed again since; they stay.")
    )
    return redirect("settings-reminders")
