"""The document in which another company's code runs, and what it may do there.

It has an address of ours and yet is nobody's: its sandbox gives it an origin of its own, so that it
reads no storage of ours and no page, whoever opens it and however.
"""

from minbar.advertising.models import Advertisement, Stage
from minbar.advertising.slots import WHAT_RUNS
from minbar.press import keys

POLICY = "; ".join(
    [
        # As in minbar-advertisement.js, which frames it; here for who opens the address itself.
        "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox",
        "default-src https: data: blob: 'unsafe-inline' 'unsafe-eval'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",  # the company does not learn what is read
    "X-Robots-Tag": "noindex",
}


def framed(advertisement_id: int) -> Advertisement | None:
    """Return the running advertisement whose code a frame holds."""
    keys.depends_on(WHAT_RUNS)
    running = Advertisement.objects.running().with_code()
    return running.filter(pk=advertisement_id).first()


def frame_ids() -> list[int]:
    """Return which advertisements have a frame now."""
    running = Advertisement.objects.running().with_code().order_by("pk")
    return list(running.values_list("pk", flat=True))


def may_have_frames() -> bool:
    """Whether another company's code runs, or is to run."""
    keys.depends_on(WHAT_RUNS)
    return Advertisement.objects.with_code().exclude(stage=Stage.OVER).exists()
