#!/usr/bin/env bash
# The browser tests need Chromium. Finds it, or installs it from the system's packages, or says plainly what is missing.
set -uo pipefail

found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

found >/dev/null && exit 0
if command -v apt-get >/dev/null; then
    root=""
    [ "$(id -u)" = 0 ] || root="sudo -n"
    printf '» installing Chromium for the browser tests\n'
    { $root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq chromium; } >/dev/null 2>&1
fi
found >/dev/null && exit 0
printf 'bofast: the browser tests need Chromium and it could not be installed here.\n' >&2
printf '        Install it (Debian: apt-get install chromium) and run this again.\n' >&2
exit 2
