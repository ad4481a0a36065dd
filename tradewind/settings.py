"""All settings of the desk, each from the environment with a sensible default. docs/operate.md explains them.

TRADEWIND_HOME            the data folder: database, uploads, mirror, secret key (default: the user's data folder)
DATABASE_URL              another database, e.g. postgres://user:password@host/name (default: SQLite in TRADEWIND_HOME)
TRADEWIND_SECRET_KEY      signs sessions (default: made once and kept in TRADEWIND_HOME)
TRADEWIND_TIME_ZONE       the team's time zone; it decides which day is today (default: Asia/Shanghai)
TRADEWIND_HOSTS           host names that the desk answers to besides this machine's, separated by commas
TRADEWIND_PUBLIC_URL      the address by which the team reaches the desk, e.g. https://desk.example; invitations name
                          it, and https makes cookies secure (default: this machine only)
TRADEWIND_TRUSTED_PROXIES addresses or networks of the proxies before the desk, separated by commas: what these say
                          about the client is believed (default: none)
TRADEWIND_VAULT_KEY       encrypts secrets: keys as the desk makes them, separated by commas, the newest first (default:
                          made once and kept in TRADEWIND_HOME/vault.key)
TRADEWIND_INSIDE_HOSTS    hosts, addresses and networks inside your network that the desk may connect to, separated by
                          commas, each perhaps with a port, e.g. mail.office:993,10.0.8.0/24 (default: none)
TRADEWIND_WATCHED_FOLDERS folders of this machine that a source may watch or read a database in, separated by ":"
                          (default: none; what is below TRADEWIND_HOME/watched is always allowed)
TRADEWIND_MAX_UPLOAD_MB   the largest file that the import page and the API take (default: 200)
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import platformdirs
from django.utils.translation import gettext_lazy as _

from tradewind import __version__


def kept_secret(home: Path) -> str:
    """The secret key of this data folder, made at first use and readable by its owner alone."""
    file = home / "secret.key"
    if not file.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
                opened.write(secrets.token_urlsafe(48))
        except FileExistsError:  # another process of the same start made it first
            pass
    return file.read_text()


def database(home: Path) -> dj_database_url.DBConfig:
    """What DATABASE_URL names, else SQLite in the data folder."""
    return database_at(os.environ.get("DATABASE_URL") or f"sqlite:///{home / 'desk.sqlite3'}")


def database_at(url: str) -> dj_database_url.DBConfig:
    """The database of an address; SQLite always with one writer that others wait for. Raises ValueError."""
    if not url.startswith("sqlite"):
        return dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    config = dj_database_url.parse(url)
    config["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
    return config


TRADEWIND_VERSION = __version__
TRADEWIND_HOME = Path(os.environ.get("TRADEWIND_HOME") or platformdirs.user_data_dir("tradewind"))
TRADEWIND_MAX_UPLOAD_MB = int(os.environ.get("TRADEWIND_MAX_UPLOAD_MB", "200"))
# What each kind of job runs, in a process of its own; named here because the web layer's drawing stands above the desk.
TRADEWIND_JOBS = {
    "inspect": "tradewind.desk.jobs.inspection.run",
    "import": "tradewind.desk.jobs.writing.run",
    "undo": "tradewind.desk.jobs.undoing.run",
    "findings": "tradewind.desk.jobs.findings.run",
    "doubles": "tradewind.desk.jobs.doubles.run",
    "rates": "tradewind.desk.jobs.rates.run",
    "charts": "tradewind.web.charts.run",
    "comparison": "tradewind.desk.jobs.process.compare",
    "programme": "tradewind.desk.jobs.programme.run",
    "adoption": "tradewind.desk.jobs.adoption.run",
    "sample": "tradewind.desk.jobs.made_up.run",
    "match": "tradewind.desk.jobs.matching.run",
    "remind": "tradewind.desk.jobs.reminding.run",
    "dry_run": "tradewind.desk.jobs.dry_run.run",
    "inbox": "tradewind.desk.jobs.inbox.run",
    "send": "tradewind.desk.jobs.sending.run",
    "erase": "tradewind.desk.jobs.erasing.run",
    "sources": "tradewind.desk.jobs.sources.run",
    "forget": "tradewind.desk.jobs.forgetting.run",
}

TRADEWIND_PUBLIC_URL = os.environ.get("TRADEWIND_PUBLIC_URL", "").rstrip("/")
TRADEWIND_TRUSTED_PROXIES = [
    one.strip() for one in os.environ.get("TRADEWIND_TRUSTED_PROXIES", "").split(",") if one.strip()
]
TRADEWIND_VAULT_KEY = os.environ.get("TRADEWIND_VAULT_KEY", "")
TRADEWIND_INSIDE_HOSTS = [one.strip() for one in os.environ.get("TRADEWIND_INSIDE_HOSTS", "").split(",") if one.strip()]
TRADEWIND_WATCHED_FOLDERS = [one for one in os.environ.get("TRADEWIND_WATCHED_FOLDERS", "").split(os.pathsep) if one]
PUBLIC = urlsplit(TRADEWIND_PUBLIC_URL)
IS_HTTPS = PUBLIC.scheme == "https"

SECRET_KEY = os.environ.get("TRADEWIND_SECRET_KEY") or kept_secret(TRADEWIND_HOME)
DEBUG = False
HOSTS = [host.strip() for host in os.environ.get("TRADEWIND_HOSTS", "").split(",")]
PUBLIC_HOST = f"[{PUBLIC.hostname}]" if ":" in (PUBLIC.hostname or "") else PUBLIC.hostname
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, [PUBLIC_HOST, *HOSTS])]
CSRF_TRUSTED_ORIGINS = [f"{PUBLIC.scheme}://{PUBLIC.netloc}"] if PUBLIC.netloc else []
DATABASES = {"default": database(TRADEWIND_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "desk.Person"
AUTHENTICATION_BACKENDS = ["tradewind.desk.signed_in_person.WithTeam"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "tradewind.desk",
    "tradewind.web",
    "tradewind.api",
]
MIDDLEWARE = [
    "tradewind.web.proxies.Proxies",
    "django.middleware.security.SecurityMiddleware",
    "tradewind.web.policy.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tradewind.web.opened_pages.OpenedPages",
]
ROOT_URLCONF = "tradewind.urls"
WSGI_APPLICATION = "tradewind.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "tradewind.web.frame.frame",
            ],
            "builtins": ["tradewind.web.templatetags.wording"],
        },
    }
]

LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TRADEWIND_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_ENGINE = "tradewind.desk.sessions"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRADEWIND_TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

Q_CLUSTER = {
    "name": "tradewind",
    "orm": "default",
    "workers": 2,
    "timeout": 4 * 3600,
    "retry": 5 * 3600,  # a job is delivered again only after its time is over; our own lease guards against doubles
    "max_attempts": 3,
    "poll": 0.5,
    "catch_up": False,
    "save_limit": 100,
    "label": "Tradewind",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
