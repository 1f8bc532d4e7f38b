"""What Lighthouse says of a front page, a section and a story on a phone, against our bar.

    .venv/bin/python benchmarks/lighthouse.py [--address http://127.0.0.1:8000]

Of npm's Lighthouse (Node is needed, and the network once) with the Chromium that there is. Each
page is asked three times, and the median of each category printed with what it counts against the
page. The processor is slowed fourfold from what it is, so a machine that does something else
meanwhile is told of a slower page; the other three categories are the same anywhere.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from typing import Any
from urllib.parse import unquote

from page_weight import chromium, first_story, newspaper
from playwright.sync_api import sync_playwright

LIGHTHOUSE = "lighthouse@12.8.2"
LOWEST_SCORE = 98
ROUNDS = 3


def main() -> None:
    """Ask and print; end with 1 where a score is too low."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", help="a newspaper that is up; without it one is made")
    chosen = parser.parse_args()
    with newspaper(chosen.address) as address:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            story = first_story(browser, address)
            browser.close()
        section = f"/{story.split('/')[1]}/"
        lowest = min(judge(f"{address}{path}") for path in ("/", section, story))
    print(f"\nThe lowest score is {lowest}; at least {LOWEST_SCORE} is wanted.")
    sys.exit(lowest < LOWEST_SCORE)


def judge(address: str) -> int:
    """Print the median score of each category for a page, and return the lowest of them."""
    scores: dict[str, list[int]] = defaultdict(list)
    complaints: set[str] = set()
    for _round in range(ROUNDS):
        told = ask(address)
        for name, category in told["categories"].items():
            scores[name].append(round(category["score"] * 100))
            counted = [each["id"] for each in category["auditRefs"] if each["weight"]]
            complaints |= {each for each in counted if told["audits"][each]["score"] == 0}
    medians = {name: round(statistics.median(of_rounds)) for name, of_rounds in scores.items()}
    print(unquote(address))
    print("  " + ", ".join(f"{name} {score}" for name, score in medians.items()))
    print(f"  failed: {', '.join(sorted(complaints)) or 'nothing'}")
    return min(medians.values())


def ask(address: str) -> dict[str, Any]:
    """Return Lighthouse's report of a page, as it writes it."""
    command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"]
    flags = "--chrome-flags=--headless=new --no-sandbox"
    own = os.environ | {"CHROME_PATH": chromium()}
    asked = subprocess.run([*command, flags], env=own, capture_output=True, check=True, text=True)
    told: dict[str, Any] = json.loads(asked.stdout)
    return told


if __name__ == "__main__":
    main()
