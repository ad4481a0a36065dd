"""The pages' addresses. A route's name begins with its matter."""

from __future__ import annotations

from django.urls import URLPattern, path

from tradewind.web.refusals import View, refusing
from tradewind.web.views import customers, doubles, imports, ownership, rates, retention, sample, sign_in, today


def page(address: str, view: View, name: str) -> URLPattern:
    """A route whose view answers our errors in our frame."""
    return path(address, refusing(view), name=name)


urlpatterns = [
    page("", today.today, "today"),
    page("customers", customers.list_of_customers, "customers"),
    page("customers/<int:pk>", customers.customer, "customers-one"),
    page("customers/<int:pk>/hand-over", ownership.hand_over, "customers-hand-over"),
    page("customers/<int:pk>/hand-back", ownership.hand_back, "customers-hand-back"),
    page("customers/doubles", doubles.list_of_doubles, "customers-doubles"),
    page("customers/doubles/<int:pk>/merge", doubles.merge, "customers-doubles-merge"),
    page("customers/doubles/<int:pk>/no", doubles.say_no_double, "customers-doubles-no"),
    page("customers/doubles/<int:pk>/reopen", doubles.reopen, "customers-doubles-reopen"),
    page("customers/merges/<int:pk>/undo", doubles.undo_merge, "customers-merges-undo"),
    page("retention", retention.buyers_to_save, "retention"),
    page("retention/record", retention.record, "retention-record"),
    page("retention/ended", retention.ended, "retention-ended"),
    page("retention/warnings/<int:pk>/assign", retention.assign, "retention-assign"),
    page("retention/warnings/<int:pk>/hand-back", retention.hand_back, "retention-hand-back"),
    page("retention/warnings/<int:pk>/outcome", retention.record_outcome, "retention-outcome"),
    page("retention/warnings/<int:pk>/reopen", retention.reopen, "retention-reopen"),
    page("imports", imports.list_of_imports, "imports"),
    page("imports/<int:pk>", imports.one_import, "imports-one"),
    page("imports/<int:pk>/inspect", imports.inspect, "imports-inspect"),
    page("imports/<int:pk>/confirm", imports.confirm, "imports-confirm"),
    page("imports/<int:pk>/cancel", imports.cancel, "imports-cancel"),
    page("imports/<int:pk>/wrong-rows.csv", imports.wrong_rows, "imports-wrong-rows"),
    page("imports/<int:pk>/undo", imports.undo, "imports-undo"),
    page("settings/rates", rates.table, "settings-rates"),
    page("settings/rates/<int:pk>/remove", rates.remove, "settings-rates-remove"),
    page("sample/load", sample.load, "sample-load"),
    page("sample/clear", sample.clear, "sample-clear"),
    page("sign-in", sign_in.sign_in, "sign-in"),
    page("sign-in/<str:token>", sign_in.sign_in_by_link, "sign-in-link"),
    page("sign-out", sign_in.sign_out, "sign-out"),
    page("language", sign_in.speak, "language"),
]
