from django.apps import AppConfig

from tribemeet.celery import app as celery_app


class TribemeetConfig(AppConfig):
    name = "tribemeet"
    celery = celery_app
