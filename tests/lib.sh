# What the test scripts share: named steps, a scratch folder, throw-away servers, installs.
# Meant to be read in by a bash script (`. tests/lib.sh`), not run.

set -euo pipefail

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/almoner-tests.XXXXXX")
# PostgreSQL runs as another user and must be able to walk through to its own folder.
chmod 711 "$SCRATCH"

PASSED=0
FAILED=0
STEP=""
STEP_STARTED=$SECONDS
CLEAN_UPS=()

say() { printf '%s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# at_exit COMMAND...: runs COMMAND when the script ends, however it ends; last in, first out.
at_exit() { CLEAN_UPS+=("$(printf '%q ' "$@")"); }

# The one trap. It stops what was started, removes the scratch folder and prints the counts.
finish() {
    local status=$?
    trap - EXIT INT TERM HUP
    set +e
    if [ "$status" -ne 0 ] && [ -n "$STEP" ]; then
        say ""
        say "FAILED: $STEP ($((SECONDS - STEP_STARTED)) s, exit status $status)"
    fi
    local i
    for ((i = ${#CLEAN_UPS[@]} - 1; i >= 0; i--)); do
        eval "${CLEAN_UPS[$i]}"
    done
    rm -rf "$SCRATCH"
    if [ -n "${COUNTING:-}" ]; then
        say ""
        say "$PASSED passed, $FAILED failed"
    fi
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# step NAME COMMAND...: runs COMMAND, prints its time, adds up the tests that it reports, and ends
# the script at the first failure. COMMAND may be a function; it runs in a subshell, so what it sets
# is not kept: servers are started with `prepare`.
step() {
    STEP=$1
    STEP_STARTED=$SECONDS
    shift
    say ""
    say "==> $STEP"
    local log="$SCRATCH/step.log" status=0
    set +e
    ("$@") </dev/null 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    set -e
    count_tests "$log"
    [ "$status" -eq 0 ] || exit "$status"
    say "    done: $STEP ($((SECONDS - STEP_STARTED)) s)"
    STEP=""
}

# prepare NAME FUNCTION...: like `step`, but in this shell, so that the function can export settings
# and register clean-ups. No tests are counted.
prepare() {
    STEP=$1
    STEP_STARTED=$SECONDS
    shift
    say ""
    say "==> $STEP"
    "$@"
    say "    done: $STEP ($((SECONDS - STEP_STARTED)) s)"
    STEP=""
}

# Adds the closing lines of cargo's and node's test runners in a log to the totals.
#   cargo: test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; ...
#   node:  # pass 3   # fail 0   # cancelled 0   (a cancelled test counts as failed)
count_tests() {
    local counts
    counts=$(awk '
        /^test result: (ok|FAILED)\. [0-9]+ passed; [0-9]+ failed;/ { passed += $4; failed += $6 }
        /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
        /^(#|ℹ) fail [0-9]+$/ { failed += $3 }
        /^(#|ℹ) cancelled [0-9]+$/ { failed += $3 }
        END { print passed + 0, failed + 0 }' "$1")
    PASSED=$((PASSED + ${counts% *}))
    FAILED=$((FAILED + ${counts#* }))
}

have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo -n "$@"
    else
        fail "this needs root once, to install: $*"
    fi
}

# install_missing PACKAGE...: installs Debian packages. No server that comes with one is started
# (RUNLEVEL=1 makes Debian's start-up scripts stand back): the tests start their own.
install_missing() {
    [ $# -gt 0 ] || return 0
    have apt-get || fail "install these first (no apt-get here to do it): $*"
    say "installing: $*"
    local apt=(env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -q -o DPkg::Lock::Timeout=600)
    as_root "${apt[@]}" update >"$SCRATCH/apt.log" 2>&1 || {
        tail -n 20 "$SCRATCH/apt.log"
        fail "apt-get update did not work"
    }
    as_root "${apt[@]}" install -y --no-install-recommends "$@" >"$SCRATCH/apt.log" 2>&1 || {
        tail -n 20 "$SCRATCH/apt.log"
        fail "apt-get could not install: $*"
    }
}

# The folder with PostgreSQL 15's programs; Debian keeps them off the PATH.
POSTGRES_BIN=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}

# free_port: prints a loopback port on which nothing listens. Something else may take it in the next
# moment, so whoever uses it tries again with another when the start fails.
free_port() {
    local port tries
    for tries in $(seq 100); do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s' "$port"
            return 0
        fi
    done
    fail "no free port found"
}

# as_postgres COMMAND...: PostgreSQL refuses to run as root, so root steps down to the `postgres`
# user that Debian's package makes; anybody else runs it as they are.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# start_postgres NAME fast|durable [OPTION...]: a throw-away PostgreSQL 15 cluster on a free loopback
# port, stopped and removed at the end. Sets POSTGRES_URL. `fast` does not wait for the disk: for
# tests of behaviour. `durable` does, as in production: for tests that kill things. Each OPTION goes
# to initdb when it starts with a dash, else to the server as a setting (`timezone=Asia/Kolkata`).
start_postgres() {
    local name=$1 mode=$2 option port tries
    shift 2
    local data="$SCRATCH/postgres-$name" initdb=() settings=()
    [ -x "$POSTGRES_BIN/initdb" ] || fail "no PostgreSQL 15 in $POSTGRES_BIN"
    for option in "$@"; do
        case $option in
        -*) initdb+=("$option") ;;
        *) settings+=("$option") ;;
        esac
    done
    [ ${#initdb[@]} -gt 0 ] || initdb=(--locale=C.UTF-8)
    case $mode in
    fast) settings+=(fsync=off synchronous_commit=off full_page_writes=off) ;;
    durable) settings+=(fsync=on synchronous_commit=on full_page_writes=on) ;;
    *) fail "start_postgres: neither fast nor durable: $mode" ;;
    esac
    mkdir "$data"
    # A password of its own: another user of this machine must not get in as a superuser.
    local password
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s\n' "$password" >"$data.password"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$data" "$data.password"; fi
    chmod 600 "$data.password"
    as_postgres "$POSTGRES_BIN/initdb" -D "$data" -U almoner --pwfile="$data.password" \
        -A scram-sha-256 -E UTF8 --no-sync "${initdb[@]}" >"$SCRATCH/initdb.log" 2>&1 || {
        cat "$SCRATCH/initdb.log"
        fail "initdb did not work"
    }
    as_postgres tee -a "$data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 64MB
$(for option in "${settings[@]}"; do printf "%s = '%s'\n" "${option%%=*}" "${option#*=}"; done)
CONF
    at_exit stop_postgres "$data"
    for tries in 1 2 3 4 5; do
        port=$(free_port)
        if as_postgres "$POSTGRES_BIN/pg_ctl" -D "$data" -w -t 60 -s -l "$data/server.log" \
            -o "-p $port" start </dev/null >/dev/null 2>&1; then
            POSTGRES_URL="postgres://almoner:$password@127.0.0.1:$port/postgres"
            say "PostgreSQL 15 ($name, $mode) listens on 127.0.0.1:$port"
            return 0
        fi
    done
    as_postgres tail -n 20 "$data/server.log"
    fail "PostgreSQL did not start"
}

stop_postgres() {
    [ -f "$1/postmaster.pid" ] || return 0
    as_postgres "$POSTGRES_BIN/pg_ctl" -D "$1" -m immediate -s stop >/dev/null 2>&1 || true
}

# stop_process PID: asks it to end, waits ten seconds, then insists.
stop_process() {
    local tries
    kill "$1" 2>/dev/null || return 0
    for tries in $(seq 100); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -9 "$1" 2>/dev/null || true
}

# wait_for_url URL SECONDS PID LOG: returns when URL answers 200; shows LOG and fails when PID ends
# or the time is up.
wait_for_url() {
    local until=$((SECONDS + $2))
    while [ "$SECONDS" -lt "$until" ]; do
        if curl -fsS -o /dev/null --max-time 5 "$1" 2>/dev/null; then return 0; fi
        kill -0 "$3" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 50 "$4" || true
    fail "no answer from $1"
}
