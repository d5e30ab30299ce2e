"""What Django needs to know. The database comes from config.yaml, through `store.database.use`."""

import os

INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "scheduler.store", "scheduler.web"]
AUTH_USER_MODEL = "store.Account"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "vi"
ROOT_URLCONF = "scheduler.web.urls"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
ALLOWED_HOSTS = os.environ.get("BHXH_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
SECRET_KEY = os.environ.get("BHXH_SECRET_KEY") or os.urandom(32).hex()
LOGGING_CONFIG = None
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
