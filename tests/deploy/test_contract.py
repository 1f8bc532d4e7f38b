"""What readers are promised, whichever program stands before them."""

import gzip
import re
import time
from urllib.parse import quote, unquote

import brotli
import pytest

from tests.deploy.conftest import HOST, Newsroom, wait_for

pytestmark = pytest.mark.xdist_group("deploy")

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
SHARED_CACHES = "max-age=60, stale-while-revalidate=600, stale-if-error=604800"
NOT_COMPARED = {
    *("accept-ranges", "age", "connection", "content-length", "date", "etag", "keep-alive"),
    *("server", "transfer-encoding"),
}
SECRETS = ("root:x:", "SQLite format", '"digest"')


@pytest.fixture(scope="module")
def story(newspaper):
    """A story that stays as it is."""
    path = newspaper.story(0)
    newspaper.front.ask(path)
    return path


@pytest.fixture(scope="module")
def pressed(newspaper, story):
    """The encoded path of every kind of page that is pressed."""
    for path in ("/", "/national/", "/policy/", "/icon.svg", "/fragments/most-read/", story):
        newspaper.front.ask(path)
    for path in ("/feed/", "/national/feed/", "/feed.json", "/sitemap.xml", "/robots.txt"):
        newspaper.front.ask(path)
    for path in ("/news-sitemap.xml", "/manifest.webmanifest", "/service-worker.js"):
        newspaper.front.ask(path)
    for path in ("/comments/feed/", "/offline/", "/reading-list/", "/icon-512.png"):
        newspaper.front.ask(path)
    newspaper.front.ask(f"/stories/{newspaper.number_of(story)}/figures.json")
    (framed,) = newspaper.one("SELECT id FROM advertising_advertisement WHERE code <> ''")
    newspaper.front.ask(f"/advertising/{framed}/")
    return [quote(path) for path in newspaper.store.paths()]


@pytest.fixture(scope="module")
def away(newspaper, nginx, varnish, story):
    """Minbar is asked to end, and stays so to the end of this file."""
    # What was purged and not asked for since is in no cache.
    wait_for(lambda: newspaper.one("SELECT count(*) FROM press_purge") == (0,))
    for each in (nginx, varnish):
        each.ask(story)
        each.ask("/")
    newspaper.stop()
    yield
    newspaper.start()


def told(answer):
    """The headers that are the same from all fronts, without the spelling of their values."""
    values = ((name.lower(), value) for name, value in answer.headers.items())
    return {
        name: value.replace('"', "").lower() for name, value in values if name not in NOT_COMPARED
    }


