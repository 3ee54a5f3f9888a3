"""Looking at a page: what axe finds, what scrolls sideways, how it stands on each screen."""

import re

from axe_playwright_python.base import AXE_SCRIPT

# Comes back once the page stands on the screen it was given. Waiting for an expression
# would have the page evaluate it, which its content security policy forbids.
STANDS_ON_320 = """() => new Promise((done) => {
  const look = () => window.innerWidth === 320 ? done() : requestAnimationFrame(look);
  look();
})"""

# Words that every page in English would have and no Spanish one has.
ENGLISH = re.compile(r"\b(the|and|with|your|this|save|edit|choose|add|page|you|from|of)\b", re.I)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def see(page):
    """What the page says, once it stands and is Spanish throughout."""
    page.wait_for_load_state()
    said = page.locator("body").inner_text()
    english = [line for line in said.splitlines() if ENGLISH.search(line)]
    assert not english, f"{page.url}: {english}"
    assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} scrolls sideways"
    return said


def violations(page):
    """What axe finds on a page; read into it once, since it takes as long as looking."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"][:3]]


def check(page):
    found = violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)
    wide = page.evaluate(SIDEWAYS)
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"
    assert page.locator("h1").count() == 1, f"{page.url} has not one h1"


def check_on(page, address, screens):
    """On screens of a width, in light or dark; at 320 px nothing scrolls sideways."""
    page.goto(address)
    for width, scheme in screens:
        page.set_viewport_size({"width": width, "height": 900})
        # Without motion: colours change at once.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        check(page)
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(STANDS_ON_320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
