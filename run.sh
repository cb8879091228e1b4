#!/usr/bin/env bash
# Starts the whole product on this machine, with the demo, until Ctrl-C.
#
#   ./run.sh [--no-demo] [--port N] [--data DIR]
#
#   --no-demo    start it empty
#   --port N     the port of the API and the monitoring page (8080)
#   --data DIR   where everything is kept (.local)
#
# Environment variables reach the silo and the API. With ConnectionStrings__History and Kafka__BootstrapServers it uses your servers;
# with KAFKA_HOME it starts a real broker; with neither it keeps messages in memory.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() { echo "run.sh: $*" >&2; exit 1; }

case " $* " in *' --help '* | *' -h '*) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;; esac

# global.json says which SDK; dotnet looks for it from the current folder upwards.
sdk=$(sed -n 's/.*"version": *"\([0-9.]*\)".*/\1/p' "$root/global.json")
install_sdk="Install the .NET SDK $sdk or a newer 10.0: https://dotnet.microsoft.com/download/dotnet/10.0 (Debian, Ubuntu: apt-get install dotnet-sdk-10.0)"
command -v dotnet >/dev/null || fail "there is no .NET SDK on the PATH. $install_sdk"
(cd "$root" && dotnet --version >/dev/null 2>&1) || fail "the installed .NET SDK does not fit global.json. $install_sdk"

[ -n "${ConnectionStrings__History:-}" ] || "$root/scripts/ensure-postgres.sh" >/dev/null || exit 1
"$root/scripts/ensure-node.sh" || exit 1

for project in Silo Api Cli; do
    if [ -d "$root/src/$project/obj" ] && [ ! -w "$root/src/$project/obj" ]; then
        fail "this folder was built by another user (root?). Run as that user again, or: sudo chown -R $(id -un) '$root'"
    fi
done
echo 'Building ... (a first build fetches packages: some minutes)'
log=$(mktemp)
for project in Silo Api Cli; do
    (cd "$root" && dotnet build "src/$project" -c Release -v quiet -nologo) >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "the build of src/$project failed"; }
done
rm -f "$log"

exec dotnet "$root/src/Cli/bin/Release/net10.0/shiptrack.dll" up "$@"