class TestPages:
    """Every front answers a pressed page with the same bytes and says the same of it."""

    def test_each_kind_of_page_is_the_same_from_everywhere(self, pressed, minbar, nginx, varnish):
        assert len(pressed) >= 6
        for path in pressed:
            ours = minbar.ask(path)
            for other in (nginx, varnish):
                answer = other.ask(path)
                assert (answer.status, answer.body) == (ours.status, ours.body), path
                assert told(answer) == told(ours), (path, other.name)

    def test_nginx_reads_a_page_from_its_files(self, newspaper, nginx, story):
        file = newspaper.store.folder_of(unquote(story)) / "index.html"
        answer = nginx.ask(story)

        assert answer.headers["ETag"] == f'"{int(file.stat().st_mtime):x}-{file.stat().st_size:x}"'

    @pytest.mark.parametrize(
        ("accepted", "encoding"),
        [
            ("br, gzip", "br"),
            ("gzip, deflate, br;q=0.5", "br"),
            ("gzip", "gzip"),
            ("gzip, br;q=0", "gzip"),
            ("identity", None),
            ("", None),
        ],
    )
    def test_comes_in_the_best_encoding_that_is_taken(self, front, story, accepted, encoding):
        answer = front.ask(story, headers={"Accept-Encoding": accepted})

        assert answer.headers["Content-Encoding"] == encoding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert DECODERS[encoding](answer.body) == front.ask(story).body

    @pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
    def test_is_not_sent_again_to_who_has_it(self, front, story, encoding):
        taken = {"Accept-Encoding": encoding}
        etag = front.ask(story, headers=taken).headers["ETag"]

        # Varnish reads no lists, and sends the page again.
        listed = [f'"other", {etag}'] if front.name != "varnish" else []
        for known in (etag, f"W/{etag}", *listed):
            again = front.ask(story, headers=taken | {"If-None-Match": known})
            assert (again.status, again.body) == (304, b"")
            assert again.headers["ETag"] == etag
            assert again.headers["Cache-Control"] == "no-cache"
        assert front.ask(story, headers=taken | {"If-None-Match": '"other"'}).status == 200

    def test_can_be_asked_for_its_head_alone(self, front, story):
        answer = front.ask(story, "HEAD")

        assert (answer.status, answer.body) == (200, b"")
        assert told(answer) == told(front.ask(story))

    @pytest.mark.parametrize("query", ["utm_source=x", "fbclid=1&order2=x", "", "%00", "=&&"])
    def test_an_undeclared_query_changes_nothing_but_what_caches_may(self, front, story, query):
        plain, asked = front.ask(story), front.ask(f"{story}?{query}")

        assert (asked.status, asked.body) == (200, plain.body)
        assert asked.headers["ETag"] == plain.headers["ETag"]
        if query:
            assert asked.headers["CDN-Cache-Control"] == "no-store"
        assert plain.headers["CDN-Cache-Control"] == SHARED_CACHES

    def test_a_query_that_a_route_may_declare_is_asked_of_minbar(self, front, story):
        led = front.ask(f"{story}?order=newest")
        ordered = front.ask(f"{story}comments/1/?order=newest")

        assert (led.status, ordered.status) == (303, 200)
        assert led.headers["Location"].endswith("comments/1/?order=newest")
        assert ordered.headers["Cache-Control"] == "no-store"

    def test_an_arabic_address_may_be_written_as_it_is(self, front, story):
        answer = front.ask(unquote(story))

        assert (answer.status, answer.body) == (200, front.ask(story).body)

    def test_an_address_without_its_slash_leads_to_the_page(self, front):
        answer = front.ask("/national")

        assert answer.status == 301
        assert answer.headers["Location"] == "/national/"

    def test_a_short_address_leads_to_the_story(self, front, newspaper, story):
        answer = front.ask(f"/s/{newspaper.number_of(story)}/")

        assert answer.status == 301
        assert answer.headers["Location"].endswith(story)

    def test_what_is_nowhere_is_missing(self, front):
        for path in ("/nowhere/", "/national/nowhere/", "/nowhere.json"):
            answer = front.ask(path)
            assert answer.status == 404, path
            assert "CDN-Cache-Control" not in answer.headers
            assert answer.headers["Cache-Control"] == "no-store"

    def test_no_page_sets_a_cookie_or_heeds_one(self, front, story):
        answer = front.ask(story, headers={"Cookie": "sessionid=x; anything=y"})

        assert "Set-Cookie" not in answer.headers
        assert answer.body == front.ask(story).body


class TestFiles:
    """Styles and pictures come from disk with the same headers; nothing else lies open."""

    def test_styles_and_pictures_are_the_same_from_everywhere(
        self, newspaper, minbar, nginx, varnish
    ):
        front_page = minbar.ask("/").text
        found = re.findall(r"/(?:static|media)/[^\"\s]+", front_page)
        found += [
            "/static/paper/base.css",
            "/static/paper/newspaper.js",
            "/static/staticfiles.json",
        ]
        documents = (newspaper.data / "media" / "documents").iterdir()
        found += [f"/media/documents/{document.name}" for document in documents]
        printed = (newspaper.data / "media" / "print").rglob("*.pdf")
        found += [f"/{paper.relative_to(newspaper.data)}" for paper in printed]
        kinds = {path.rpartition(".")[2]: path for path in found}
        assert kinds.keys() >= {"css", "js", "jpg", "json", "csv"}
        for path in {*kinds.values(), *found[-3:]}:
            for encoding in ("br", "gzip", "identity"):
                taken = {"Accept-Encoding": encoding}
                ours = minbar.ask(path, headers=taken)
                assert ours.status == 200, path
                for other in (nginx, varnish):
                    answer = other.ask(path, headers=taken)
                    assert (answer.status, answer.body) == (200, ours.body), (path, encoding)
                    assert told(answer) == told(ours), (path, encoding, other.name)

    @pytest.mark.parametrize(
        "path",
        [
            *("/media/", "/media/images/", "/media/original_images/", "/static/", "/static/paper/"),
            *("/static/paper/base.css.gz", "/static/paper/base.css.br", "/static/nothing.css"),
            *("/media/images/../original_images/", "/media/images/..%2foriginal_images/"),
        ],
    )
    def test_nothing_else_is_open(self, front, path):
        assert front.ask(path).status == 404

    def test_no_original_picture_is_open(self, front, newspaper):
        originals = list((newspaper.data / "media" / "original_images").iterdir())
        assert originals

        assert front.ask(f"/media/original_images/{quote(originals[0].name)}").status == 404
        tricked = f"/media/images/%2e%2e/original_images/{quote(originals[0].name)}"
        assert front.ask(tricked).status in {400, 404}


