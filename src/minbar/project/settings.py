"""Django's settings, each chosen by an environment variable that ``docs/operator.md`` lists.

A service is chosen by its URL (``DATABASE_URL``, ``CACHE_URL``, ``EMAIL_URL``); one that is absent
is embedded. Everything that is written lies below ``MINBAR_DATA``.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ

from minbar.arabic import HijriOffsets
from minbar.project.edition_setting import read_editions
from minbar.project.secret_keys import load_secret_keys

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent.parent
MINBAR_DATA = Path(env.str("MINBAR_DATA", default="var")).resolve()
MINBAR_DATA.mkdir(parents=True, exist_ok=True)

# The newspaper

HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
MINBAR_SITE_URL = env.str("MINBAR_SITE_URL", default=f"http://{HOST}:{PORT}").rstrip("/")
NEWSPAPER_LANGUAGES = [("ar", "العربية"), ("fr", "français"), ("en", "English")]
MINBAR_LANGUAGE = env.str("MINBAR_LANGUAGE", default="ar")
MINBAR_EDITIONS = read_editions(
    env.str("MINBAR_EDITIONS", default=""), MINBAR_LANGUAGE, dict(NEWSPAPER_LANGUAGES)
)
"""Languages beside its own in which the newspaper has an edition, each under its own address."""
MINBAR_REGION = env.str("MINBAR_REGION", default="DZ")
MINBAR_DIGITS = env.str("MINBAR_DIGITS", default="latn")
MINBAR_TIME_ZONE = env.str("MINBAR_TIME_ZONE", default="Africa/Algiers")
MINBAR_HIJRI_OFFSET = HijriOffsets.parse(env.str("MINBAR_HIJRI_OFFSET", default="0"))

_site = urlsplit(MINBAR_SITE_URL)
_is_https = _site.scheme == "https"

# Security

SECRET_KEYS_ARE_NEW = not (MINBAR_DATA / "secrets" / "keys.json").exists()
"""True where they close nothing yet: a restore then puts the newspaper's own in their place."""
SECRET_KEYS = load_secret_keys(MINBAR_DATA / "secrets")
SECRET_KEY = SECRET_KEYS.django
DEBUG = env.bool("MINBAR_DEBUG", default=False)
ALLOWED_HOSTS = [
    host
    for host in (
        _site.hostname,
        "localhost",
        "127.0.0.1",
        "[::1]",
        *env.list("MINBAR_HOSTS", default=[]),
    )
    if host
]
MINBAR_TRUSTED_PROXIES = env.list("MINBAR_TRUSTED_PROXIES", default=[])
MINBAR_PURGE_URLS = env.list("MINBAR_PURGE_URLS", default=[])
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/newsroom/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
MINBAR_RATE_LIMITS = env.bool("MINBAR_RATE_LIMITS", default=True)
"""Off for load tests only; ``minbar check --deploy`` refuses it."""
MINBAR_ALERT_PRIVATE_WEBHOOKS = env.bool("MINBAR_ALERT_PRIVATE_WEBHOOKS", default=False)
"""Whether alerts may be posted into the network that this machine stands in."""
MINBAR_SECURITY_CONTACT = env.str("MINBAR_SECURITY_CONTACT", default="")
MINBAR_SECURITY_EXPIRES = env.str("MINBAR_SECURITY_EXPIRES", default="")
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]

# What is installed; a template or translation is taken from the first that has it

INSTALLED_APPS = [
    "minbar.paper",
    "minbar.moderation",
    "minbar.corrections",
    "minbar.importing",
    "minbar.search",
    "minbar.push",
    "minbar.advertising",
    "minbar.discussion",
    "minbar.audience",
    "minbar.stories",
    "minbar.press",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    *(["wagtail.contrib.simple_translation"] if MINBAR_EDITIONS else []),
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "minbar.project",  # last: it founds the newspaper when everyone's permissions are there
]
MIDDLEWARE = [
    "minbar.project.unanswered.SayThatDatabaseIsAway",
    "django.middleware.gzip.GZipMiddleware",
    "minbar.stories.region.RegionReadOnce",
    "minbar.press.middleware.LanguageOfAddress",
    "minbar.press.middleware.PressPublicPages",
    "minbar.project.response_headers.ResponseHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "minbar.project.urls"
WSGI_APPLICATION = "minbar.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "minbar.paper.context.newspaper",
            ],
        },
    },
]

