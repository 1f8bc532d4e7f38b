"""What is looked at on every page, at every width, light and dark."""

from importlib.resources import files

from playwright.sync_api import Page

from .conftest import DESKTOP, PHONE, Reader

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = {"phone": PHONE, "desktop": DESKTOP}
ALL_RULES = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"
"""Of WCAG 2.2 too: axe asks for the size of what is tapped only where it is told to."""

COVERED = """() => [...document.querySelectorAll('main a, main button, header a, footer a')]
  .filter(element => element.checkVisibility())
  .filter(element => {
    element.scrollIntoView({block: 'center', inline: 'center'});
    const box = element.getClientRects()[0];
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const card = element.closest('.card');
    return top && !element.contains(top) && !(card && card.contains(top));
  })
  .map(element => element.textContent.trim().slice(0, 60))"""

# Only what holds text itself: a picture that runs to both edges widens its containers on purpose.
CUT = """() => [...document.querySelectorAll('main *')]
  .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .filter(element => element.checkVisibility() && !element.closest('svg, .unseen, .skip'))
  .filter(element => getComputedStyle(element).textOverflow !== 'ellipsis')
  .filter(element => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
  .map(element => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)}`)"""

# A mark that ends an Arabic text, and stands right of the letter before it.
MISPLACED = """() => {
  const place = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getClientRects()[0];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, text = node.data.trimEnd();
    if (!/\\p{Script=Arabic}[.!»:]$/u.test(text)) continue;
    const mark = place(node, text.length - 1), letter = place(node, text.length - 2);
    if (mark && letter && Math.abs(mark.top - letter.top) < 8 && mark.left > letter.left)
      found.push(text.slice(-60));
  }
  return found;
}"""

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_holds(reader: Reader, name: str) -> None:
    """Nothing sideways, nothing cut, nothing that a screen reader stumbles on, light or dark.

    Dark is the same page in other colours: only these are looked at again.
    """
    page = reader.page
    reader.photograph(f"{name}-light")
    assert page.evaluate(SIDEWAYS) == 0
    assert page.evaluate(CUT) == []
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    reader.photograph(f"{name}-dark")
    assert violations(page, "{runOnly: ['color-contrast']}") == []
    page.emulate_media(color_scheme="light")


def violations(page: Page, options: str = ALL_RULES) -> list[str]:
    """Return what axe finds, however slight."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {options})")["violations"]
    return [
        f"{row['id']}: {node['target']} {node['failureSummary']}"
        for row in found
        for node in row["nodes"]
    ]
