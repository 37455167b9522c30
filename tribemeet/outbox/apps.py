from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "tribemeet.outbox"
    label = "outbox"
