"""One newspaper behind Minbar's own front, and behind Debian's nginx and Varnish as shipped.

Each program is started with the file of ``deploy/``, in which only the places that an operator
edits are changed: ports, paths, certificate.
"""

import datetime
import http.client
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from minbar.press.store import Store
from tests.databases import Named, connect, without_database
from tests.ports import free_port
from tests.prepared_newspapers import copy_demo_edition

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
HOST = "newspaper.example"
PASSWORD = "a-password-for-tests"
MINBAR = str(Path(sys.executable).parent / "minbar")
MODULES = Path("/usr/lib/nginx/modules")
FRAMED = """
from datetime import timedelta
from django.utils import timezone
from minbar.advertising.models import Advertisement
Advertisement.objects.create(code="<p>", ends_at=timezone.now() + timedelta(days=1))
"""
"""An advertisement that is another company's code: its document is a kind of page of its own."""
PATIENCE = 240
"""Seconds after which a test gives up waiting; nothing here says how fast something is."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Heard:
    """An answer as it came over the wire."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()


@dataclass
class Front:
    """What stands before readers: one of ours, or a program of others."""

    name: str
    port: int
    tls: bool = False

    def ask(self, path, method="GET", body=b"", headers=None, *, host=HOST, source="127.0.0.1"):
        """Send exactly this path, with nothing put right, as no client library would."""
        line = path if isinstance(path, bytes) else path.encode()
        body = urlencode(body).encode() if isinstance(body, dict) else body
        told = {"Host": host, "Connection": "close"} | (headers or {})
        if body or method == "POST":
            told |= FORM | {"Content-Length": str(len(body))} | (headers or {})
        head = b"".join(f"{name}: {value}\r\n".encode() for name, value in told.items())
        place = ("127.0.0.1", self.port)
        with self._connect(place, source) as connection:
            connection.sendall(method.encode() + b" " + line + b" HTTP/1.1\r\n" + head + b"\r\n")
            connection.sendall(body)
            answer = http.client.HTTPResponse(connection, method=method)
            answer.begin()
            return Heard(answer.status, answer.headers, answer.read())

    def answers(self):
        try:
            return self.ask("/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def _connect(self, place, source):
        connection = socket.create_connection(place, PATIENCE, (source, 0))
        if not self.tls:
            return connection
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(connection, server_hostname=HOST)


@dataclass
class Newspaper:
    """A running ``minbar serve`` with its demo edition."""

    data: Path
    database: Named
    port: int
    environment: dict
    process: subprocess.Popen | None = None
    newsroom: "Newsroom | None" = field(default=None)

    @property
    def front(self):
        return Front("minbar", self.port)

    @property
    def store(self):
        return Store(self.data / "press")

    def start(self):
        with (self.data / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [MINBAR, "serve"],
                env=self.environment,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        wait_for(lambda: self.front.answers() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    @property
    def said(self):
        return (self.data / "said.txt").read_text()

    def story(self, number=0):
        """The encoded path of one of the stories on the front page."""
        found = re.findall(r'href="(/[a-z]+/%[^"/]+/)"', self.front.ask("/").text)
        return list(dict.fromkeys(found))[number]

    def one(self, query, *values):
        if self.database:
            with connect(self.database) as database:
                return database.execute(query.replace("?", "%s"), values).fetchone()
        with closing(sqlite3.connect(self.data / "minbar.sqlite3", timeout=PATIENCE)) as database:
            return database.execute(query, values).fetchone()

    def number_of(self, story):
        return int(re.search(r"/s/(\d+)/", self.front.ask(story).text)[1])


@dataclass
class Newsroom:
    """An editor who signs in through one of the fronts."""

    front: Front
    cookies: dict = field(default_factory=dict)

    def sign_in(self):
        form = self.open("/newsroom/login/")
        assert form.status == 200
        entered = self.send("/newsroom/login/", {"username": "admin", "password": PASSWORD})
        assert entered.status == 302, entered.text
        return self

    def open(self, path):
        return self._keep(self.front.ask(path, headers=self._headers()))

    def send(self, path, fields):
        fields |= {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
        headers = self._headers() | {"Origin": f"https://{HOST}"}
        return self._keep(self.front.ask(path, "POST", fields, headers))

    def _headers(self):
        told = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": told} if told else {}

    def _keep(self, answer):
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer


def wait_for(condition):
    give_up_at = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.02)


def edited(name, changes, folder):
    """Write a file of ``deploy/`` into ``folder`` with what an operator edits changed."""
    text = (DEPLOY / name).read_text()
    for pattern, replacement in changes.items():
        text, found = re.subn(pattern, lambda _, new=replacement: new, text)
        assert found, f"{name} has nothing like {pattern}."
    (folder / name).write_text(text)
    return folder / name


def program(name):
    """Return where a program lies, or leave the test out; ``make test-deploy`` leaves none out."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found and "MINBAR_TEST_DEPLOY" in os.environ:
        pytest.fail(f"{name} is missing.")
    if not found:
        pytest.skip(f"{name} is not installed: `make test-deploy` installs it and runs this.")
    return found


@pytest.fixture(scope="session")
def varnish_port():
    return free_port()


@pytest.fixture(scope="session")
def newspaper(tmp_path_factory, make_database, varnish_port):
    program("nginx"), program("varnishd")
    data, database, port = tmp_path_factory.mktemp("newspaper"), make_database(), free_port()
    copy_demo_edition(tmp_path_factory, data, database)
    own = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "MINBAR_"))}
    environment = without_database(own) | database
    environment |= {
        "MINBAR_DATA": str(data),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "MINBAR_SITE_URL": f"https://{HOST}",
        "MINBAR_TRUSTED_PROXIES": "127.0.0.1/32",
        "MINBAR_PURGE_URLS": f"http://127.0.0.1:{varnish_port}",
        "MINBAR_ADMIN_PASSWORD": PASSWORD,
    }
    shell = [MINBAR, "shell", "--no-imports", "--command", FRAMED]
    subprocess.run(shell, env=environment, check=True)
    newspaper = Newspaper(data, database, port, environment)
    try:
        newspaper.start()
        yield newspaper
    finally:
        newspaper.stop()


@pytest.fixture(scope="session")
def nginx(newspaper, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "certificate.pem").write_bytes(certificate())
    shutil.copy(DEPLOY / "unavailable.html", folder)
    port, plain = free_port(), free_port()
    site = edited(
        "nginx.conf",
        {
            r"default /var/lib/minbar;": f"default {newspaper.data};",
            r"server 127\.0\.0\.1:8000;": f"server 127.0.0.1:{newspaper.port};",
            r"listen \[::\]:.*;": "",
            r"listen 443\b": f"listen 127.0.0.1:{port}",
            r"listen 80\b": f"listen 127.0.0.1:{plain}",
            r"/etc/letsencrypt/live/newspaper\.example/\w+\.pem": f"{folder}/certificate.pem",
            r"/var/log/nginx/": f"{folder}/",
            r"/etc/minbar": str(folder),
            r"/var/www/acme": f"{folder}/acme",
        },
        folder,
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "main.conf").write_text(
        f"""
        load_module {MODULES}/ngx_http_brotli_static_module.so;
        {"user root;" if os.getuid() == 0 else ""}
        daemon off;
        worker_processes 1;
        pid {folder}/nginx.pid;
        error_log {folder}/error.log;
        events {{ worker_connections 512; }}
        http {{
            include /etc/nginx/mime.types;
            default_type application/octet-stream;
            sendfile on;
            gzip on;
            {temporary}
            include {site};
        }}
        """
    )
    command = [
        program("nginx"),
        "-c",
        folder / "main.conf",
        "-p",
        folder,
        "-e",
        folder / "start.log",
    ]
    front = Front("nginx", port, tls=True)
    front.folder, front.plain = folder, Front("nginx without TLS", plain)
    yield from running(command, front, folder)


@pytest.fixture(scope="session")
def varnish(newspaper, varnish_port, tmp_path_factory):
    folder = tmp_path_factory.mktemp("varnish")
    shutil.copy(DEPLOY / "unavailable.html", folder)
    file = edited(
        "varnish.vcl",
        {r'"8000"': f'"{newspaper.port}"', r"/etc/minbar": str(folder)},
        folder,
    )
    told = re.search(r"`(-p [^`]+)`", (DEPLOY / "varnish.vcl").read_text().replace("\n# ", " "))
    command = [program("varnishd"), "-F", "-j", "none", "-n", folder / "work", "-f", file]
    command += ["-a", f"127.0.0.1:{varnish_port}", "-s", "malloc,32m", *told[1].split()]
    yield from running(command, Front("varnish", varnish_port), folder)


@pytest.fixture(scope="session")
def minbar(newspaper):
    return newspaper.front


@pytest.fixture(params=["minbar", "nginx", "varnish"])
def front(request, newspaper):
    return request.getfixturevalue(request.param)


def running(command, front, folder):
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(list(map(str, command)), stdout=said, stderr=subprocess.STDOUT)
    try:
        wait_for(lambda: front.answers() or process.poll() is not None)
        assert process.poll() is None, (folder / "said.txt").read_text()
        yield front
    finally:
        process.terminate()
        process.wait(PATIENCE)


def certificate():
    """Make a key and a certificate that it has signed itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    return builder.sign(key, hashes.SHA256()).public_bytes(
        serialization.Encoding.PEM
    ) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