class TestTricks:
    """Whatever is written in an address, the answer is a page or a clean refusal."""

    @pytest.mark.parametrize(
        "path",
        [
            *(
                "/..",
                "/../",
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%2f..%2fetc/passwd",
            ),
            *("/national/..", "/national/../../minbar.sqlite3", "/%2e%2e/%2e%2e/minbar.sqlite3"),
            *("/%00", "/national/%00/", "/%5c..%5c..%5cetc%5cpasswd", "/..\\..\\minbar.sqlite3"),
            *("//", "//national/", "/national//", "///etc/passwd", "/./national/", "/national/./"),
            *("/%ff/", "/%c0%ae%c0%ae/", "/%ed%a0%80/", "/%", "/%zz/", "/%2/"),
            *("/index.html", "/head.json", "/answer.html", "/index.html.br", "/index.html/"),
            *("/national/index.html", "/national/index.html.gz", "/national/head.json"),
            *("/national/head.json/", "/icon.svg/", "/icon.svg/index.svg", "/icon.svg/head.json"),
            *("/receipts/x/style.css", "/receipts/x/;.js", "/receipts/x/..%2f..%2fstyle.css"),
            *(
                "/newsroom/style.css",
                "/newsroom/..%2fnational/",
                "/national/;.css",
                "/national/%20/",
            ),
            *(
                "/" + "a" * 300 + "/",
                "/" + "ب" * 400 + "/",
                "/" + "a/" * 1500,
                "/" + "a" * 7000 + "/",
            ),
            *(
                "/static/../minbar.sqlite3",
                "/static/..%2fminbar.sqlite3",
                "/static/%2e%2e/secrets/keys.json",
            ),
            *(
                "/static/%00",
                "/media/cards/%00.jpg",
                "/.well-known/",
                "/.git/config",
                "/press/pages/",
            ),
        ],
        ids=lambda path: path[:40],
    )
    def test_no_path_reaches_a_file_of_ours(self, front, path):
        answer = front.ask(path)

        assert answer.status in {200, 301, 302, 400, 404, 414}, answer.status
        assert not any(secret in answer.body.decode(errors="replace") for secret in SECRETS)
        if answer.status == 200:
            page = re.sub(r"/[^/]+/\.\.(?=/|$)|/\.(?=/|$)", "", path) or "/"
            assert answer.body == front.ask(page).body

    @pytest.mark.parametrize("path", ["/national/index.html", "/national/head.json", "/head.json"])
    def test_files_of_the_tree_have_no_address(self, front, path):
        assert front.ask(path).status == 404

    def test_bytes_that_are_no_text_are_refused(self, front):
        assert front.ask(b"/\xff\xfe/").status in {400, 404}

    def test_a_page_is_not_taken_from_where_caches_look_for_files(self, front, story):
        for suffix in ("style.css", "%2e%2e/style.css", ";.js", "%2f"):
            answer = front.ask(story + suffix)
            assert answer.status in {301, 404}, suffix
            assert "max-age" not in answer.headers.get("CDN-Cache-Control", "")

    def test_other_methods_change_nothing(self, front, story):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PURGE", "FOO"):
            if (front.name, method) == ("varnish", "PURGE"):
                continue
            assert front.ask(story, method).status in {400, 403, 405, 501}, method
        assert front.ask(story).status == 200


