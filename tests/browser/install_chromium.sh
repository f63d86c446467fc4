#!/bin/sh
# Makes sure there is a browser for the tests in this folder: a Chrome or Chromium on the PATH is
# enough, otherwise Debian's package is installed, which gets its security updates with the system.
set -eu

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done

if command -v apt-get >/dev/null 2>&1; then
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true 2>/dev/null; then
            echo "The browser tests need Chromium. Please run: sudo apt-get install chromium" >&2
            exit 1
        fi
        as_root="sudo -n"
    fi
    echo "Installing Chromium for the browser tests ..."
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
    exit 0
fi

echo "The browser tests need Chrome or Chromium on the PATH. Please install one of them." >&2
echo "Without a browser, 'make fast-test' runs all other tests." >&2
exit 1
