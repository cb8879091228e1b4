#!/usr/bin/env bash
# Makes sure that Node.js (20.19 or newer) with npm is installed, which builds the monitoring page. Installs it through apt where that is there, allowed and new enough.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/apt.sh"
oldest=20.19

is_enough() { [ "$(printf '%s\n' "$oldest" "$1" | sort -V | head -n 1)" = "$oldest" ]; }

is_there() {
    command -v node >/dev/null && command -v npm >/dev/null && is_enough "$(node --version | tr -d v)"
}

install_with_apt() {
    may_install_with_apt || return 1
    local log offered
    log=$(mktemp)
    "${root[@]}" apt-get update -q >"$log" 2>&1 || true
    offered=$(apt-cache policy nodejs 2>/dev/null | sed -nE 's/^ *Candidate: *([0-9]+:)?([0-9.]+).*/\2/p')
    if [ -z "$offered" ] || ! is_enough "$offered"; then
        say "apt offers ${offered:-no} Node.js; needed is $oldest or newer."
    else
        say 'Installing Node.js (apt-get install nodejs npm), which builds the monitoring page ...'
        if ! "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nodejs npm >"$log" 2>&1; then
            say 'That failed:'
            tail -n 30 "$log" >&2
        fi
    fi
    rm -f "$log"
}

is_there && exit 0
install_with_apt && is_there && exit 0
command -v node >/dev/null && say "
The installed Node.js is $(node --version)$(command -v npm >/dev/null || echo ', without npm')."
say "
The monitoring page is built by Node.js $oldest or newer with npm. Install them:
  Debian 13, Ubuntu 25.10   sudo apt-get install nodejs npm
  Fedora                    sudo dnf install nodejs npm
  macOS                     brew install node
  elsewhere                 https://nodejs.org/download"
exit 1
