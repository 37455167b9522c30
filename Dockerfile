# Same requirement file and hashes as `manage.py up`; no compiler, no package index at run time.
FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /tmp/requirements.txt

FROM python:3.13-slim-bookworm
# A number, so that an orchestrator can see that it is not root.
RUN groupadd --gid 10001 tribemeet \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin tribemeet \
    && install -d -o 10001 -g 10001 /var/lib/tribemeet /var/lib/tribemeet/media /var/lib/tribemeet/static
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/tribemeet
COPY tribemeet tribemeet
COPY members members
COPY events events
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/srv/tribemeet \
    DJANGO_SETTINGS_MODULE=tribemeet.settings \
    TRIBEMEET_DATA=/var/lib/tribemeet \
    EMBEDDED=off
USER 10001:10001
EXPOSE 8000
# One thread a worker: each holds one database connection, and the shortest queue at a hot event's lock.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--workers", "2", "--blocking-threads", "1", \
     "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "20", "tribemeet.wsgi:application"]
