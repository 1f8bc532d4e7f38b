"""``minbar serve``: everything that a newspaper needs, as one supervised tree of processes.

The parent prepares, forks four children and keeps them alive: the web server (Granian, which
forks a worker of its own), the press, the task worker and the schedule.
"""

import copy
import gc
import http.client
import os
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections
from django.urls import get_resolver
from django.utils import translation
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from minbar.press.draining import keep_pressing
from minbar.press.forking import let_go_of_database
from minbar.project import preparing
from minbar.project.first_login import USERNAME, first_login_file, make_first_login
from minbar.project.schedule import keep_schedule
from minbar.project.silent_database import SilenceWatch
from minbar.project.supervision import Child, Say, Supervisor, die_with
from minbar.project.task_worker import work_off_tasks

MOST_CONNECTIONS = 512
"""Each holds a file descriptor, of which a process often has 1024; idle ones count."""
SILENCE = 10_000
"""Milliseconds for which a connection may send no request; 512 silent ones shut everyone out."""
REQUESTS_END_WITHIN = 7
"""Seconds; less than supervision.END_WITHIN, so that the web server ends its worker itself."""
DATABASE_WAIT = 2
"""Seconds that a reader's request waits for a lock or a connection of the database."""
LONGEST_SILENCE = 5.0
"""Seconds that a reader's request waits for the answer to one command of the database."""
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what HOST may be


def serve(say: Say, *, demo: bool = False) -> None:
    """Prepare, serve until SIGTERM or Ctrl-C, and return. Raises CannotServe before all that."""
    preparing.take_lock()
    preparing.see_that_it_is_whole()
    address, port = preparing.find_address()
    preparing.reach_database()
    preparing.migrate(say)
    preparing.collect_static_files(say)
    sign_in = _how_to_sign_in(make_first_login())
    if demo:
        preparing.make_demo_edition(say)
    _load_everything()
    let_go_of_database()
    children = [
        Child("web server", partial(serve_readers, address, port)),
        Child("press", keep_pressing),
        Child("task worker", work_off_tasks),
        Child("schedule", keep_schedule),
    ]
    announce = partial(_announce, say, sign_in)
    Supervisor(children, say).run(is_up=partial(_once_it_answers, address, port, announce))
    say("Minbar has ended.")


def serve_readers(address: str, port: int) -> None:
    """Be the web server, in this process, until told to end; requests in flight are answered."""
    for database in connections.settings.values():
        shorten_waits(database["OPTIONS"], DATABASE_WAIT)
    Granian(
        "minbar.project.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=SILENCE),
        workers=1,
        blocking_threads=settings.THREADS,
        blocking_threads_idle_timeout=600,
        backpressure=MOST_CONNECTIONS,
        workers_kill_timeout=REQUESTS_END_WITHIN,
        respawn_failed_workers=False,  # it ends with its worker, and is started again as a whole
        log_access=False,  # it would write receipts' addresses
        log_level=LogLevels.error,  # it warns of more threads than processors
        log_dictconfig=copy.deepcopy(settings.LOGGING),
    ).serve(target_loader=partial(_load_application, os.getpid()), wrap_loader=False)


def shorten_waits(options: dict[str, Any], seconds: int) -> None:
    """Lower a database's time limits where they are longer, the pool's among them."""
    for name, value in options.items():
        if isinstance(value, dict):
            shorten_waits(value, seconds)
        elif name in {"timeout", "connect_timeout"}:
            options[name] = min(value, seconds)
        elif name == "tcp_user_timeout":
            options[name] = min(value, seconds * 1000)


def _load_application(parent: int) -> Callable[..., Any]:
    """Called by Granian in the worker that it has forked."""
    die_with(parent)
    SilenceWatch(LONGEST_SILENCE).start()
    from minbar.project.wsgi import application

    return application


def _load_everything() -> None:
    """Load once, for all children, what each would load for itself."""
    import minbar.project.wsgi  # noqa: F401 - it looks at the static files, so not before they lie

    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")
    gc.collect()
    gc.freeze()  # or the collector would write to, and so copy, every page that children share


def _once_it_answers(address: str, port: int, announce: Callable[[], None]) -> bool:
    client = http.client.HTTPConnection(EVERYWHERE.get(address, address), port, timeout=1)
    try:
        client.request("GET", "/healthz", headers={"Host": "localhost"})
        answers = client.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        client.close()
    if answers:
        announce()
    return answers


def _announce(say: Say, sign_in: str) -> None:
    site = settings.MINBAR_SITE_URL
    for everywhere, here in EVERYWHERE.items():
        site = site.replace(f"//{everywhere}", f"//{here}")
    say("Minbar is up. Ctrl-C ends it.")
    say(f"  Read     {site}/")
    say(f"  Sign in  {site}/newsroom/{sign_in}")
    say(f"  Data     {settings.MINBAR_DATA}")


def _how_to_sign_in(password: str | None) -> str:
    if password:
        return f" as {USERNAME} with the password {password}"
    if first_login_file().exists():
        return f" as {USERNAME} with the password in {first_login_file()}"
    return f" as {USERNAME}" if User.objects.filter(username=USERNAME).exists() else ""
