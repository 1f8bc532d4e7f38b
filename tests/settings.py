"""The project's settings, with data in a folder of the test run and static files unhashed."""

import os
import tempfile

os.environ["MINBAR_DATA"] = tempfile.mkdtemp(prefix="minbar-tests-")
for name in ("HOST", "MINBAR_SITE_URL", "PORT"):
    os.environ.pop(name, None)

from minbar.project.settings import *  # noqa: F403
from minbar.project.settings import STATIC_ROOT, STORAGES

STATIC_ROOT.mkdir()
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
