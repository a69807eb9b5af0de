"""The service as the tests run it: its own data folder, quick password hashes, SQLite unless DATABASE_URL says more."""

import atexit
import os
import shutil
import tempfile

# Never the folder of an installation, whatever the environment says; removed at the end.
FOLDER = tempfile.mkdtemp(prefix="parley-tests-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["PARLEY_DATA"] = FOLDER
os.environ["TRANSLATOR"] = "echo"

from config.settings import *
from config.settings import DATABASES, STATIC_ROOT

DATABASES["default"] = {**DATABASES["default"], "CONN_MAX_AGE": 0}  # threads of a test leave no connection behind
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns where there is none, and warnings are errors here
ALLOWED_HOSTS = ["*"]
RECOGNIZER = "scripted"
