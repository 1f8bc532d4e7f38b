"""The demo's pictures: twenty compositions, each drawn anew for every story."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from minbar.project.demo.pictures import COMPOSITIONS, draw_picture

PROMISED = (
    "arches dunes harbour stars looms stadium rain bread tram palms books mountains wheat fish "
    "domes wells market olives rails lanterns"
)
NAMES = PROMISED.split()
SMALL = (320, 180)


def picture(name: str, seed: int = 1, size: tuple[int, int] = SMALL) -> Image.Image:
    return Image.open(BytesIO(draw_picture(name, seed=seed, size=size))).convert("RGB")


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures are apart, in the mean over all points and channels."""
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means)


def test_the_edition_may_ask_for_twenty_compositions():
    assert sorted(COMPOSITIONS) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
class TestEveryComposition:
    def test_is_a_jpeg_for_the_head_of_a_story(self, name):
        jpeg = draw_picture(name, seed=7)

        drawn = Image.open(BytesIO(jpeg))
        assert (drawn.format, drawn.size) == ("JPEG", (1600, 900))
        assert len(jpeg) < 250_000

    def test_the_same_seed_draws_the_same(self, name):
        assert draw_picture(name, seed=3, size=SMALL) == draw_picture(name, seed=3, size=SMALL)

    def test_another_seed_draws_another(self, name):
        assert apart(picture(name, 1), picture(name, 2)) > 4

    def test_reaches_all_four_edges(self, name):
        drawn = picture(name)

        for corner in ((0, 0), (319, 0), (0, 179), (319, 179)):
            assert drawn.getpixel(corner) not in {(0, 0, 0), (255, 255, 255)}

    def test_is_more_than_a_plain_ground(self, name):
        assert min(ImageStat.Stat(picture(name).convert("L")).stddev) > 12

    def test_has_the_tooth_of_paper(self, name):
        # In flat vector colour most neighbours are equal to the point; in print hardly any are.
        drawn = picture(name, size=(1600, 900)).convert("L")
        shifted = ImageChops.offset(drawn, 1, 0)

        equal = ImageChops.difference(drawn, shifted).histogram()[0]
        assert equal < 0.6 * 1600 * 900


def test_compositions_do_not_look_alike():
    drawn = {name: picture(name) for name in NAMES}

    pairs = [(a, b) for a in NAMES for b in NAMES if a < b]
    assert min(apart(drawn[a], drawn[b]) for a, b in pairs) > 15


def test_another_shape_is_filled_too():
    square = picture("harbour", size=(400, 400))

    assert square.size == (400, 400)
    assert square.getpixel((200, 2)) not in {(0, 0, 0), (255, 255, 255)}


def test_an_unknown_composition_is_refused():
    with pytest.raises(KeyError):
        draw_picture("selfie", seed=1)
