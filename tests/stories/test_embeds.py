"""Which addresses are shown of other platforms, and what is loaded of them."""

import pytest

from minbar.stories.embeds import FRAME_SOURCES, NotAnEmbed, embed_of

SHOWN = {
    "https://www.youtube.com/watch?v=abcdefghij1&si=tracker": (
        "https://www.youtube.com/watch?v=abcdefghij1",
        "https://www.youtube-nocookie.com/embed/abcdefghij1?autoplay=1&rel=0",
        "film",
    ),
    "https://youtu.be/abcdefghij1?t=90": (
        "https://www.youtube.com/watch?v=abcdefghij1&t=90s",
        "https://www.youtube-nocookie.com/embed/abcdefghij1?autoplay=1&rel=0&start=90",
        "film",
    ),
    " m.youtube.com/shorts/abcdefghij1 ": (
        "https://www.youtube.com/watch?v=abcdefghij1",
        "https://www.youtube-nocookie.com/embed/abcdefghij1?autoplay=1&rel=0",
        "reel",
    ),
    "https://web.facebook.com/some.paper/videos/a-title/123456/?fbclid=tracker": (
        "https://www.facebook.com/some.paper/videos/123456/",
        "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com"
        "%2Fsome.paper%2Fvideos%2F123456%2F&show_text=false",
        "film",
    ),
    "https://m.facebook.com/story.php?story_fbid=12&id=34&mibextid=tracker": (
        "https://www.facebook.com/story.php?story_fbid=12&id=34",
        "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com"
        "%2Fstory.php%3Fstory_fbid%3D12%26id%3D34&show_text=true",
        "post",
    ),
    "https://twitter.com/some_paper/status/123?s=20": (
        "https://x.com/some_paper/status/123",
        "https://platform.twitter.com/embed/Tweet.html?id=123&dnt=true",
        "post",
    ),
    "https://t.me/s/some_paper/77": (
        "https://t.me/some_paper/77",
        "https://t.me/some_paper/77?embed=1",
        "post",
    ),
}

REFUSED = (
    "",
    "https://example.org/watch?v=abcdefghij1",
    "https://youtube.com.example.org/watch?v=abcdefghij1",
    "https://youtube.com@example.org/watch?v=abcdefghij1",
    "https://reader:secret@youtube.com/watch?v=abcdefghij1",
    "javascript:alert(1)//youtube.com/watch?v=abcdefghij1",
    "ftp://youtube.com/watch?v=abcdefghij1",
    "https://youtube.com:8443/watch?v=abcdefghij1",
    "https://youtube.com:port/watch?v=abcdefghij1",
    "https://[youtube.com/watch?v=abcdefghij1",
    "https://www.youtube.com/@some.paper",
    "https://www.youtube.com/watch?v=short",
    'https://www.youtube.com/watch?v=abcdefghij1"><script>',
    "https://www.facebook.com/some.paper",
    "https://x.com/some_paper",
    "https://t.me/some_paper",
    "https://t.me/some_paper/77/../../login",
    "https://x.com/some_paper/status/" + "1" * 500,
)


@pytest.mark.parametrize("address", SHOWN)
def test_an_address_leads_to_its_frame_without_what_follows_readers(address):
    embed = embed_of(address)

    assert (embed.address, embed.frame, embed.shape) == SHOWN[address]
    assert embed.frame.startswith(tuple(f"{source}/" for source in FRAME_SOURCES))


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_no_post_or_film_there_is_refused(address):
    with pytest.raises(NotAnEmbed):
        embed_of(address)
