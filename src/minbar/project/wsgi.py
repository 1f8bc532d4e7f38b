"""The one WSGI callable that the server runs: front, journal, files, admission, bodies, Django."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minbar.project.settings")

django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - the settings are there once Django is

from minbar.audience.journal import Journal  # noqa: E402
from minbar.press.front import Front  # noqa: E402
from minbar.project.admission import Admission  # noqa: E402
from minbar.project.client_address import ClientAddress  # noqa: E402
from minbar.project.files import Files  # noqa: E402
from minbar.project.request_bodies import RequestBodies  # noqa: E402

clients = ClientAddress.around(Admission(RequestBodies(django), most=settings.MOST_IN_DJANGO))
journal = Journal(
    Files(clients, static=Path(settings.STATIC_ROOT), media=Path(settings.MEDIA_ROOT)),
    folder=Path(settings.JOURNAL_ROOT),
    zone=ZoneInfo(settings.TIME_ZONE),
    address_of=clients.address_of,
)
application = Front(journal, Path(settings.PRESS_ROOT))
