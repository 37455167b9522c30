"""Every setting, read from the environment; docs/operations.md lists them.

Without DATABASE_URL, REDIS_URL and EMAIL_URL the embedded servers of `manage.py up` are meant.
"""

import sys
from datetime import timedelta
from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from tribemeet.embedded import paths

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = paths.data_folder()
EMBEDDED: bool = env.bool("EMBEDDED", default="DATABASE_URL" not in env.ENVIRON)
DEBUG: bool = env.bool("DEBUG", default=False)

SECRET_KEY: str = env.str("SECRET_KEY", default=paths.secret_key() if EMBEDDED else "")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must hold at least 50 random characters.")
if sys.flags.optimize:
    # icalendar guards property names by `assert`
    raise ImproperlyConfigured("Run Python without -O and PYTHONOPTIMIZE: safety checks would be left out.")

PUBLIC_URL: str = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
_public = urlsplit(PUBLIC_URL)
HTTPS = _public.scheme == "https"
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=[_public.hostname, "127.0.0.1", "localhost", "[::1]"]
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "tribemeet",
    "tribemeet.outbox",
    "members",
    "events",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_cotton",
    "django_htmx",
    "heroicons",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tribemeet.pages.PrivateMiddleware",
    "tribemeet.pages.RefusalMiddleware",
]

ROOT_URLCONF = "tribemeet.urls"
FORM_RENDERER = "tribemeet.look.FormRenderer"
ASGI_APPLICATION = "tribemeet.asgi.application"
WSGI_APPLICATION = "tribemeet.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tribemeet.look.page",
            ],
        },
    },
]

# what we hold
DATABASES = {"default": env.db_url("DATABASE_URL", default=paths.database_url())}
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "application_name": "tribemeet",
        # nothing may wait for ever: a lock that is not had in time is answered with "try again"
        "options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s -c statement_timeout=30s",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL: str = env.str("REDIS_URL", default=paths.redis_url())
CACHES = {
    "default": {
        "BACKEND": "tribemeet.cache.ForgivingCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "tribemeet",
    },
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
MEDIA_URL = "/media/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATIC_URL = "/static/"

# who comes in
AUTH_USER_MODEL = "members.Member"
# It looks for unique=True; handles are unique whatever their case, by the constraint handle_is_taken_once
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# accounts: sign-in by mailed code or passkey, no password anywhere
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "members.accounts.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "members.forms.accounts.SignUpForm"
ACCOUNT_FORMS = {
    "request_login_code": "members.forms.sign_in.AskForCode",
    "signup": "members.forms.sign_in.SignUp",
    "confirm_login_code": "members.forms.sign_in.SignInCode",
    "confirm_email_verification_code": "members.forms.sign_in.AddressCode",
    "add_email": "members.forms.sign_in.AddAddress",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# a worker may be slow and a mail server slower, so the code outlives the promise of its mail
ACCOUNT_MAIL_SHELF_LIFE = timedelta(minutes=10)
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
GUEST_MAILS_PER_ADDRESS: int = env.int("GUEST_MAILS_PER_ADDRESS", default=3)
GUEST_MAILS_PER_CLIENT: int = env.int("GUEST_MAILS_PER_CLIENT", default=30)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "members.accounts.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# browsers hand out passkeys over http on this very machine only, which is what the embedded run is
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
CSRF_FAILURE_VIEW = "tribemeet.pages.csrf_failure"

# what browsers may do
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

# how we speak
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_mail_server = env.email_url("EMAIL_URL", default=paths.email_url())
EMAIL_HOST, EMAIL_PORT = _mail_server["EMAIL_HOST"], _mail_server["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail_server["EMAIL_HOST_USER"], _mail_server["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = (
    _mail_server.get("EMAIL_USE_TLS", False),
    _mail_server.get("EMAIL_USE_SSL", False),
)
EMAIL_TIMEOUT = 5
MAIL_DOMAIN: str = env.str(
    "MAIL_DOMAIN", default="tribemeet.localhost" if EMBEDDED else str(_public.hostname)
)
DEFAULT_FROM_EMAIL: str = env.str(
    "DEFAULT_FROM_EMAIL", default=formataddr(("Tribemeet", f"hello@{MAIL_DOMAIN}"))
)

# what is done while nobody waits
CELERY_BROKER_URL: str = env.str("CELERY_BROKER_URL", default=paths.broker_url(REDIS_URL))
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 10, "socket_connect_timeout": 2, "max_retries": 1}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
OUTBOX_LEASE = timedelta(seconds=40)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["members.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["members.api.permissions.MayUseScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["tribemeet.rest.parsing.JSON"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "tribemeet.http.problem",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("API_RATE_ANONYMOUS", default="120/min"),
        "user": env.str("API_RATE_MEMBER", default="600/min"),
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tribemeet API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": "Propose meetups, answer them, see who is coming. Everything a page can do, a token can.",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "tribemeet.rest.description.add_problems",
        "tribemeet.rest.description.add_if_match",
    ],
    "ENUM_NAME_OVERRIDES": {
        "DateScope": "events.actions.following.SCOPES",
        "EventStatus": "events.models.Event.Status",
        "EventVisibility": "events.models.Event.Visibility",
        "AddressShownTo": "events.models.Event.AddressShownTo",
        "AttendeesShownTo": "events.models.Event.AttendeesShownTo",
        "RsvpStatus": "events.models.Rsvp.Status",
        "RsvpVia": "events.models.Rsvp.Via",
        "TribeVisibility": "members.models.Tribe.Visibility",
        "TribeAdmission": "members.models.Tribe.Admission",
        "MembershipRole": "members.models.Membership.Role",
        "MembershipStatus": "members.models.Membership.Status",
        "TokenScope": "members.models.Token.Scope",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False, "validatorUrl": None},
}
