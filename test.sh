#!/usr/bin/env bash
# Runs every test and ends with a line "N passed, N failed, N skipped". Installs or starts what the tests need.
# ./test.sh NAME...   only the test projects whose names contain NAME (Dashboard: the monitoring page's)
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

wanted() {
    local name=$1 part
    shift
    [ $# -gt 0 ] || return 0
    for part in "$@"; do [[ $name == *$part* ]] && return 0; done
    return 1
}

# A name that was mistyped must not look like tests that passed.
for part in "$@"; do
    compgen -G "tests/*$part*/*.csproj" >/dev/null || { echo "No test ran: no test project's name contains $part" >&2; exit 1; }
done

command -v dotnet >/dev/null || { echo "The .NET SDK 10 is missing: https://dot.net (Debian: package dotnet-sdk-10.0 from Microsoft's feed)" >&2; exit 1; }
PATH="$(scripts/ensure-postgres.sh):$PATH" || exit 1
scripts/ensure-node.sh || exit 1
if wanted Dashboard.Tests "$@"; then
    CHROMIUM=$(scripts/ensure-chromium.sh) || exit 1
    export CHROMIUM
fi
export PATH DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

if [ -n "${KAFKA_HOME:-}" ]; then
    echo "Tests against a real broker use KAFKA_HOME=$KAFKA_HOME"
else
    echo "KAFKA_HOME is not set: tests against a real Apache Kafka are SKIPPED; the others use librdkafka's in-memory broker"
fi

dotnet build ShipmentTracker.sln -c Release -v quiet || { echo "The build failed" >&2; exit 1; }
dotnet format ShipmentTracker.sln --no-restore --verify-no-changes --severity warn || { echo "The format differs: run dotnet format" >&2; exit 1; }

passed=0 failed=0 skipped=0 status=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if wanted Dashboard "$@"; then
    echo "== Dashboard (TypeScript)"
    NO_COLOR=1 npm test --prefix src/Dashboard --silent 2>&1 | tee "$log"
    [ "${PIPESTATUS[0]}" = 0 ] || status=1
    count() { sed -nE "s/^ *Tests .*[^0-9]([0-9]+) $1.*/\1/p" "$log" | tail -1; }
    ran=$(count passed)
    [ -n "$ran" ] || { echo "The page's own tests did not run" >&2; status=1; failed=$((failed + 1)); }
    passed=$((passed + ${ran:-0})) missed=$(count failed)
    failed=$((failed + ${missed:-0}))
fi

for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    wanted "$name" "$@" || continue
    echo "== $name"
    dotnet test "$project" -c Release --no-build --logger "console;verbosity=minimal" --blame-hang-timeout 8m 2>&1 | tee "$log"
    [ "${PIPESTATUS[0]}" = 0 ] || status=1
    count() { sed -nE "s/.*$1: *([0-9]+),.*/\1/p" "$log" | tail -1; }
    ran=$(count Passed)
    [ -n "$ran" ] || { echo "$name ran no test" >&2; status=1; failed=$((failed + 1)); continue; }
    passed=$((passed + ran)) failed=$((failed + $(count Failed))) skipped=$((skipped + $(count Skipped)))
done
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
