"""Django's settings. Everything that differs from site to site comes through `env`."""

from csp.constants import NONCE, NONE, SELF

from edusum.config.env import ROOT, read_environment

env = read_environment()

DEBUG = env.debug
SECRET_KEY = env.secret_key
ALLOWED_HOSTS = env.allowed_hosts
CSRF_TRUSTED_ORIGINS = env.trusted_origins
DATABASES = {"default": env.database}
DATA_DIR = env.data_dir
SOFFICE = env.soffice
TASKS_URL = env.tasks_url
TASKS = {
    "default": {
        "BACKEND": "edusum.common.redis_tasks.RedisBackend"
        if TASKS_URL
        else "django_tasks_db.DatabaseBackend"
    }
}
RQ_QUEUES = {"default": {"URL": TASKS_URL, "DEFAULT_TIMEOUT": 60 * 60}} if TASKS_URL else {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "edusum.config.apps.AdminSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "tree_queries",
    "edusum.common",
    "edusum.accounts",
    "edusum.orgs",
    "edusum.metrics",
    "edusum.library",
    "edusum.drafts",
    "edusum.assembly",
    "edusum.export",
    "edusum.intake",
    "edusum.proofreading",
    "edusum.dashboard",
]
if TASKS_URL:
    INSTALLED_APPS.append("django_rq")
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "edusum.accounts.middleware.KeepTypedTextMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "edusum.accounts.middleware.OwnPageOnlyMiddleware",
    "edusum.accounts.middleware.ChangePasswordFirstMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "edusum.config.urls"
WSGI_APPLICATION = "edusum.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "edusum.orgs.context_processors.rail",
            ],
            "builtins": ["edusum.common.templatetags.edusum"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.https else None
SECURE_HSTS_SECONDS = 30 * 24 * 60 * 60 if env.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "edusum.accounts.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
    }
}
SILENCED_SYSTEM_CHECKS = (
    ["security.W005", "security.W021"]  # other names in the bureau's domain are not ours to bind
    if env.https
    else ["security.W004", "security.W008", "security.W012", "security.W016"]  # an intranet without HTTPS
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 600  # a folder of old papers

EMAIL_IS_ON = env.mail.is_on
EMAIL_BACKEND = env.mail.backend
EMAIL_HOST, EMAIL_PORT = env.mail.host, env.mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.mail.user, env.mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = env.mail.starts_tls, env.mail.is_tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.mail.sender or "webmaster@localhost"
SITE_URL = env.site_url

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.data_dir / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FIXTURES_ROOT = ROOT / "fixtures"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "INFO" if DEBUG else "WARNING"}},
}
