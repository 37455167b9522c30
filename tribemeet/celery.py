import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tribemeet.settings")

app = Celery("tribemeet")
app.set_default()  # for every thread: the outbox rings from one of its own
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Every tick is harmless when it comes twice, late or never: what is due stands in the database.
app.conf.beat_schedule = {
    "keep promises": {
        "task": "tribemeet.outbox.tasks.keep_promises",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "remind": {"task": "events.tasks.remind", "schedule": 15.0, "options": {"expires": 15}},
    "look": {"task": "events.tasks.look", "schedule": 15.0, "options": {"expires": 15}},
    # far ahead of need: a day without it is no harm
    "make dates ahead": {"task": "events.tasks.make_ahead", "schedule": 21_600.0},
    "forget allowances": {"task": "members.tasks.forget_allowances", "schedule": 86_400.0},
    "forget guests": {"task": "events.tasks.forget_guests", "schedule": 86_400.0},
    "forget old messages": {"task": "tribemeet.outbox.tasks.forget_old_messages", "schedule": 86_400.0},
}
