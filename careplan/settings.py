"""All settings, read from the environment. docs/hosting.md lists every variable."""

import sys
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import fontpkg_atkinson_hyperlegible
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from careplan.accounts.our_forms import ACCOUNT_FORMS, MFA_FORMS  # noqa: F401
from careplan.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# Where this site keeps what it writes: database, key, collected static files, cache.
VAR_DIR = Path(env.text("CAREPLAN_VAR", str(BASE_DIR / "var"))).resolve()
TESTING = "pytest" in sys.modules

DEBUG = env.flag("CAREPLAN_DEBUG")
SECRET_KEY = "x" * 50 if TESTING else env.secret("CAREPLAN_SECRET_KEY", VAR_DIR / "secret_key")

# --- addresses ---------------------------------------------------------------------------------
PUBLIC_URL = env.site_address("CAREPLAN_PUBLIC_URL")
SITE_URL = PUBLIC_URL or "http://127.0.0.1:8000"  # as letters and commands print it
TLS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname)
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Only where a proxy of the site's own sets the header on every request.
BEHIND_PROXY = env.flag("CAREPLAN_BEHIND_PROXY")
if TLS and not BEHIND_PROXY:
    raise ImproperlyConfigured(
        "CAREPLAN_BEHIND_PROXY must be yes where CAREPLAN_PUBLIC_URL starts with https. "
        "careplan speaks plain http; the web server in front of it speaks https."
    )
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- the house ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "careplan",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "careplan.pages.errors.Utf8Middleware",
    "careplan.accounts.middleware.NoStoreMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "careplan.accounts.middleware.SessionMiddleware",
    "careplan.accounts.middleware.SignInMiddleware",
    "careplan.accounts.middleware.PreferencesMiddleware",
    "careplan.pages.errors.MethodNotAllowedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "careplan.accounts.second_step.RequireSecondStepMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "careplan.urls"
WSGI_APPLICATION = "careplan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "careplan.accounts.context.look",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
CRISPY_TEMPLATE_PACK = "forms"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("forms",)
CRISPY_FAIL_SILENTLY = False

