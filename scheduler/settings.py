"""What Django needs to know. The database comes from config.yaml, through `store.database.use`; what else depends
on config.yaml (hosts, cookies, the key) is set by `web.secure.apply` before the desk answers anybody."""

import os
from pathlib import Path

_WEB = Path(__file__).resolve().parent / "web"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "scheduler.store",
    "scheduler.web",
]
AUTH_USER_MODEL = "store.Account"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING_CONFIG = None
SECRET_KEY = os.environ.get("BHXH_SECRET_KEY") or os.urandom(32).hex()

ROOT_URLCONF = "scheduler.web.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "scheduler.web.headers.Headers",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "scheduler.web.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "scheduler.web.typed.Typed",
    "scheduler.web.mistakes.Mistakes",
    "scheduler.web.gate.Gate",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "scheduler.web.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "scheduler.web.templatetags.desk"],
        },
    }
]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [_WEB / "locale"]
LANGUAGE_COOKIE_NAME = "bhxh_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

ALLOWED_HOSTS = os.environ.get("BHXH_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "today"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "scheduler.web.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_ENGINE = "scheduler.web.sessions"
SESSION_COOKIE_NAME = "bhxh_session"
SESSION_COOKIE_AGE = 12 * 3600
"""A working day; whoever leaves the office PC on is asked again in the morning."""
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "bhxh_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "scheduler.web.mistakes.csrf_failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
