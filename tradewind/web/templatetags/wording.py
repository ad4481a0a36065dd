"""How pages say numbers, days, reasons and errors in the reader's language."""

from django import template

register = template.Library()
