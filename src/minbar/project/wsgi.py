"""The one WSGI callable that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

from minbar.project.client_address import ClientAddress

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minbar.project.settings")

application = ClientAddress.around(get_wsgi_application())
