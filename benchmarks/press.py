"""The front beside nginx, beside Django, and beside Django's page cache: one page, one run.

    .venv/bin/python benchmarks/press.py [SECONDS]

Needs nginx and wrk (on Debian: apt install nginx wrk), two processors, and nothing else at work.
Each server has one worker pinned to processor 0; wrk has processor 1, 64 connections kept alive,
gzip. What is compared is asked in turn, round after round; medians of the rounds are printed, and
their ratios, for absolute figures move from day to day.
"""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 4
ROUNDS = 5
PYTHON = sys.executable
SETTINGS = "minbar.project.settings"

FRONT = "minbar.project.wsgi:application"
BARE = """
BODY = b"x" * {size}
HEADERS = {headers}
def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
"""
RENDERED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "minbar.project.settings"
from django.conf import settings
settings.MIDDLEWARE.remove("minbar.press.middleware.PressPublicPages")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
CACHED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "minbar.project.settings"
from django.conf import settings
settings.MIDDLEWARE.remove("minbar.press.middleware.PressPublicPages")
settings.MIDDLEWARE.insert(0, "django.middleware.cache.UpdateCacheMiddleware")
settings.MIDDLEWARE.append("django.middleware.cache.FetchFromCacheMiddleware")
# As a site would set it that caches whole pages: they may be kept.
settings.MIDDLEWARE.remove("minbar.project.response_headers.ResponseHeaders")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
NGINX = """
worker_processes 1; worker_cpu_affinity 01; daemon off; pid {folder}/pid; error_log {folder}/log;
{modules}
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000000; open_file_cache max=1000;
  types {{ text/html html; }}
  server {{
    listen 127.0.0.1:{port};
    root {data}/press/pages;
    gzip_static on;
    location ~ /$ {{ try_files ${{uri}}index.html =404; }}
  }}
}}
"""


def main() -> None:
    """Make a newspaper, press a story of it, and compare."""
    data = Path(tempfile.mkdtemp(prefix="minbar-benchmark-"))
    environment = os.environ | {
        "MINBAR_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "MINBAR_LOG_LEVEL": "ERROR",
    }
    try:
        path, size = prepare(data, environment)
        print(f"one story page, {size} bytes gzip; rounds of {SECONDS} s, {ROUNDS} of them")
        servers = {
            "nginx": nginx(data),
            "front": granian(FRONT, environment),
            "bare": granian("bare:application", environment, bare_source(data, path, size)),
            "cached": granian("cached:application", environment, CACHED),
            "rendered": granian("rendered:application", environment, RENDERED),
        }
        report(servers, path)
    finally:
        shutil.rmtree(data)


def prepare(data: Path, environment: dict[str, str]) -> tuple[str, int]:
    """Return the path of a pressed story, percent-encoded, and its size as gzip."""
    minbar = Path(PYTHON).parent / "minbar"
    for command in (["migrate"], ["collectstatic", "--no-input"], ["demo"], ["press", "all"]):
        subprocess.run([minbar, *command], env=environment, check=True, capture_output=True)
    stories = [
        file
        for file in (data / "press/pages").glob("*/*/index.html.gz")
        if file.parent.name != "feed"
    ]
    sizes = sorted(stories, key=lambda file: file.stat().st_size)
    story = sizes[len(sizes) // 2]
    words = story.parent.relative_to(data / "press/pages").parts
    return quote("/" + "/".join(words) + "/"), story.stat().st_size


def bare_source(data: Path, path: str, size: int) -> str:
    """Write an application that answers as many bytes under the same headers, without looking."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
    from minbar.press.front import read_page
    from minbar.press.store import HEAD, Store

    page = read_page(str(Store(data / "press").folder_of(unquote(path)) / HEAD))
    assert page is not None
    return BARE.format(size=size, headers=page.variants["gzip"].headers)


@contextmanager
def nginx(data: Path) -> Iterator[int]:
    """Serve the tree."""
    folder, port = Path(tempfile.mkdtemp()), free_port()
    configuration = NGINX.format(folder=folder, port=port, data=data, modules="")
    (folder / "conf").write_text(configuration)
    if os.getuid() == 0:
        for path in (data, *data.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)
    with running(["nginx", "-c", str(folder / "conf")], {}, port, folder):
        yield port


@contextmanager
def granian(target: str, environment: dict[str, str], source: str = "") -> Iterator[int]:
    """Serve an application as Minbar serves its own."""
    folder, port = Path(tempfile.mkdtemp()), free_port()
    if source:
        (folder / f"{target.partition(':')[0]}.py").write_text(source)
    command = [
        *("taskset", "-c", "0", PYTHON, "-m", "granian", "--interface", "wsgi", "--http", "1"),
        *("--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "error"),
        *("--port", str(port), target),
    ]
    own = environment | {"PYTHONPATH": str(folder)}
    with running(command, own, port, folder):
        yield port


@contextmanager
def running(
    command: list[str], environment: dict[str, str], port: int, folder: Path
) -> Iterator[None]:
    """Run a server until it listens, and end it afterwards."""
    process = subprocess.Popen(command, env=os.environ | environment, cwd=folder)
    try:
        give_up_at = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def report(servers: dict[str, object], path: str) -> None:
    """Ask each in turn, round after round, and print medians and ratios."""
    rates: dict[str, list[float]] = {name: [] for name in servers}
    slowest: dict[str, list[float]] = {name: [] for name in servers}
    with ExitStack() as stack:
        ports = {name: stack.enter_context(server) for name, server in servers.items()}  # type: ignore[arg-type]
        for name, port in ports.items():
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"}
            )
            with urllib.request.urlopen(request) as answer:
                assert answer.status == 200, name
        for _ in range(ROUNDS):
            for name, port in ports.items():
                rate, p99 = ask(port, path)
                rates[name].append(rate)
                slowest[name].append(p99)
    median = {name: statistics.median(values) for name, values in rates.items()}
    p99 = {name: statistics.median(values) for name, values in slowest.items()}
    print(f"{'':10}{'requests/s':>12}{'p99 ms':>10}")
    for name, rate in median.items():
        print(f"{name:10}{rate:12.0f}{p99[name]:10.2f}")
    for name in ("nginx", "bare", "cached", "rendered"):
        pairs = [front / other for front, other in zip(rates["front"], rates[name], strict=True)]
        print(f"front / {name:10}{statistics.median(pairs):10.2f}")
    print(f"p99, front / nginx {p99['front'] / p99['nginx']:10.2f}")


def ask(port: int, path: str) -> tuple[float, float]:
    """Return requests a second and the 99th percentile in milliseconds."""
    command = [
        *("taskset", "-c", "1", "wrk", "-t1", "-c64", f"-d{SECONDS}s", "--latency"),
        *("-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{port}{path}"),
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in told, told
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()  # type: ignore[union-attr]
    return rate, float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return int(trial.getsockname()[1])


if __name__ == "__main__":
    main()
