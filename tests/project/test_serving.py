"""The real `minbar serve`, in processes of its own, on one data folder that is prepared once."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.databases import without_database
from tests.ports import free_port

pytestmark = pytest.mark.xdist_group("serve")

SERVE = [str(Path(sys.executable).parent / "minbar"), "serve"]
PATIENCE = 180
"""Seconds after which a test gives up waiting; nothing here says how fast something is."""
READY = "database: ok\nworker: ok\npress: ok\n"
CHILDREN = 4
"""Web server, which has a worker of its own, press, task worker and schedule."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Serve:
    """A `minbar serve` that is running, and what one can see of it from outside."""

    def __init__(self, data, port, said, database):
        self.data, self.port, self.said = data, port, said
        with said.open("w") as output:
            self.process = subprocess.Popen(
                SERVE,
                env=environment(data, port) | database,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_until_up(self):
        wait_for(lambda: "Data " in self.output or self.process.poll() is not None)
        assert self.process.poll() is None, self.output
        return self

    @property
    def output(self):
        return self.said.read_text()

    def ask(self, method="GET", path="/healthz", body=None, headers=None):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            answer.text = answer.read().decode(errors="replace")  # a picture is no text
            return answer

    def answers(self):
        try:
            return self.ask().status == 200
        except (OSError, http.client.HTTPException):
            return False

    def children(self):
        return children_of(self.process.pid)

    def tree(self):
        return [self.process.pid, *descendants_of(self.process.pid)]

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)


def environment(data, port):
    own = {name: value for name, value in os.environ.items() if not name.startswith("MINBAR_")}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    place = {"MINBAR_DATA": str(data), "HOST": "127.0.0.1", "PORT": str(port)}
    return without_database(own) | place


def children_of(pid):
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def descendants_of(pid):
    return [each for child in children_of(pid) for each in (child, *descendants_of(child))]


def listens_to_the_bell(pid):
    """The press holds both ends of the bell; whoever rings it holds one for a moment."""
    opened = [opened_as(descriptor) for descriptor in Path(f"/proc/{pid}/fd").iterdir()]
    return opened.count("bell") == 2


def opened_as(descriptor):
    try:
        return descriptor.readlink().name
    except OSError:
        return ""  # closed since it was listed


