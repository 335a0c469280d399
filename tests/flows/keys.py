"""A person without a mouse: what can't be reached with the keyboard is a fault of the page."""

import json
import re

from playwright.sync_api import FileChooser, Locator, Page, expect

MOST_TABS, AT_ONCE, SETTLING = 400, 50, 10
PASS = """() => {
  const at = document.activeElement;
  const words = at.getAttribute("aria-label") ?? at.textContent.trim().slice(0, 30);
  return [(window.wanted ?? []).includes(at), `${at.tagName} ${at.id} ${at.name ?? ""} ${words}`];
}"""
IS_SEEN = """(at) => {
  const box = at.getBoundingClientRect();
  const shown = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return shown && box.right > 0 && box.left < innerWidth && at.checkVisibility({ visibilityProperty: true });
}"""


class Keys:
    """The keyboard at one page; nothing is ever clicked, and no script moves the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.on("filechooser", lambda _: None)  # in time: else the first may be missed

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def type(self, words: str) -> None:
        """Into what has the focus, in the place of what is chosen there."""
        self.page.keyboard.insert_text(words)

    def retype(self, words: str) -> None:
        self.press("Control+a")
        self.type(words)

    def to(self, role: str, name: str | re.Pattern, *, back: bool = False) -> Locator:
        """Tab, or go back with Shift, until what has that accessible name has the focus, and can be seen."""
        exactly = re.compile(rf"^{re.escape(str(name))}\*?$")  # the star is of what must be filled
        known_as = name if isinstance(name, re.Pattern) else exactly
        wanted = self.page.get_by_role(role, name=known_as)
        expect(wanted.first).to_be_attached()
        return self.to_one_of(wanted, f"{role} “{known_as.pattern}”", back=back)

    def to_one_of(self, wanted: Locator, called: str, *, back: bool = False) -> Locator:
        self.page.wait_for_load_state("load")  # scripts may put the focus somewhere as the page comes
        passed = []
        for number in range(MOST_TABS):
            if number % AT_ONCE == 0:  # parts of the page may have come anew
                wanted.evaluate_all("found => { window.wanted = found; }")
            is_there, place = self.page.evaluate(PASS)
            if is_there:
                focused = self.page.locator(":focus")
                self.expect_seen(focused, called)
                return focused
            passed.append(place)
            self.press("Shift+Tab" if back else "Tab")
        told = json.dumps(passed[:60], ensure_ascii=False)
        raise AssertionError(f"{called} is not reached by the Tab key, but these are: {told}")

    def expect_seen(self, focused: Locator, called: str) -> None:
        """At once, or after the page has come to rest: parts of it may just have come."""
        for _ in range(SETTLING):
            if focused.evaluate(IS_SEEN):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{called} has the focus and is out of sight")

    def follow(self, name: str | re.Pattern, *, back: bool = False) -> None:
        """Go to the link and open it."""
        self.to("link", name, back=back)
        self.enter()

    def enter(self) -> None:
        """Open what has the focus, and wait for the page it leads to."""
        before = self.page.url
        self.press("Enter")
        self.page.wait_for_url(lambda address: address != before)

    def push(self, name: str | re.Pattern, *, back: bool = False) -> None:
        self.to("button", name, back=back)
        self.press("Enter")

    def choose(self, name: str, option: str, *, back: bool = False) -> None:
        """In a list that drops down: its first letters choose, as in any browser."""
        box = self.to("combobox", name, back=back)
        labels = box.locator("option").all_inner_texts()
        goal = next(place for place, label in enumerate(labels) if label.strip().startswith(option))
        self.press("Home", *["ArrowDown"] * goal)
        assert box.evaluate("box => box.selectedIndex") == goal, f"{name} does not follow the arrows"

    def tick(self, name: str | re.Pattern) -> None:
        assert not self.to("checkbox", name).is_checked()
        self.press("Space")

    def unfold(self, summary: str) -> None:
        """Open a part that folds, unless it is open."""
        folded = self.page.locator("summary").and_(
            self.page.get_by_text(summary).or_(self.page.get_by_label(summary))
        )
        found = self.to_one_of(folded, f"summary “{summary}”")
        if not found.evaluate("at => at.parentElement.open"):
            self.press("Enter")

    def hand_over(self, label: str, **file: object) -> None:
        """Choose a file: Enter at the field opens the window of the system."""
        field = self.to_one_of(self.page.get_by_label(label, exact=True), f"file “{label}”")
        with self.page.expect_file_chooser() as told:
            self.press("Enter")
        chooser: FileChooser = told.value
        assert chooser.element.evaluate("at => at.name") == field.evaluate("at => at.name")
        chooser.set_files(file)

    def paste(self, words: str) -> None:
        """Copied elsewhere, pasted here."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("words => navigator.clipboard.writeText(words)", words)
        self.press("Control+v")
