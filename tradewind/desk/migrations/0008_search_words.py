"""Fills the words by which buyers are found, on desks that had buyers before."""

from typing import Any

from django.db import migrations

from tradewind.desk.search_words import words_of

AT_ONCE = 1_000


def fill(apps: Any, _schema: Any) -> None:
    """A thousand buyers at a time, so that memory stays small."""
    customers, words = apps.get_model("desk", "Customer"), apps.get_model("desk", "SearchWord")
    last = 0
    while some := list(customers.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        words.objects.bulk_create(
            (words(word=word, customer=one) for one in some for word in words_of(one.name, one.customer_id, one.country)),
            batch_size=AT_ONCE,
        )
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_follow_ups")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
