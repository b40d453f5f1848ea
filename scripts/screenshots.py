"""Makes the README's two screenshots from the demo: the desk, and the inbox on a phone."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from bot.scheduling.clock import system_time

IMAGES = Path(__file__).parent.parent / "docs" / "images"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)
PATIENCE = 60


def main() -> None:
    """Start the demo, play a short scene, take the pictures."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    demo = subprocess.Popen([sys.executable, "-m", "bot", "demo", "--port", str(port)])
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/health")
        IMAGES.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
            desk(browser, url)
            inbox(browser, url)
            browser.close()
    finally:
        demo.terminate()
        demo.wait()


def desk(browser: Browser, url: str) -> None:
    """Two phones and the inbox on an ordinary morning: Kim writes and asks for a visit, Tove looks at her plan."""
    page = browser.new_page(viewport={"width": 1440, "height": 1120})
    page.goto(f"{url}/demo")
    page.locator("input[type=datetime-local]").fill(f"{working_day().isoformat()}T10:05")
    page.get_by_role("button", name="Flytta", exact=True).click()
    page.wait_for_timeout(3000)
    kim = page.frame_locator("iframe").nth(0)
    write(kim, "grannen borrar igen, får ingen ro")
    page.wait_for_timeout(2500)
    write(kim, "kan ni komma på fredag eftermiddag?")
    tove = page.frame_locator("iframe").nth(1)
    tove.get_by_role("button", name="Planen min").click()
    page.wait_for_timeout(2500)
    staff = page.frame_locator("iframe").nth(2)
    sign_in(staff)
    page.wait_for_timeout(2000)
    lapsed = staff.get_by_role("button", name="Klart", exact=True)
    if lapsed.count():  # a reminder that the leap of the clock left behind
        lapsed.first.click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(2000)
    page.screenshot(path=IMAGES / "demo.png")
    page.close()


def working_day() -> date:
    """The next day on which the team works."""
    day = system_time().date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def inbox(browser: Browser, url: str) -> None:
    """What waits, on a phone in a car."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page.goto(f"{url}/sign-in")
    sign_in(page)
    page.wait_for_timeout(1000)
    page.screenshot(path=IMAGES / "inbox.png")
    page.close()


def write(phone: object, text: str) -> None:
    """Type and send on the phone's page."""
    field = phone.get_by_role("textbox").first  # type: ignore[attr-defined]
    field.fill(text)
    field.press("Enter")


def sign_in(page: object) -> None:
    """As Amira."""
    page.locator("input[name=login]").fill("amira")  # type: ignore[attr-defined]
    page.locator("input[name=password]").fill("bofast-demo")  # type: ignore[attr-defined]
    page.locator("button[type=submit], form button").first.click()  # type: ignore[attr-defined]


def wait_for(address: str) -> None:
    """Until the demo answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(address):
                return
        except (URLError, ConnectionError):
            time.sleep(0.3)
    raise SystemExit("the demo did not start")


def chromium() -> str:
    """Where Chromium is; `scripts/find_browser.sh` has seen to it."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise SystemExit("Chromium is missing: run scripts/find_browser.sh")
    return found


if __name__ == "__main__":
    main()