def lives(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(condition, within=PATIENCE):
    give_up_at = time.monotonic() + within
    while not condition():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("newspaper")


@pytest.fixture(scope="module")
def database(make_database):
    return make_database()


@pytest.fixture(scope="module")
def newspaper(data, database, tmp_path_factory):
    """A newspaper that stays up from test to test, opened for the first time."""
    serve = Serve(data, free_port(), tmp_path_factory.mktemp("said") / "said.txt", database)
    yield serve.wait_until_up()
    serve.kill()


@pytest.fixture
def own_newspaper(data, database, newspaper, tmp_path):
    """One that a test may end; the other has to make way for it."""
    newspaper.kill()
    serve = Serve(data, free_port(), tmp_path / "said.txt", database)
    yield serve.wait_until_up()
    serve.kill()


def refused(data, **changed):
    """What a serve says that cannot start."""
    run = subprocess.run(
        SERVE,
        env=environment(data, free_port()) | changed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert run.returncode == 1, run
    assert "Traceback" not in run.stderr
    return run.stderr


class TestOpening:
    """One command opens a newspaper and says all that one needs to know."""

    def test_says_where_to_read_to_sign_in_and_where_the_data_lie(self, newspaper, data):
        site = f"http://127.0.0.1:{newspaper.port}/"

        assert f"Read     {site}\n" in newspaper.output
        assert f"Sign in  {site}newsroom/ as admin" in newspaper.output
        assert f"Data     {data}\n" in newspaper.output

    def test_answers_once_it_says_that_it_is_up(self, newspaper):
        assert newspaper.ask(path="/healthz").text == "ok\n"
        assert newspaper.ask(path="/").status == 200

    def test_its_worker_and_schedule_are_at_work(self, newspaper):
        wait_for(lambda: newspaper.ask(path="/readyz").text == READY)

    def test_the_password_that_was_made_opens_the_newsroom_and_is_then_forgotten(
        self, newspaper, data
    ):
        file = data / "first-login.txt"
        password = re.search(r"password: (\S+)", file.read_text()).group(1)
        assert password in newspaper.output
        assert file.stat().st_mode & 0o777 == 0o600

        assert sign_in(newspaper, "not-" + password).status == 200
        assert file.exists()
        assert sign_in(newspaper, password).status == 302
        assert not file.exists()

    def test_a_second_serve_of_the_same_newspaper_is_refused(self, newspaper, data):
        said = refused(data)

        assert f"Another minbar serve (process {newspaper.process.pid})" in said
        assert newspaper.answers()

    def test_a_port_that_is_taken_is_refused(self, newspaper, tmp_path):
        said = refused(tmp_path, PORT=str(newspaper.port))

        assert f"Port {newspaper.port} is taken" in said
        assert not (tmp_path / "minbar.sqlite3").exists()

    def test_no_line_tells_a_receipt_s_token(self, newspaper):
        assert newspaper.ask(path="/receipts/SECRET-token_123/").status == 404

        wait_for(lambda: "/receipts/…" in newspaper.output)
        assert "SECRET" not in newspaper.output


class TestKeepingAlive:
    """Whatever is killed comes back, and nothing else notices."""

    @pytest.mark.parametrize("name", ["web server", "press", "task worker", "schedule"])
    def test_a_child_that_is_killed_comes_back(self, newspaper, name):
        before = newspaper.children()
        victim = self.child(newspaper, name)

        os.kill(victim, signal.SIGKILL)

        wait_for(lambda: len(set(newspaper.children()) - {victim}) == CHILDREN)
        assert set(before) - {victim} < set(newspaper.children())
        wait_for(lambda: f"The {name} was killed (SIGKILL). Restarted." in newspaper.output)
        wait_for(newspaper.answers)

    def test_the_web_server_s_own_worker_comes_back(self, newspaper):
        (victim,) = children_of(self.child(newspaper, "web server"))

        os.kill(victim, signal.SIGKILL)

        wait_for(lambda: not lives(victim) and newspaper.answers())

    @staticmethod
    def child(newspaper, name):
        """The children are told apart by what they do: one forks, one listens, one is polite."""

        given = os.getpriority(os.PRIO_PROCESS, newspaper.process.pid)

        def kind(pid):
            if os.getpriority(os.PRIO_PROCESS, pid) > given:
                return "task worker"
            if children_of(pid):
                return "web server"
            return "press" if listens_to_the_bell(pid) else "schedule"

        found = {}

        def all_are_told_apart():
            found.clear()
            found.update({kind(pid): pid for pid in newspaper.children()})
            return len(found) == CHILDREN

        wait_for(all_are_told_apart)
        return found[name]


class TestEnding:
    """Nothing of the tree outlives its parent, and what it was asked to do is finished."""

    def test_asked_to_end_it_first_answers_what_was_asked_of_it(self, own_newspaper):
        tree = own_newspaper.tree()
        slow = http.client.HTTPConnection("127.0.0.1", own_newspaper.port, timeout=PATIENCE)
        with closing(slow):
            slow.putrequest("POST", "/views/")
            slow.putheader("Content-Type", FORM["Content-Type"])
            slow.putheader("Content-Length", "7")
            slow.endheaders(b"story")
            time.sleep(0.5)
            own_newspaper.process.terminate()
            time.sleep(0.5)
            assert own_newspaper.process.poll() is None
            slow.send(b"=1")
            assert slow.getresponse().status == 204

        assert own_newspaper.process.wait(PATIENCE) == 0
        assert not any(lives(pid) for pid in tree)
        assert own_newspaper.output.endswith("Minbar has ended.\n")

    def test_killed_it_leaves_no_orphan(self, own_newspaper):
        tree = own_newspaper.tree()
        assert len(tree) == 1 + CHILDREN + 1

        own_newspaper.process.kill()

        own_newspaper.process.wait(PATIENCE)
        wait_for(lambda: not any(lives(pid) for pid in tree))


def sign_in(newspaper, password):
    form = newspaper.ask(path="/newsroom/login/")
    cookie = SimpleCookie(form.headers["Set-Cookie"])["csrftoken"].value
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text).group(1)
    fields = {"username": "admin", "password": password, "csrfmiddlewaretoken": token}
    headers = FORM | {"Cookie": f"csrftoken={cookie}"}
    return newspaper.ask("POST", "/newsroom/login/", urlencode(fields), headers)
