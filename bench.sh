#!/usr/bin/env bash
# Measures the product against what PostgreSQL and Marten can do on this machine, and writes bench/out/latest.json. See bench/README.md.
#
#   ./bench.sh [--quick] [--repeats N] [NAME...]
#
#   --quick      smaller sizes: at most five minutes
#   --repeats N  how often the comparison is repeated (3; quick: 1); medians are told
#   NAME...      only these parts: copy textbook marten pipeline corridor breach durable longlife memory fleets
#
# With KAFKA_HOME (see run.sh) it starts a real Kafka; without, messages go through an in-memory one, which cannot hold a backlog.
set -euo pipefail
began=$(date +%s)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() { echo "bench.sh: $*" >&2; exit 1; }

case " $* " in *' --help '* | *' -h '*) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;; esac

command -v dotnet >/dev/null || fail "there is no .NET SDK 10 on the PATH: https://dotnet.microsoft.com/download/dotnet/10.0"
"$root/scripts/ensure-postgres.sh" >/dev/null || exit 1
"$root/scripts/ensure-node.sh" || exit 1

echo 'Building ...'
log=$(mktemp)
(cd "$root" && dotnet build bench/Bench -c Release -v quiet -nologo) >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "the build failed"; }
rm -f "$log"

exec dotnet "$root/bench/Bench/bin/Release/net10.0/ShipmentTracker.Bench.dll" --since "$began" "$@"
