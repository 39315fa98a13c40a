#!/usr/bin/env bash
# Sends the JSON interface of a demonstration what its own description allows, and what it forbids.
#
#   tests/api_fuzz.sh PROGRAM
#
# Schemathesis reads /api/v1/openapi.json and makes calls from it: as nobody, as a member of a group
# and as several people of the office. It fails on an answer of 5xx, on one that the description
# does not know, on one of another media type and on one of another shape.
#
#   ALMONER_API_EXAMPLES   how many calls of each operation and kind (default 25)
#   ALMONER_API_SEED       what the made calls come from (default 1)

. "$(dirname "$0")/lib.sh"
cd "$TOP"

PROGRAM=${1:?usage: tests/api_fuzz.sh PROGRAM}
EXAMPLES=${ALMONER_API_EXAMPLES:-25}
SEED=${ALMONER_API_SEED:-1}
TOOLS="${CARGO_TARGET_DIR:-$TOP/target}/tools/schemathesis"
REQUIREMENTS="$TOP/tests/api_fuzz.requirements.txt"

# Every version is pinned; another list of them is installed anew.
install_schemathesis() {
    if cmp -s "$REQUIREMENTS" "$TOOLS/installed.txt"; then return; fi
    have python3 && python3 -c 'import ensurepip' 2>/dev/null || install_missing python3 python3-venv
    rm -rf "$TOOLS"
    python3 -m venv "$TOOLS"
    "$TOOLS/bin/pip" install --quiet --no-deps -r "$REQUIREMENTS"
    cp "$REQUIREMENTS" "$TOOLS/installed.txt"
}

start_demonstration() {
    PORT=$(free_port)
    URL="http://127.0.0.1:$PORT"
    "$PROGRAM" demo --data "$SCRATCH/demo" --bind "127.0.0.1:$PORT" >"$SCRATCH/demo.log" 2>&1 &
    SERVER=$!
    at_exit stop_process "$SERVER"
    wait_for_url "$URL/health/ready" 600 "$SERVER" "$SCRATCH/demo.log"
}

# token_of WORDS: makes a token, through the pages, for the first person of the demonstration's own
# sign-in page about whom it says these words.
token_of() {
    local jar="$SCRATCH/cookies-${1// /-}" action csrf token
    action=$(curl -sf "$URL/demo" | tr -d '\n' | sed 's/<li>/\n/g' | grep "</button>: [^<]*$1" |
        grep -o '/demo/sign-in/[0-9a-f-]*' | head -n 1) || true
    [ -n "$action" ] || fail "the demonstration has nobody who is: $1"
    curl -sf -o /dev/null -c "$jar" -d csrf= "$URL$action"
    csrf=$(curl -sf -b "$jar" "$URL/account/tokens" |
        grep -o 'name="csrf" value="[^"]*"' | head -n 1 | cut -d'"' -f4)
    token=$(curl -sf -b "$jar" -d "csrf=$csrf" -d name=fuzzing "$URL/account/tokens" |
        grep -o 'almoner_[A-Za-z0-9_-]*' | head -n 1)
    [ -n "$token" ] || fail "no token for: $1"
    printf '%s' "$token"
}

# fuzz NAME [TOKEN]: every operation, as whoever the token belongs to, about records that they can
# reach. What would lock the caller out (revoking this very token) cannot be hit: its id is not
# among them.
fuzz() {
    local who=() name=$1 log="$SCRATCH/fuzz-${1// /-}.log" config="$SCRATCH/fuzz-${1// /-}.toml"
    [ -z "${2:-}" ] || who=(--header "Authorization: Bearer $2")
    "$TOOLS/bin/python" "$TOP/tests/api_fuzz_records.py" "$URL" "${2:-}" >"$config"
    # It keeps notes in the folder in which it runs.
    cd "$SCRATCH"
    "$TOOLS/bin/schemathesis" --config-file "$config" run "$URL/api/v1/openapi.json" "${who[@]}" \
        --max-examples "$EXAMPLES" --seed "$SEED" --phases examples,coverage,fuzzing --workers 1 \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
        >"$log" 2>&1 || {
        sed -n '/= FAILURES =/,/= WARNINGS =/p' "$log"
        fail "the interface did not keep its own description, as $name"
    }
    kill -0 "$SERVER" 2>/dev/null || fail "the program ended"
    grep -E '^  (Selected|Tested): |^  [0-9]+ generated' "$log"
}

prepare "schemathesis" install_schemathesis
prepare "a demonstration" start_demonstration
GROUP=$(token_of "For a group")
OFFICER=$(token_of "Community Development Officer")
LEAD=$(token_of "Community Development Lead")
DIRECTOR=$(token_of "Director of Governance")
ASSESSOR=$(token_of "Assessor")
ADMINISTRATOR=$(token_of "System Administrator")
step "as nobody" fuzz nobody
step "as a group" fuzz group "$GROUP"
step "as a grants officer" fuzz officer "$OFFICER"
step "as a grants lead" fuzz lead "$LEAD"
step "as a director" fuzz director "$DIRECTOR"
step "as an assessor" fuzz assessor "$ASSESSOR"
step "as an administrator" fuzz administrator "$ADMINISTRATOR"
