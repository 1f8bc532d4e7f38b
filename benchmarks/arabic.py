"""The Arabic library on a comment of 2,000 characters, each figure beside another of the same run.

    uv pip install pyarabic        # GPL, so in no lock of ours; what folding is compared with
    .venv/bin/python benchmarks/arabic.py [ROUNDS]

1. `fold` beside PyArabic's chain to the same end: `normalize_searchtext` (marks, tatweel,
   ligatures, hamza, alef, ta marbuta, alef maqsura) and `normalize_digits`. The first looks for a
   vowel before it drops any, so a text without one and one that begins with one are both asked.
2. `fold_with_map` and `clean_text` beside `fold`.
3. `TermList.find` with 10,000 terms, on a plain comment, on one with listed words dressed up in it,
   and on one of which every word is dressed up. Folding, and the way back, are within.

Best of the rounds, in time of the processor, for other work on the machine is no fault of ours.
"""

import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from minbar.arabic import Term, TermList, clean_text, fold, fold_with_map

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 30
CALLS = 20
CHARACTERS = 2_000
TERMS = 10_000

COMMENT = """
قرأت المقال كاملًا ولم أفهم لماذا تأخّر الإعلان عن النتائج إلى هذا الحد، فالوزارة قالت في بداية
الشهر إن كل شيء جاهز، ثم عادت أمس لتقول إن اللجنة لم تنته من دراسة الملفات. سكان حي 500 مسكن بولاية
قالمة ينتظرون منذ 2019، وأنا واحد منهم؛ دفعنا الشطر الأول والثاني، ووعدونا بالمفاتيح قبل رمضان.
أين المسؤولون؟ ومن يحاسب المقاول الذي ترك الورشة ورحل؟ نشكر الصحيفة على المتابعة، ونرجو من السيد
الوالي أن يزور الموقع بنفسه حتى يرى الحالة التي وصلت إليها الطرق والمدرسة الابتدائية التي لم تفتح
أبوابها بعد. الله المستعان. قال لي جاري «اصبر»، وقلت له إن الصبر جميل لكن الإيجار لا يرحم. الأسعار
ارتفعت والراتب بقي كما هو…
"""
ORDINARY = (COMMENT.replace("\n", " ").strip() * 4)[:CHARACTERS]
VOWELS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
LETTERS = "اااللليييمممونننرررتتبدعهسفقكحجشطصخضغثذظز"
DRESSES: list[Callable[[str], str]] = [
    "\u0640".join,
    " ".join,
    ".".join,
    "\u200b".join,
    "\u064e".join,
    lambda word: word[0] + word[1] * 4 + word[2:] if len(word) > 1 else word,
    lambda word: word.replace("ك", "\u06a9").replace("ي", "\u06cc").replace("ه", "\u06c1"),
]


def main() -> None:
    """Compare, and print."""
    try:
        from pyarabic.normalize import normalize_searchtext
        from pyarabic.trans import normalize_digits
    except ImportError:
        sys.exit("PyArabic is needed to compare with: uv pip install pyarabic")

    def chain(text: str) -> str:
        return normalize_digits(normalize_searchtext(text))

    print(f"a comment of {CHARACTERS} characters; best of {ROUNDS} rounds, µs")
    bare = "".join(sign for sign in ORDINARY if sign not in VOWELS)
    vocalised = "".join(sign + "\u064e" * sign.isalpha() for sign in ORDINARY)[:CHARACTERS]
    for name, text in {"without a vowel": bare, "some": ORDINARY, "vocalised": vocalised}.items():
        folding = line(f"fold, {name}", partial(fold, text))
        line(
            "  PyArabic, digits as well",
            partial(chain, text),
            folding,
        )
        line("  PyArabic, digits left", partial(normalize_searchtext, text), folding)
    folding = line("fold", partial(fold, ORDINARY))
    line("fold_with_map", partial(fold_with_map, ORDINARY), folding)
    line("fold_with_map, vocalised", partial(fold_with_map, vocalised), folding)
    line("clean_text", partial(clean_text, ORDINARY), folding)

    chance = random.Random(6)
    terms = listed(chance)
    began = time.process_time()
    compiled = TermList(terms)
    print(f"{TERMS} terms compiled in {(time.process_time() - began) * 1e3:.0f} ms")
    for name, text in {
        "plain": ORDINARY,
        "15 terms dressed up": with_terms(chance, [term.text for term in terms]),
        "every word dressed up": dressed_up(chance, ORDINARY),
    }.items():
        found = len(compiled.find(text))
        line(f"find, {name} ({found} found)", partial(compiled.find, text), folding)


def listed(chance: random.Random) -> list[Term]:
    """Return terms as a desk might list them: some of two words, a tenth in Arabizi too."""
    innocent = set(fold(COMMENT).split())
    words = {
        "".join(chance.choices(LETTERS, k=chance.choice((3, 4, 4, 5, 5, 6, 7, 8))))
        for _ in range(TERMS + 3_000)
    }
    chosen = sorted(words - innocent)
    chance.shuffle(chosen)
    phrases = [f"{first} {second}" for first, second in zip(chosen, chosen[::-1], strict=True)]
    everything = phrases[: TERMS // 20] + chosen[: TERMS - TERMS // 20]
    return [Term(text, arabizi=number % 10 == 0) for number, text in enumerate(everything)]


def with_terms(chance: random.Random, terms: list[str]) -> str:
    words = ORDINARY.split(" ")
    for term in chance.sample(terms, 15):
        words.insert(chance.randrange(200), dressed_up(chance, term))
    return " ".join(words)[:CHARACTERS]


def dressed_up(chance: random.Random, text: str) -> str:
    return " ".join(chance.choice(DRESSES)(word) for word in text.split(" "))[:CHARACTERS]


def line(name: str, call: Callable[[], object], beside: float | None = None) -> float:
    """Print how long a call takes, and how many times as long as another; return it."""
    best = min(timed(call) for _ in range(ROUNDS))
    ratio = f"{best / beside:8.1f} ×" if beside else ""
    print(f"{name:45}{best * 1e6:10.0f}{ratio}")
    return best


def timed(call: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - began) / CALLS


if __name__ == "__main__":
    main()
