#!/usr/bin/env bash
# Makes sure that the programs of a PostgreSQL server (15 or newer) are installed, and prints the folder they are in.
# Installs them through apt where that is there and allowed; it never starts a server.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/apt.sh"
oldest=15

# The newest usable server: Debian's and Fedora's own folders, then PATH.
find_bin() {
    local folder version best='' best_version=0
    local IFS=:
    for folder in /usr/lib/postgresql/*/bin /usr/libexec/postgresql*/bin /usr/pgsql-*/bin $PATH; do
        [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] || continue
        version=$("$folder/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
        if [ "$version" -ge "$oldest" ] && [ "$version" -gt "$best_version" ]; then best=$folder best_version=$version; fi
    done
    [ -n "$best" ] && echo "$best"
}

install_with_apt() {
    may_install_with_apt || return 1
    say 'Installing the PostgreSQL server (apt-get install postgresql); no system-wide server is made or started ...'

    # The package would make and start a server of its own, unless postgresql-common is told not to before the server comes.
    local log setting=/etc/postgresql-common/createcluster.d/shiptrack-no-main-cluster.conf
    log=$(mktemp)
    if {
        "${root[@]}" apt-get update -q &&
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql-common &&
        "${root[@]}" mkdir -p "${setting%/*}" &&
        echo 'create_main_cluster = false' | "${root[@]}" tee "$setting" &&
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql
    } >"$log" 2>&1; then
        rm -f "$log"
    else
        say 'That failed:'
        tail -n 30 "$log" >&2
        rm -f "$log"
    fi
    # Only for this installation: what its administrator installs later is not ours to decide.
    "${root[@]}" rm -f "$setting"
}

find_bin && exit 0
install_with_apt && find_bin && exit 0

say "
No PostgreSQL server of version $oldest or newer is installed. Install its programs (no running server is needed):
  Debian, Ubuntu   sudo apt-get install postgresql
  Fedora           sudo dnf install postgresql-server
  Alpine           sudo apk add postgresql
  macOS            brew install postgresql
or bring a server of your own:
  ConnectionStrings__History='Host=...;Database=...;Username=...;Password=...' ./run.sh"
exit 1
