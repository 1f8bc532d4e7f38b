"""How well colours are read on one another, by WCAG 2.2."""

import colorsys

LIGHT_PAPERS = ("#fffdf8", "#f6f1e7")
DARK_PAPERS = ("#14120f", "#1d1a16")
"""Page and sheet, as ``tokens.css`` has them."""
ENOUGH = 4.5
"""Of text of any size (WCAG 2.2, success criterion 1.4.3)."""
STEPS = 200


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours written like ``#8f1d1d``, from 1 to 21 (WCAG 2.2).

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, papers: tuple[str, ...]) -> float:
    """Return how a colour is read on the paper on which it is read worst."""
    return min(contrast(colour, paper) for paper in papers)


def readable_on(colour: str, papers: tuple[str, ...]) -> str:
    """Return the colour of the same hue nearest to ``colour`` that is read well on these papers."""
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    end = 0.0 if _luminance(papers[0]) > _luminance("#767676") else 1.0
    for step in range(STEPS + 1):
        there = lightness + (end - lightness) * step / STEPS
        channels = colorsys.hls_to_rgb(hue, there, saturation)
        found = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
        if least_contrast(found, papers) >= ENOUGH:
            return found
    raise AssertionError("Black or white is read on any paper.")


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
