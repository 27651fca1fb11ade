#!/bin/sh
# The tests in a browser drive Debian's Chromium: installed here where it is missing and may be.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root=sudo
else
    echo "The tests in a browser need Chromium. On Debian: apt install chromium" >&2
    exit 1
fi
if ! command -v apt-get >/dev/null; then
    echo "The tests in a browser need Chromium: install it with this system's package manager." >&2
    exit 1
fi
echo "Installing Chromium for the tests in a browser"
$as_root apt-get update --quiet=2
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends chromium >/dev/null
