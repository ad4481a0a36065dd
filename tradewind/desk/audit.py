"""Writing down who changed what, and what each kind of change is called."""

from typing import Any

from django.utils.translation import gettext_noop as _

from tradewind.desk.models import AuditEntry, Person

ACTIONS = {
    "base_currency_changed": _("base currency changed"),
    "buyer_added": _("buyer added"),
    "buyer_clock_set": _("buyer's clock set"),
    "buyer_handed_over": _("buyer handed over"),
    "buyer_taken_back": _("adding of a buyer undone"),
    "buyers_handed_over": _("buyers handed over together"),
    "buyers_merged": _("buyers merged"),
    "buyers_unmerged": _("merge undone"),
    "customers_exported": _("customers exported"),
    "false_alarms_changed": _("budget of false alarms changed"),
    "figure_changed": _("published figure changed"),
    "file_read_anew": _("file read again with corrections"),
    "file_taken_in": _("file handed in"),
    "import_cancelled": _("import given up"),
    "import_done": _("import written"),
    "import_started": _("import confirmed"),
    "import_taken_back": _("import undone"),
    "import_undone": _("undo of an import asked for"),
    "invitation_accepted": _("invitation accepted"),
    "note_added": _("note added"),
    "note_changed": _("note changed"),
    "note_removed": _("note removed"),
    "note_undone": _("change of a note undone"),
    "pair_is_no_double": _("pair said to be no double"),
    "pair_open_again": _("pair asked about again"),
    "password_set": _("password set"),
    "person_added": _("person added"),
    "person_changed": _("person changed"),
    "person_invited": _("person invited"),
    "person_left": _("person left"),
    "person_returned": _("person returned"),
    "process_change_added": _("change of process dated"),
    "process_change_removed": _("dated change of process removed"),
    "process_change_undone": _("dating of a change of process undone"),
    "programme_added": _("programme written down"),
    "programme_decided": _("programme decided on"),
    "programme_removed": _("programme removed"),
    "programme_undone": _("change of a programme undone"),
    "programme_written": _("new version of a programme"),
    "rate_removed": _("exchange rate removed"),
    "rate_set": _("exchange rate set"),
    "sample_loaded": _("sample company loaded"),
    "season_ended": _("seasonal buyer looked at again"),
    "season_set": _("seasonal buyer left alone"),
    "sender_settled": _("sender of messages settled"),
    "sender_unsettled": _("what was said of a sender taken back"),
    "sign_in": _("signed in"),
    "sign_in_refused": _("sign-in refused"),
    "state_seen": _("news of a buyer's state seen"),
    "state_unseen": _("news of a buyer's state put back"),
    "step_changed": _("next step changed"),
    "step_done": _("next step done"),
    "step_dropped": _("next step dropped"),
    "step_set": _("next step set"),
    "step_undone": _("change of a next step undone"),
    "team_added": _("team made"),
    "team_renamed": _("team renamed"),
    "token_made": _("API token made"),
    "token_revoked": _("API token revoked"),
    "warning_assigned": _("case assigned"),
    "warning_closed": _("case closed"),
    "warning_handed_back": _("case handed back"),
    "warning_reopened": _("case opened again"),
}


def note_change(by: Person | None, action: str, about: str, **facts: Any) -> AuditEntry:
    """Keep that `by` did `action` (one of ACTIONS) to `about` (e.g. `batch:12`), with the facts that matter."""
    return AuditEntry.objects.create(by=by, action=action, about=about, facts=facts)