# --- data --------------------------------------------------------------------------------------
database = env.database("DATABASE_URL", VAR_DIR / "careplan.sqlite3")
if database["ENGINE"].endswith("sqlite3"):
    # Measured: the default mode failed 304 of 400 writes that came at once; this one none.
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DATABASES = {"default": database}
CACHES = {
    # Files, so that every web process counts the same attempts. No personal data is in it.
    "default": {
        "BACKEND": "careplan.accounts.cache.CountingFileCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Printed sheets, in the process's memory only: what is private does not lie in files.
    "print": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "print",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 50},
    },
}
SCAN_MB = env.number("CAREPLAN_SCAN_MB", 20, least=1, most=200)  # the largest scan of a paper
SCAN_KEYS = env.text("CAREPLAN_SCAN_KEYS", str(VAR_DIR / "scan_keys"))  # a file
FILE_UPLOAD_HANDLERS = ["careplan.documents.scan_uploads.MemoryHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of one form; the largest of ours is under 100 kB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

# --- people ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "careplan.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "careplan.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# A code: nine digits, once, ten minutes, three tries.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
# Five bad passwords in five minutes for an address, counted in the shared cache, and ten a minute
# from one place. The place is the connection's; behind the site's own proxy, what that one says.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/300s/key",
    "guest_print": "30/10m/key",  # lists printed without an account, for an address
    "link_code": "10/5m/ip,5/5m/key",  # numbers tried at share links: from a place, for a link
    "take_copy": "12/h/user",  # copies of a plan or an account, each part for itself
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the new one counts when it is confirmed
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address changes
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a notice when the password or the address has changed
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# The person is asked: “Stay signed in on this phone or computer”. Else it ends with the browser.
ACCOUNT_SESSION_REMEMBER = None
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
USERSESSIONS_TRACK_ACTIVITY = False  # it would write on every page
# The second step of signing in.
REQUIRE_MFA = env.flag("CAREPLAN_REQUIRE_MFA")  # of everybody
MFA_ADAPTER = "careplan.accounts.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # half a minute before and after: for slow hands and wrong clocks
LANGUAGE_COOKIE_AGE = 31_536_000  # seconds: a year
# open: anybody may sign up; invited: only with a link of `manage.py invite`.
SIGN_UP = env.one_of("CAREPLAN_SIGN_UP", ("open", "invited"))

# --- email: without a mail server the console prints the code alone -----------------------------
EMAIL_HOST = env.text("CAREPLAN_EMAIL_HOST")
EMAIL_PORT = env.number("CAREPLAN_EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("CAREPLAN_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("CAREPLAN_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("CAREPLAN_EMAIL_STARTTLS", default=True)
EMAIL_TIMEOUT = 10  # seconds; a letter that a page sends beside has less (outbox.py)
DEFAULT_FROM_EMAIL = env.text("CAREPLAN_EMAIL_FROM", "careplan@localhost")

# --- words, time, paper ------------------------------------------------------------------------
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LANGUAGE_CODE = env.one_of("CAREPLAN_LANGUAGE", ("en", "es"))
# The texts to translate stand in the first; script/server compiles them into the second.
LOCALE_PATHS = [BASE_DIR / "careplan" / "locale", VAR_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.text("CAREPLAN_TIME_ZONE", "UTC")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(
        f"CAREPLAN_TIME_ZONE must be a name such as America/Chicago. It is now “{TIME_ZONE}”."
    )
PAPER = env.one_of("CAREPLAN_PAPER", ("letter", "a4"))
# Who runs this copy, as the start page and “Get help” say it, and how to reach them.
RUN_BY = env.text("CAREPLAN_RUN_BY")
RUN_BY_CONTACT = env.text("CAREPLAN_RUN_BY_CONTACT")

# --- static files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # The font comes from its package, and is never committed.
    ("fonts", Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files"),
]
STORAGES = {
    "default": {"BACKEND": "careplan.documents.scan_storage.PrivateStorage"},  # no MEDIA_URL
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- printing ----------------------------------------------------------------------------------
PRINT_TIMEOUT = env.number("CAREPLAN_PRINT_TIMEOUT", 15, least=1, most=120)  # seconds
PRINT_MEMORY_MB = env.number("CAREPLAN_PRINT_MEMORY_MB", 600, least=200, most=4000)
PRINT_PROCESSES = env.number("CAREPLAN_PRINT_PROCESSES", 1, least=1, most=16)

# --- safety of the connection ------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not “no-referrer”: with it browsers send “Origin: null”, and every form of ours would be refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = TLS
# Health checks come from the machine itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0  # a year
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
# To be on the browsers' own list binds a whole domain for years: its owner decides, not we.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS  # __Host- needs it
SESSION_COOKIE_NAME = "__Host-sessionid" if TLS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if TLS else "csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language" if TLS else "language"
LOOK_COOKIE_NAME = "__Host-look" if TLS else "look"
BROWSER_COOKIE_NAME = "__Host-browser" if TLS else "browser"
LAST_READER_COOKIE_NAME = "__Host-reader" if TLS else "reader"
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "careplan.accounts.session_store"
# In seconds. Who asks to stay signed in on their own phone has one limit: days.
SESSION_IDLE = env.number("CAREPLAN_SESSION_IDLE_MINUTES", 120, least=5, most=1440) * 60
SESSION_LENGTH = env.number("CAREPLAN_SESSION_HOURS", 12, least=1, most=168) * 3600
SESSION_COOKIE_AGE = env.number("CAREPLAN_SESSION_STAY_DAYS", 14, least=1, most=90) * 86_400
CSRF_FAILURE_VIEW = "careplan.pages.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- logs: what went wrong and where, never what somebody wrote --------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "careplan.log.WithoutData",
            "format": "{levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"failures": {"()": "careplan.log.OnlyFailures"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"filters": ["failures"]},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
