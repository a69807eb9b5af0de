"""Settings of the service. Everything an operator may change comes from the environment, read by config/env.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from config.env import (
    env_bool,
    env_choice,
    env_database,
    env_int,
    env_list,
    env_origins,
    env_path,
    env_redis,
    env_text,
    env_words,
    env_words_by_key,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env_path("PARLEY_DATA", BASE_DIR / "var")
"""Database, uploads, models and the secret key of an installation."""
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """From the environment, or made once and kept in the data folder, readable by its owner only."""
    key = env_text("SECRET_KEY", "")
    if key and len(key) < 40:
        raise ImproperlyConfigured("SECRET_KEY is too short: write at least 40 random characters.")
    path = DATA_DIR / "secret_key"
    if not key and not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return key or path.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = env_bool("DEBUG", default=False)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env_origins("CSRF_TRUSTED_ORIGINS")
PUBLIC_URL = env_text("PUBLIC_URL", next(iter(CSRF_TRUSTED_ORIGINS), f"http://localhost:{env_text('PORT', '8000')}"))
"""Where letters lead, without a slash at the end."""
REDIS_URL = env_redis("REDIS_URL")
HTTPS = env_bool("HTTPS", default=False)
"""The service is reached by https: cookies are sent that way only."""

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "channels",
    "django_countries",
    "ninja",
    "chat",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chat.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "chat.middleware.SecurityPolicyMiddleware",
    "chat.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chat.context.frame",
            ],
        },
    },
]

DATABASES = {"default": env_database("DATABASE_URL", DATA_DIR / "parley.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "capacity": 1000, "expiry": 30},
    }
    if REDIS_URL
    else {"BACKEND": "config.layers.MemoryChannelLayer", "CONFIG": {"capacity": 1000}},
}

CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
}

# --- people -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "chat.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "chat.views.accounts.tried_address"
AXES_LOCKOUT_CALLABLE = "chat.views.accounts.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
INVITATION_DAYS = env_int("INVITATION_DAYS", 7, minimum=1, maximum=90)

SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = env_text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env_text("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25, minimum=1, maximum=65535)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", "Parley <parley@localhost>")

# --- languages ----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "chat" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

PACKS_DIR = env_path("PARLEY_PACKS", DATA_DIR / "packs")
ARGOS_INDEX_URL = env_text("ARGOS_INDEX_URL", "")
"""An operator's own mirror of the package index; empty for that of the Argos project."""
TRANSLATOR = env_text("TRANSLATOR", "pipeline")
"""`pipeline` for the real engines, `echo` for a stand-in that tags the text with its language."""
GGUF_DIR = env_path("PARLEY_MODELS_DIR", DATA_DIR / "models")
"""Where GGUF models lie."""
LLAMA_MODEL = env_text("LLAMA_MODEL", "")
"""The name of the GGUF model to use; empty for the largest that is installed."""
SMALL_MODELS = env_choice("PARLEY_MODELS", "best", ("best", "small")) == "small"
"""`small`: installing the best models leaves out the large language model, and takes the small speech model."""
ENGINES = ("argos", "llama", "openai", "starter")
TRANSLATION_RANKING = env_words("TRANSLATION_RANKING", ENGINES, ENGINES)
"""The engines, the preferred first: full Argos packages, a GGUF model, an endpoint, the starter packs."""
TRANSLATION_RANKING_OF = env_words_by_key("TRANSLATION_RANKING_OF", ENGINES)
"""Where a pair has its own order: `en-zh=llama argos; zh-en=starter`."""
CAPTION_RANKING = env_words("CAPTION_RANKING", ("argos", "starter", "llama", "openai"), ENGINES)
"""For live captions, where speed counts most."""
LLM_LANGUAGES = env_list(
    "LLM_LANGUAGES", ("en", "zh", "es", "fr", "pt", "de", "it", "ru", "ja", "ko", "vi", "th", "ar")
)
"""The languages that the GGUF model and the endpoint are trusted with."""
OPENAI_URL = env_text("OPENAI_URL", "")
"""An endpoint on your own network, such as http://10.0.0.5:11434/v1; empty for none."""
OPENAI_MODEL = env_text("OPENAI_MODEL", "")
OPENAI_KEY = env_text("OPENAI_KEY", "")
SPEECH_DIR = env_path("PARLEY_SPEECH", DATA_DIR / "speech")
"""Where speech models lie, each in a folder of its own."""
SPEECH_MODEL = env_text("SPEECH_MODEL", "")
"""The name of the speech model to use, such as `small`; empty for the largest that is installed."""
SPEECH_DEVICE = env_choice("SPEECH_DEVICE", "auto", ("auto", "cpu", "cuda"))
"""What speech is recognized on; `auto` for a GPU where there is one."""
COMPUTE_TYPES = ("int8", "int8_float16", "int8_bfloat16", "int8_float32", "int16", "float16", "bfloat16", "float32")
SPEECH_COMPUTE_TYPE = env_choice("SPEECH_COMPUTE_TYPE", "", ("", *COMPUTE_TYPES))
"""The numbers that it is recognized in; empty for int8 on a CPU and float16 on a GPU."""
RECOGNIZER = env_text("RECOGNIZER", "whisper")
"""`whisper` for the real engine, `scripted` for a stand-in that hears what it was told to."""
FAN_OUT_DEADLINE_S = env_int("FAN_OUT_DEADLINE_MS", 1000, minimum=0, maximum=10_000) / 1000
"""How long a message waits for its translation before it is shown as written."""
EMBEDDED_JOBS = not REDIS_URL

# --- files --------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.static.ModuleStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL", "INFO")},
    "loggers": {
        # Each of these tells every request, job or sign-in at INFO.
        name: {"level": "WARNING"}
        for name in ("axes", "daphne.http_protocol", "django.channels.server", "taskiq")
    },
}
