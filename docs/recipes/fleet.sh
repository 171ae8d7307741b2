#!/bin/sh
# A fleet on one machine: three servers, one generator that drives them all, a Plateau beside each, and one
# verdict. The third server leaks, so this ends with 1. In a cluster the servers are pods and the generator
# is k6 or Artillery; what is between them is the same.
#   sh docs/recipes/fleet.sh [seconds]
here=$(cd "$(dirname "$0")" && pwd)
plateau=${PLATEAU:-npx @plateau/cli}
seconds=${1:-180}
out=${FLEET_OUT:-.plateau/fleet}
# The node of a version manager or a package may be a script that starts the real one.
node=$(node -p process.execPath)
base=${FLEET_PORT:-4310}

mkdir -p "$out"
pids=
trap 'kill $pids 2>/dev/null' EXIT
trap 'exit 130' INT TERM

# On one machine, each needs an inspector's port of its own; a pod has the usual one to itself.
addresses=
for shard in 1 2 3; do
  kind=clean
  [ "$shard" = 3 ] && kind=leaky
  PORT=$((base + shard)) "$node" --inspect-port=127.0.0.1:0 "$here/fleet-server.mjs" "$kind" &
  pids="$pids $!"
  eval "server_$shard=$!"
  addresses="$addresses http://127.0.0.1:$((base + shard))"
done

# shellcheck disable=SC2086
"$node" "$here/fleet-load.mjs" $addresses &
pids="$pids $!"

soaks=
for shard in 1 2 3; do
  eval "pid=\$server_$shard"
  url=http://127.0.0.1:$((base + shard))
  PLATEAU_SHARD=$shard $plateau soak --pid "$pid" --url "$url" --duration "${seconds}s" \
    --load external --counter "$url/metrics#http_requests_total" \
    --name fleet --out "$out/shard-$shard" --history "$out/history-$shard.ndjson" \
    > "$out/shard-$shard.log" 2>&1 &
  soaks="$soaks $!"
done
# shellcheck disable=SC2086
for soak in $soaks; do wait "$soak"; done

$plateau merge "$out"/shard-*/run.ndjson --html "$out/fleet.html" --junit "$out/fleet.xml"
