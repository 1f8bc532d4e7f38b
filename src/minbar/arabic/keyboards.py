"""Words typed while the keyboard was set to the other script, key by key."""

ROWS = {
    "qwerty": ("`qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"),
    "azerty": ("²azertyuiop^$", "qsdfghjklmù", "wxcvbn,;:!"),
}
"""The Latin layouts of the Arab world: of the east, and of the Maghreb."""
ARABIC_ROWS = ("ذضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤر\0ىةوزظ")
"""The same keys under Arabic 101 and 102 (Microsoft, KBDA1 and KBDA3), which have their letters in
the same places; NUL stands for the one key that gives two letters."""
LAM_ALEF = "لا"


def _keys(layout: str) -> dict[str, str]:
    latin, arabic = "".join(ROWS[layout]), "".join(ARABIC_ROWS)
    return {
        key: LAM_ALEF if letter == "\0" else letter
        for key, letter in zip(latin, arabic, strict=True)
    }


_TO_ARABIC = {layout: _keys(layout) for layout in ROWS}
_TO_LATIN = {
    layout: {letter: key for key, letter in keys.items() if letter != LAM_ALEF}
    for layout, keys in _TO_ARABIC.items()
}


def in_the_other_script(text: str) -> list[str]:
    """Return what the keys of ``text`` would have typed under the other script's layouts.

    Latin text gives what Arabic 101 and 102 AZERTY have on its keys, Arabic text what QWERTY and
    AZERTY have, each reading once; text with neither gives nothing.

    >>> in_the_other_script("hgpvf")[0]
    'الحرب'
    """
    text = text.casefold()
    if any("a" <= letter <= "z" for letter in text):
        found = ["".join(keys.get(sign, sign) for sign in text) for keys in _TO_ARABIC.values()]
    elif any("\u0621" <= letter <= "\u064a" for letter in text):
        found = [
            "".join(keys.get(sign, sign) for sign in text.replace(LAM_ALEF, _LAM_ALEF_KEY))
            for keys in _TO_LATIN.values()
        ]
    else:
        found = []
    return list(dict.fromkeys(found))


_LAM_ALEF_KEY = "b"
"""On both Latin layouts."""
