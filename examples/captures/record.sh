#!/usr/bin/env bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# Records web.pcapng, web.pcap and web.md between two network namespaces of this machine: ARP and neighbour
# discovery, ping, DNS, HTTP over TCP. Needs root and Linux; sends nothing out of the machine; leaves nothing
# behind but the three files. Run it as `cargo xtask record`, which says what to install.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

client="ww-client-$$"
server="ww-server-$$"
scratch=$(mktemp -d)
children=() # what runs in the background

clean_up() {
    for child in "${children[@]}"; do
        kill "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    done
    ip netns del "$client" 2>/dev/null || true
    ip netns del "$server" 2>/dev/null || true
    rm -rf "$scratch" "/etc/netns/$client"
    rmdir --ignore-fail-on-non-empty /etc/netns 2>/dev/null || true
}
trap clean_up EXIT

in_client() { ip netns exec "$client" "$@"; }
in_server() { ip netns exec "$server" "$@"; }

# (What runs in the background is called without these, so that `$!` is the program and not a shell.)

# Waits until a command succeeds, at most ten seconds.
until_done() {
    for _ in $(seq 100); do
        if "$@" >/dev/null 2>&1; then return 0; fi
        sleep 0.1
    done
    echo "record.sh: still failing after 10 s: $*" >&2
    return 1
}

connect() {
    ip netns add "$client"
    ip netns add "$server"
    ip -n "$client" link add wire0 type veth peer name wire0 netns "$server"
    # Locally administered addresses; addresses of the documentation prefixes (RFC 5737, RFC 3849).
    ip -n "$client" link set wire0 address 02:00:00:00:00:01
    ip -n "$server" link set wire0 address 02:00:00:00:00:02
    for name in "$client" "$server"; do
        # Each frame as a wire carries it: nothing merged, nothing left for hardware to segment or sum.
        ip netns exec "$name" ethtool -K wire0 tx off rx off sg off tso off gso off gro off >/dev/null
        ip -n "$name" link set lo up
    done
    ip -n "$client" address add 192.0.2.1/24 dev wire0
    ip -n "$server" address add 192.0.2.2/24 dev wire0
    ip -n "$client" address add 2001:db8::1/64 dev wire0 nodad
    ip -n "$server" address add 2001:db8::2/64 dev wire0 nodad
}

serve() {
    mkdir "$scratch/www" "$scratch/run"
    printf 'Hello from the other end of the wire.\n' >"$scratch/www/hello.txt"
    # 60,000 octets that are the same at every recording.
    seq -w 1 10000 >"$scratch/www/numbers.txt"
    ip netns exec "$server" python3 -m http.server --bind 192.0.2.2 --directory "$scratch/www" 80 \
        >"$scratch/http.log" 2>&1 &
    children+=($!)
    ip netns exec "$server" dnsmasq --keep-in-foreground --no-resolv --no-hosts --no-daemon --user=root \
        --pid-file="$scratch/run/pid" --listen-address=192.0.2.2 --bind-interfaces --local=/lab.test/ \
        --host-record=www.lab.test,192.0.2.2,2001:db8::2 --mx-host=lab.test,www.lab.test,10 \
        >"$scratch/dns.log" 2>&1 &
    children+=($!)
    # `ip netns exec` shows the client this file as its /etc/resolv.conf.
    mkdir -p "/etc/netns/$client"
    echo "nameserver 192.0.2.2" >"/etc/netns/$client/resolv.conf"
}

# Fetches a file by name over HTTP, with further options for curl.
get() { in_client curl -4 --silent --show-error --fail --output "$scratch/$1" "${@:2}" "http://www.lab.test/$1"; }

