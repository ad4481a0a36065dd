"""The API as a Django app (the template of its page)."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tradewind.api"
    label = "api"