# Storage

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{MINBAR_DATA / 'minbar.sqlite3'}")
}
DATABASE_TIMEOUT = env.int("MINBAR_DATABASE_TIMEOUT", default=20)
"""Seconds to wait for a lock or a connection; ``minbar serve`` gives its readers' process 2."""
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "minbar.project.fair_sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": DATABASE_TIMEOUT,
        # NORMAL loses acknowledged rows at a power cut (measured), so FULL.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": DATABASE_TIMEOUT,
        "tcp_user_timeout": DATABASE_TIMEOUT * 1000,  # milliseconds; a silent peer, too, is gone
        "pool": {"min_size": 1, "max_size": 8, "timeout": DATABASE_TIMEOUT},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

THREADS = 8
MOST_IN_DJANGO = THREADS - THREADS // 4
"""Requests that Django has at once; the other threads answer what needs no database."""
PRESS_ROOT = MINBAR_DATA / "press"
STATIC_URL = "/static/"
STATIC_ROOT = MINBAR_DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = MINBAR_DATA / "media"
JOURNAL_ROOT = MINBAR_DATA / "journal"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "minbar.paper.static_files.BundledStaticFilesStorage"},
}

# Language and time

LANGUAGE_CODE = MINBAR_LANGUAGE
_languages = {MINBAR_LANGUAGE, *MINBAR_EDITIONS}
LANGUAGES = [told for told in NEWSPAPER_LANGUAGES if told[0] in _languages] or NEWSPAPER_LANGUAGES
"""Those that an address may begin with, and the newspaper's own."""
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "wagtail_locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = MINBAR_TIME_ZONE

# Background work

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Mail: without a service the newsroom's notices are not sent

vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 10
"""Seconds; letters go out one after the other (discussion.letters)."""

# Wagtail: the newsroom

WAGTAIL_SITE_NAME = "منبر"
WAGTAILADMIN_BASE_URL = MINBAR_SITE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "minbar.project.sign_in.SignInForm"
WAGTAILADMIN_PERMITTED_LANGUAGES = NEWSPAPER_LANGUAGES
WAGTAIL_USER_TIME_ZONES = [MINBAR_TIME_ZONE]
WAGTAIL_ENABLE_UPDATE_CHECK = False  # asks an outside address
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # asks an outside address
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # milliseconds; each saving holds SQLite's one writer
WAGTAIL_I18N_ENABLED = bool(MINBAR_EDITIONS)
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILIMAGES_IMAGE_MODEL = "stories.Photo"
WAGTAILIMAGES_IMAGE_FORM_BASE = "minbar.stories.photo_forms.PhotoForm"
WAGTAILIMAGES_AVIF_QUALITY = 50  # half the bytes of WebP at 80 (docs/decisions/0025)
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "mp4", "ods", "odt", "pdf", "pptx", "txt", "webm", "xlsx")
]
"""As in ``deploy/nginx.conf``: nothing in which a script would run at our address."""
TAGGIT_TAGS_FROM_STRING = "minbar.stories.tag_names.tags_from_string"
TAGGIT_CASE_INSENSITIVE = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Logs: to the console; the path of a receipt is its key, so no line shows one

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"receipts": {"()": "minbar.project.logs.WithoutReceiptTokens"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["receipts"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": env.str("MINBAR_LOG_LEVEL", default="INFO")},
    "loggers": {
        # Django hangs a handler of its own on this one, which would pass our filter by.
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "propagate": False},
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "PIL": {"level": "INFO"},
    },
}
