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


def composing_text() -> strategies.SearchStrategy[str]:
    """Clusters that Unicode's normal forms take apart, put in order and join."""
    return strategies.text(
        alphabet=strategies.sampled_from(
            "aéœßכك١٬ء\u0301\u0323\u05b0\u0591\u0653\u1100\u1161\u11a8한ㅏﻻ\uff9eｶ\u09c7\u09be\u0344ﷺ"
        ),
        max_size=80,
    )