# What is recorded. Each line fails the script when it does not get its answer.
talk() {
    for octets in 0 18 56 1000 1472 1473 4000; do # 1472: the longest frame; above it: fragments
        in_client ping -q -n -c 2 -i 0.2 -s "$octets" 192.0.2.2
    done
    in_client ping -q -n -6 -c 2 -i 0.2 -s 56 2001:db8::2
    in_client ping -q -n -6 -c 1 -s 3000 2001:db8::2
    in_client getent ahosts www.lab.test
    if in_client getent ahosts nobody.lab.test; then return 1; fi
    get hello.txt
    get numbers.txt
    if get not-there.txt 2>/dev/null; then return 1; fi
    get numbers.txt --limit-rate 100k
    cmp "$scratch/www/numbers.txt" "$scratch/numbers.txt"
}

record() {
    connect
    serve
    # Without its other end up the wire carries nothing yet, but can be listened to.
    ip -n "$client" link set wire0 up
    ip netns exec "$client" dumpcap -q -i wire0 -w "$scratch/raw.pcapng" >"$scratch/dumpcap.log" 2>&1 &
    children+=($!)
    local recorder=$!
    until_done test -s "$scratch/raw.pcapng"
    ip -n "$server" link set wire0 up
    until_done in_server python3 -c 'import socket; socket.create_connection(("192.0.2.2", 53), 1)'
    until_done in_server python3 -c 'import socket; socket.create_connection(("192.0.2.2", 80), 1)'
    talk >/dev/null
    sleep 1
    kill -TERM "$recorder"
    wait "$recorder" || true
}

# The two forms, both without the name of this machine or its system.
keep() {
    editcap -F nsecpcap "$scratch/raw.pcapng" "$scratch/plain.pcap"
    editcap -F pcapng "$scratch/plain.pcap" web.pcapng
    editcap -F pcap "$scratch/plain.pcap" web.pcap
}

count() { tshark -r web.pcapng -Y "$1" 2>/dev/null | wc -l; }

describe() {
    local longest shortest
    longest=$(tshark -r web.pcapng -T fields -e frame.len 2>/dev/null | sort -n | tail -1)
    shortest=$(tshark -r web.pcapng -T fields -e frame.len 2>/dev/null | sort -n | head -1)
    if [ "$longest" -gt 1514 ]; then
        echo "record.sh: a frame of $longest octets: offloads are still on" >&2
        return 1
    fi
    cat >web.md <<END
# web.pcapng, web.pcap

An ordinary exchange between two hosts on one wire, recorded by \`cargo xtask record\`, which runs
[record.sh](record.sh): two network namespaces of one Linux machine joined by a \`veth\` pair with all offloads off,
so that each record is one frame as a wire carries it. Frames have no frame check sequence and, as Linux leaves it to
the hardware, short ones have no padding. No address outside the machine was contacted; the addresses are those of
the documentation prefixes (192.0.2.0/24, 2001:db8::/32).

| | |
|---|---|
| recorded | $(date -u +%Y-%m-%d) |
| frames | $(count frame), of $shortest to $longest octets |
| ARP | $(count arp) |
| ICMP and ICMPv6, with fragments | $(count 'icmp or icmpv6 or ip.flags.mf == 1 or ipv6.fraghdr') |
| DNS | $(count dns) |
| TCP | $(count tcp) |
| link type | Ethernet (1) |
| resolution | nanoseconds in \`web.pcapng\`, microseconds in \`web.pcap\` |

Both files hold the same frames.

SHA-256:

- \`web.pcapng\` \`$(sha256sum web.pcapng | cut -d' ' -f1)\`
- \`web.pcap\` \`$(sha256sum web.pcap | cut -d' ' -f1)\`

Made with:

- $(dumpcap --version 2>/dev/null | head -1 | cut -d" " -f1-3)
- $(curl --version | head -1 | cut -d' ' -f1,2)
- $(dnsmasq --version | head -1 | cut -d' ' -f1-3)
- $(ping -V | head -1 | cut -d" " -f3,4)
- $(python3 --version) (\`http.server\`)
- Linux $(uname -r | cut -d. -f1,2)
END
}

record
keep
describe
echo "recorded $(count frame) frames into web.pcapng, web.pcap and web.md"