class TestHost:
    """A host that is not ours is served nothing of ours but, at the most, the same bytes."""

    def test_another_host_is_refused_before_minbar(self, nginx, varnish, story):
        for each in (nginx, varnish):
            for host in ("evil.example", f"{HOST}.evil.example", "127.0.0.1"):
                assert each.ask(story, host=host).status == 421

    def test_no_host_reaches_a_page(self, front, story, minbar):
        before = minbar.ask(story).body

        front.ask(story, headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"})

        assert front.ask(story).body == minbar.ask(story).body == before
        assert b"evil" not in before

    def test_without_tls_one_is_led_to_it(self, nginx):
        (nginx.folder / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True)
        (nginx.folder / "acme" / ".well-known" / "acme-challenge" / "word").write_text("key")

        assert nginx.plain.ask("/national/?a=b").headers["Location"] == (
            f"https://{HOST}/national/?a=b"
        )
        assert nginx.plain.ask("/.well-known/acme-challenge/word").text == "key"
        assert nginx.plain.ask("/", host="evil.example").status == 421


class TestReaders:
    """What readers send arrives, and from where they are."""

    def comment(self, front, story, newspaper, text, **options):
        token = re.search(r'name="token" value="([^"]+)"', front.ask(story).text)[1]
        fields = {"name": "سلمى", "email": "salma@example.org", "text": text, "token": token}
        headers = {"Sec-Fetch-Site": "same-origin"} | options.pop("headers", {})
        address = f"/stories/{newspaper.number_of(story)}/comments/"
        answer = front.ask(address, "POST", fields, headers, **options)
        assert answer.status == 303, answer.text
        return answer.headers["Location"]

    def origin_of(self, newspaper, text):
        return newspaper.one("SELECT origin FROM discussion_comment WHERE text = ?", text)[0]

    def test_a_comment_is_taken_and_its_receipt_is_nobody_else_s(self, front, newspaper, story):
        receipt = self.comment(front, story, newspaper, f"شكرًا لكم، من {front.name}.")

        answer = front.ask(receipt)

        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "CDN-Cache-Control" not in answer.headers
        assert front.ask(receipt + "style.css").status == 404

    def test_a_reader_s_address_arrives_whatever_the_reader_says(
        self, nginx, varnish, newspaper, story
    ):
        lies = ("X-Forwarded-For", "X_Forwarded_For", "X-Forwarded_For", "X-Real-IP", "Forwarded")
        for each in (nginx, varnish):
            here, there = f"من هنا عبر {each.name}", f"من هناك عبر {each.name}"
            self.comment(each, story, newspaper, here, source="127.0.0.5")
            self.comment(each, story, newspaper, there, source="127.0.0.6")
            assert self.origin_of(newspaper, here) != self.origin_of(newspaper, there)
            for number, name in enumerate(lies):
                lie = f"كذبة {number} عبر {each.name}"
                told = {name: "203.0.113.9"}
                self.comment(each, story, newspaper, lie, source="127.0.0.5", headers=told)
                assert self.origin_of(newspaper, lie) == self.origin_of(newspaper, here), name

    def test_a_body_is_limited_by_what_it_may_be_for(self, nginx, newspaper, story):
        comments = f"/stories/{newspaper.number_of(story)}/comments/"
        for path, size in (("/views/", 70_000), (comments, 1_100_000), ("/newsroom/", 26_500_000)):
            declared = {"Content-Length": str(size)}
            assert nginx.ask(path, "POST", headers=declared).status == 413, path
        assert nginx.ask(comments, "POST", {"text": "ا" * 12_000}).status == 403
        assert nginx.ask(f"/fr{comments}", "POST", {"text": "ا" * 12_000}).status != 413
        assert nginx.ask("/newsroom/", "POST", b"x" * 200_000).status != 413

    def test_who_is_sent_away_hears_it_after_sending_all(self, front):
        photograph = b"x" * 20_000_000
        assert front.ask("/newsroom/", "POST", photograph).status == 403
        assert front.ask("/", "POST", photograph[:60_000]).status in (403, 405)

    def test_a_view_is_taken(self, front):
        seen = front.ask("/views/", "POST", {"story": 1}, {"Sec-Fetch-Site": "same-origin"})

        assert (seen.status, seen.body) == (204, b"")

    def test_no_log_tells_a_receipt_or_an_address(self, nginx):
        receipts = ("/receipts/SECRET-1/", "/%72eceipts/SECRET-2/", "/receipts/SECRET-3/?a")
        receipts += ("/fr/receipts/SECRET-9/", "/fr/error-receipts/SECRET-10/")
        for path in (*receipts, "/error-receipts/SECRET-7/", "/error-%72eceipts/SECRET-8/?a"):
            nginx.ask(path, headers={"Referer": f"https://{HOST}/receipts/SECRET-4/"})
        nginx.ask("/national/", source="127.0.0.77")

        log = nginx.folder / "minbar.log"
        wait_for(lambda: "127.0.0.0 [" in log.read_text() and "/receipts/..." in log.read_text())
        logs = log.read_text() + (nginx.folder / "error.log").read_text()
        assert "SECRET" not in logs
        assert "127.0.0.77" not in log.read_text()


class TestNewsroom:
    """Editors come through, and what they take back is gone everywhere when they are answered."""

    def test_one_signs_in(self, front):
        newsroom = Newsroom(front).sign_in()

        home = newsroom.open("/newsroom/")

        assert home.status == 200
        assert "CDN-Cache-Control" not in home.headers

    def test_a_page_that_is_taken_from_the_site_is_gone_at_once(
        self, newspaper, minbar, nginx, varnish
    ):
        path = newspaper.story(1)
        number = newspaper.number_of(path)
        for each in (minbar, nginx, varnish):
            assert each.ask(path).status == 200
        newsroom = Newsroom(nginx).sign_in()

        taken = newsroom.send(f"/newsroom/pages/{number}/unpublish/", {})
        answers = {each.name: each.ask(path).status for each in (minbar, nginx, varnish)}

        assert taken.status == 302, taken.text
        assert answers == {"minbar": 410, "nginx": 410, "varnish": 410}
        assert path not in nginx.ask("/").text
        assert path not in varnish.ask("/").text

    def test_only_the_press_may_purge(self, varnish, story):
        assert varnish.ask(story, "PURGE", source="127.0.0.9").status == 405
        through = {"X-Forwarded-For": "127.0.0.1"}
        assert varnish.ask(story, "PURGE", headers=through).status == 405
        assert varnish.ask(story, "PURGE").status == 200


class TestCache:
    """Varnish keeps one copy of a page, under the one address that is purged."""

    def test_a_page_is_kept(self, varnish, story):
        varnish.ask(story)
        time.sleep(1.1)

        assert int(varnish.ask(story).headers["Age"]) >= 1
        assert int(varnish.ask(f"{story}?utm_source=y").headers["Age"]) >= 1

    def test_other_spellings_of_an_address_are_not_kept(self, varnish, story):
        for spelling in (story.lower(), unquote(story), story.replace("/n", "/%6E", 1)):
            if spelling == story:
                continue
            varnish.ask(spelling)
            time.sleep(1.1)
            assert varnish.ask(spelling).headers.get("Age", "0") == "0", spelling


class TestMinbarAway:
    """While Minbar is away what is pressed is read as always, and all else is told so."""

    def test_pages_are_read(self, away, nginx, varnish, story):
        for each in (nginx, varnish):
            for path in ("/", story, f"{story}?utm_source=x"):
                assert each.ask(path).status == 200, (each.name, path)

    def test_all_else_is_told_so_in_both_languages(self, away, nginx, varnish, newspaper):
        for each in (nginx, varnish):
            for method, path in (("GET", "/search/?q=x"), ("POST", "/stories/1/comments/")):
                answer = each.ask(path, method)
                assert answer.status == 503
                assert "أعد المحاولة" in answer.text
                assert "Try again" in answer.text
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["Retry-After"] == "10"
                assert "'none'" in answer.headers["Content-Security-Policy"]

    def test_so_is_who_sends_a_photograph(self, away, nginx):
        assert nginx.ask("/newsroom/", "POST", b"x" * 200_000).status == 503

    def test_no_log_tells_a_receipt(self, away, nginx):
        assert nginx.ask("/receipts/SECRET-5/").status == 503
        nginx.ask("/%72eceipts/SECRET-6/")
        nginx.ask("/nowhere-at-all/")

        log = nginx.folder / "minbar.log"
        wait_for(lambda: "/nowhere-at-all/" in log.read_text())
        assert "SECRET" not in log.read_text() + (nginx.folder / "error.log").read_text()
