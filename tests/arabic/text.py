"""Text as strangers send it, for property tests."""

from hypothesis import strategies

TELLING = (
    "اأإآبتةىيئءؤلهك ًٌٍَُِّْٰـپڨگ۱۲٣٬٫\ufdfa\ufefb"
    "\u061c\u200b\u200c\u200d\u200e\u200f\u202e\u2028\u2066\u2069\ufe0f\ufeff\x00\x85"
    "\u0301\u0308\u0345éœİß \t\r\n👨👩❤1#🏴\U000e0067\U000e007f\u2800\u3164\U000f0000\ufffe"
)
"""Characters that have a rule of their own somewhere."""


def any_text() -> strategies.SearchStrategy[str]:
    return strategies.text(
        alphabet=strategies.one_of(
            strategies.characters(), strategies.sampled_from(sorted(set(TELLING)))
        ),
        max_size=60,
    )
