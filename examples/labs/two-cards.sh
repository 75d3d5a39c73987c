#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Two network namespaces, joined by nothing but two simulated cards and the wire between them: ping, a file of 10 MB by
# HTTP, iperf3 both ways. Whatever happens, all is taken down again.
#
# usage: two-cards.sh [--rung model|rtl] [--octets N] [--seconds N] [--pings N] [--results DIR]
#
# WIREWRIGHT names the command; by default it is built. Exit code 0: all went through; 1: something did not;
# 77: this machine has no TAP devices or namespaces for us.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
rung=model octets=10000000 seconds=10 pings=200 results=
while [ $# -gt 0 ]; do
    case "$1" in
    --rung | --octets | --seconds | --pings | --results)
        [ $# -gt 1 ] || { echo "two-cards: $1 needs a value" >&2; exit 2; }
        eval "${1#--}=\$2"
        shift 2
        ;;
    *)
        echo "two-cards: unknown option $1; there are --rung, --octets, --seconds, --pings, --results" >&2
        exit 2
        ;;
    esac
done

skip() {
    echo "two-cards: skipped: $1"
    exit 77
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# First as root of a user namespace of our own, where nothing of the machine can be touched.
if [ -z "${TWO_CARDS_INSIDE:-}" ]; then
    [ -c /dev/net/tun ] || skip "there is no /dev/net/tun"
    has ip || skip "ip is missing (sudo apt-get install iproute2)"
    has python3 || skip "python3 is missing"
    if [ -z "${WIREWRIGHT:-}" ]; then
        (cd "$here/../.." && cargo build --quiet --release)
        WIREWRIGHT=$here/../../target/release/wirewright
    fi
    export WIREWRIGHT TWO_CARDS_INSIDE=1
    set -- --rung "$rung" --octets "$octets" --seconds "$seconds" --pings "$pings" --results "$results"
    # With processes of our own none is left behind, whoever ends this script.
    for how in "-Urnp --mount-proc" "-np --mount-proc" -Urn -n; do
        # shellcheck disable=SC2086
        if unshare $how --kill-child --fork true 2>/dev/null; then
            exec unshare $how --kill-child --fork "$0" "$@"
        fi
    done
    skip "unshare gives us no network namespace of our own"
fi

work=$(mktemp -d)
lab= left= right= server=
end() {
    code=$?
    trap - EXIT INT TERM HUP
    set +e
    for process in $server $lab $left $right; do
        kill "$process" 2>/dev/null
    done
    [ -z "$lab" ] || wait "$lab" 2>/dev/null
    if [ "$code" != 0 ] && [ "$code" != 77 ]; then
        echo "two-cards: failed; the lab said:" >&2
        cat "$work/lab.log" >&2
    fi
    rm -rf "$work"
    exit "$code"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

fail() {
    echo "two-cards: $1" >&2
    exit 1
}

# Waits up to ten seconds for something to hold.
until_holds() {
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || return 1
        sleep 0.05
    done
}

# A namespace is that of a process which waits.
unshare -n sleep infinity &
left=$!
unshare -n sleep infinity &
right=$!
in_left() { nsenter -t "$left" -n "$@"; }
in_right() { nsenter -t "$right" -n "$@"; }
own=$(readlink /proc/self/ns/net)
apart() { [ "$(readlink "/proc/$1/ns/net")" != "$own" ]; }
until_holds apart "$left" || fail "no namespace for the left side"
until_holds apart "$right" || fail "no namespace for the right side"

sed "s/^rung = .*/rung = \"$rung\"/" "$here/two-cards.toml" >"$work/two-cards.toml"
capture=
[ -z "$results" ] || capture="--capture $results --json $results/report.json"
# shellcheck disable=SC2086
"$WIREWRIGHT" lab "$work/two-cards.toml" --live $capture >"$work/lab.log" 2>&1 &
lab=$!
there() { ip link show ww-left && ip link show ww-right; }
until_there() {
    tries=0
    until there >/dev/null 2>&1; do
        tries=$((tries + 1))
        kill -0 "$lab" 2>/dev/null || return 1
        # The Verilog is built on first use.
        [ $tries -lt 12000 ] || return 1
        sleep 0.05
    done
}
if ! until_there; then
    grep -q "Operation not permitted\|No such file\|Permission denied" "$work/lab.log" &&
        skip "no TAP device: $(head -n 1 "$work/lab.log")"
    fail "the TAP devices did not come"
fi
for side in left right; do
    eval "process=\$$side"
    address=10.77.0.1
    [ $side = left ] || address=10.77.0.2
    ip link set "ww-$side" netns "$process"
    # Nothing but what is asked for is to be on the wire.
    nsenter -t "$process" -n sh -c "
        echo 1 >/proc/sys/net/ipv6/conf/ww-$side/disable_ipv6 2>/dev/null || true
        ip link set lo up
        ip address add $address/24 dev ww-$side
        ip link set ww-$side up"
done

reached() { in_left ping -c 1 -W 1 10.77.0.2; }
if has ping; then
    until_holds reached || fail "10.77.0.2 cannot be reached"
    echo "ping        $(in_left ping -f -q -c "$pings" -W 5 10.77.0.2 | grep -E 'packets|rtt' | tr '\n' ' ')"
    in_left ping -f -q -c "$pings" -W 5 10.77.0.2 | grep -q ' 0% packet loss' || fail "pings were lost"
else
    echo "ping        skipped: ping is missing (sudo apt-get install iputils-ping)"
fi

mkdir "$work/files"
head -c "$octets" /dev/urandom >"$work/files/file"
in_right python3 -m http.server --bind 10.77.0.2 --directory "$work/files" 8000 >/dev/null 2>&1 &
server=$!
fetch() {
    if has curl; then
        in_left curl -s -f -m 600 -o "$2" "$1"
    else
        in_left python3 -c 'import sys, urllib.request; urllib.request.urlretrieve(*sys.argv[1:])' "$1" "$2"
    fi
}
serves() { fetch http://10.77.0.2:8000/ "$work/index"; }
until_holds serves || fail "the server does not answer"
begun=$(date +%s%N)
fetch http://10.77.0.2:8000/file "$work/fetched" || fail "the file did not come"
took=$((($(date +%s%N) - begun) / 1000000))
sum() { sha256sum <"$1"; }
[ "$(sum "$work/files/file")" = "$(sum "$work/fetched")" ] || fail "the file is another one"
echo "file        $octets octets in $took ms, $((octets * 8 / (took * 1000 + 1))) Mbit/s, the same sum"

if has iperf3; then
    in_right iperf3 -s >/dev/null 2>&1 &
    server="$server $!"
    listens() { in_right sh -c 'grep -q ":1451 " /proc/net/tcp /proc/net/tcp6'; }
    until_holds listens || fail "iperf3 does not listen"
    for way in "" -R; do
        in_left iperf3 -c 10.77.0.2 -t "$seconds" $way -J >"$work/iperf3.json" || fail "iperf3 $way failed"
        rate=$(python3 -c 'import json, sys
print("%.1f Mbit/s" % (json.load(open(sys.argv[1]))["end"]["sum_received"]["bits_per_second"] / 1e6))' \
            "$work/iperf3.json")
        [ -n "$way" ] && echo "iperf3      right to left: $rate" || echo "iperf3      left to right: $rate"
    done
else
    echo "iperf3      skipped: iperf3 is missing (sudo apt-get install iperf3)"
fi

kill -INT "$lab"
code=0
wait "$lab" || code=$?
lab=
cat "$work/lab.log"
[ "$code" = 130 ] || fail "the lab ended with exit code $code"
