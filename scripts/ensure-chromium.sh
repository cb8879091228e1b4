#!/usr/bin/env bash
# Makes sure that a Chromium (or Chrome) is installed, and prints the path of its program. Installs it through apt where that is there and allowed.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/apt.sh"

find_program() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    return 1
}

install_with_apt() {
    may_install_with_apt || return 1
    local log
    say 'Installing Chromium for the tests of the monitoring page (apt-get install chromium) ...'
    log=$(mktemp)
    if ! { "${root[@]}" apt-get update -q && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core; } >"$log" 2>&1; then
        say 'That failed:'
        tail -n 30 "$log" >&2
    fi
    rm -f "$log"
}

if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ] || { say "CHROMIUM=$CHROMIUM is no program"; exit 1; }
    echo "$CHROMIUM"
    exit 0
fi
find_program && exit 0
install_with_apt && find_program && exit 0
say '
No Chromium is installed. The tests of the monitoring page need one:
  Debian         sudo apt-get install chromium
  Fedora         sudo dnf install chromium
or say where it is: CHROMIUM=/path/to/chrome ./test.sh'
exit 1
