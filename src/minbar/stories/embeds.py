"""What is shown of other platforms: which addresses are theirs, and where their frames come from.

Nothing here asks a platform anything: what is to be known stands in the address. A page loads a
frame when its reader asks for it, from these hosts and no others (``project.response_headers``).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qs, quote, urlencode, urlsplit

YOUTUBE, FACEBOOK = "https://www.youtube-nocookie.com", "https://www.facebook.com"
X, TELEGRAM = "https://platform.twitter.com", "https://t.me"
FRAME_SOURCES = (YOUTUBE, FACEBOOK, X, TELEGRAM)

LONGEST = 500
"""Characters of an address."""

_NAME = r"[A-Za-z0-9._-]{1,80}"


@dataclass(frozen=True)
class Embed:
    """Something on a platform."""

    platform: str
    """As the platform calls itself, in Latin letters."""
    address: str
    """Where a reader finds it there, without what follows readers around."""
    frame: str
    """What is loaded when the reader asks for it."""
    shape: str
    """``film`` is 16:9, ``reel`` 9:16, ``post`` as high as its words."""


class NotAnEmbed(ValueError):
    """An address of no platform that we know, or of something there that has no frame."""


def embed_of(address: str) -> Embed:
    """Return what ``address`` shows. Raises NotAnEmbed."""
    address = address.strip()
    try:
        parts = urlsplit(address if "//" in address else f"https://{address}")
        host, query = (parts.hostname or "").lower(), parse_qs(parts.query)
        is_plain = parts.scheme in {"http", "https"} and parts.port in {None, 80, 443}
    except ValueError as error:
        raise NotAnEmbed(address) from error
    read = _HOSTS.get(host.removeprefix("www.").removeprefix("m.").removeprefix("mobile."))
    path = [word for word in parts.path.split("/") if word]
    first = {name: values[0] for name, values in query.items()}
    found = read(path, first) if read and is_plain and not parts.username else None
    if found is None or len(address) > LONGEST:
        raise NotAnEmbed(address)
    return found


def _youtube(path: list[str], query: Mapping[str, str]) -> Embed | None:
    match path:
        case ["watch"]:
            video, shape = query.get("v", ""), "film"
        case ["shorts", video]:
            shape = "reel"
        case ["live" | "embed" | "v", video]:
            shape = "film"
        case _:
            return None
    return _youtube_video(video, query, shape)


def _youtube_short(path: list[str], query: Mapping[str, str]) -> Embed | None:
    return _youtube_video(path[0], query, "film") if len(path) == 1 else None


def _youtube_video(video: str, query: Mapping[str, str], shape: str) -> Embed | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]{11}", video):
        return None
    begins = re.fullmatch(r"(\d{1,6})s?", query.get("t", query.get("start", "")))
    start = int(begins[1]) if begins else 0
    address = f"https://www.youtube.com/watch?v={video}" + (f"&t={start}s" if start else "")
    options = {"autoplay": 1, "rel": 0} | ({"start": start} if start else {})
    frame = f"{YOUTUBE}/embed/{video}?{urlencode(options)}"
    return Embed("YouTube", address, frame, shape)


def _facebook(path: list[str], query: Mapping[str, str]) -> Embed | None:
    kept: dict[str, str] = {}
    match path:
        case ["watch"] if _is_number(query.get("v", "")):
            shape, kept = "film", {"v": query["v"]}
        case [owner, "videos", *_title, video] if _is_name(owner) and _is_number(video):
            shape, path = "film", [owner, "videos", video]
        case ["reel", video] if _is_number(video):
            shape = "reel"
        case [owner, "posts", *_title, post] if _is_name(owner) and _is_name(post):
            shape, path = "post", [owner, "posts", post]
        case ["permalink.php" | "story.php"] if _is_number(query.get("id", "")) and _is_name(
            query.get("story_fbid", "")
        ):
            shape, kept = "post", {name: query[name] for name in ("story_fbid", "id")}
        case _:
            return None
    address = f"{FACEBOOK}/{'/'.join(path)}" + (f"?{urlencode(kept)}" if kept else "/")
    plugin = "post.php" if shape == "post" else "video.php"
    options = {"href": address, "show_text": str(shape == "post").lower()}
    return Embed("Facebook", address, f"{FACEBOOK}/plugins/{plugin}?{urlencode(options)}", shape)


def _x(path: list[str], _query: Mapping[str, str]) -> Embed | None:
    match path:
        case [account, "status", post, *_rest] if _is_name(account) and _is_number(post):
            address = f"https://x.com/{account}/status/{post}"
            return Embed("X", address, f"{X}/embed/Tweet.html?id={post}&dnt=true", "post")
    return None


def _telegram(path: list[str], _query: Mapping[str, str]) -> Embed | None:
    if path[:1] == ["s"]:
        path = path[1:]
    match path:
        case [channel, post] if re.fullmatch(r"[A-Za-z]\w{3,31}", channel) and _is_number(post):
            address = f"{TELEGRAM}/{quote(channel)}/{post}"
            return Embed("Telegram", address, f"{address}?embed=1", "post")
    return None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,24}", text) is not None


def _is_name(text: str) -> bool:
    return re.fullmatch(_NAME, text) is not None


_HOSTS: Mapping[str, Callable[[list[str], Mapping[str, str]], Embed | None]] = MappingProxyType(
    {
        "youtube.com": _youtube,
        "youtube-nocookie.com": _youtube,
        "youtu.be": _youtube_short,
        "facebook.com": _facebook,
        "web.facebook.com": _facebook,
        "x.com": _x,
        "twitter.com": _x,
        "t.me": _telegram,
        "telegram.me": _telegram,
    }
)
