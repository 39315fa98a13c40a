#!/usr/bin/env bash
# Tries the settings of docker-compose.yml without Docker.
#
# The file is checked by Debian's docker-compose. Then what it says is done by hand on this machine,
# read from its own answer: the script of `certificates` makes the authority and the certificates, a
# real PostgreSQL 15 starts with the options of `database`, the program, built with TLS to
# PostgreSQL, runs with the environment of `almoner`, and nginx stands before it as `door`. Only
# addresses, ports and folders are exchanged for this machine's. It must get ready through TLS on
# both sides; without TLS, or with another authority, it must be refused.

. "$(dirname "$0")/lib.sh"
cd "$TOP"

password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
secret=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
CONFIG="$SCRATCH/compose.yml"
CERTIFICATES="$SCRATCH/certificates"
TRUST="$CERTIFICATES/trust"
DATA="$SCRATCH/postgres-compose"

# The example's names with values of our own, in the environment, where they win over any .env file.
read_compose_file() {
    POSTGRES_PASSWORD=$password ALMONER_SECURITY__SECRET_KEY=$secret \
        docker-compose --env-file .env.example -f docker-compose.yml config >"$CONFIG"
}

# from_compose PATH: the text, or the lines of the list, at a dotted path of the checked file. There a
# dollar is written twice.
from_compose() {
    python3 - "$CONFIG" "$1" <<'PY'
import sys, yaml
value = yaml.safe_load(open(sys.argv[1]))
for name in sys.argv[2].split("."):
    value = value[int(name) if isinstance(value, list) else name]
if isinstance(value, dict):
    lines = [f"{name}={text}" for name, text in value.items()]
else:
    lines = value if isinstance(value, list) else [value]
for line in lines:
    print(str(line).replace("$$", "$"))
PY
}

# The folder inside the containers becomes a folder of this machine.
here() { sed -e "s#/certificates#$CERTIFICATES#g"; }

secrets_are_required() {
    local name
    for name in POSTGRES_PASSWORD ALMONER_SECURITY__SECRET_KEY; do
        grep -v "^$name=" .env.example >"$SCRATCH/without.env"
        if env -u POSTGRES_PASSWORD -u ALMONER_SECURITY__SECRET_KEY docker-compose \
            --env-file "$SCRATCH/without.env" -f docker-compose.yml config >/dev/null 2>&1; then
            fail "the compose file is accepted without $name"
        fi
    done
}

make_certificates() {
    mkdir "$CERTIFICATES" "$CERTIFICATES/database" "$CERTIFICATES/mail" "$CERTIFICATES/door" "$TRUST"
    chmod 755 "$CERTIFICATES"
    from_compose services.certificates.command.0 | here >"$SCRATCH/certificates.sh"
    if [ "$(id -u)" -ne 0 ]; then sed -i '/^chown postgres/d' "$SCRATCH/certificates.sh"; fi
    sh -eu "$SCRATCH/certificates.sh" >"$SCRATCH/certificates.log" 2>&1 || {
        cat "$SCRATCH/certificates.log"
        fail "the script of the service \"certificates\" did not work"
    }
    # Once more: it must leave what is there alone.
    local before
    before=$(cksum <"$TRUST/ca.crt")
    sh -eu "$SCRATCH/certificates.sh"
    [ "$before" = "$(cksum <"$TRUST/ca.crt")" ] || fail "a second start made a new authority"
    [ -z "$(find "$CERTIFICATES" -name 'ca.key')" ] || fail "the authority's key was kept"
    local name
    for name in database mail door; do
        openssl verify -CAfile "$TRUST/ca.crt" "$CERTIFICATES/$name/server.crt"
    done
}

start_database() {
    local options port tries
    # Without its first word, which names the program.
    mapfile -t options < <(from_compose services.database.command | tail -n +2 | here)
    mkdir "$DATA"
    printf '%s\n' "$password" >"$DATA.password"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$DATA" "$DATA.password"; fi
    chmod 600 "$DATA.password"
    as_postgres "$POSTGRES_BIN/initdb" -D "$DATA" -U almoner --pwfile="$DATA.password" \
        "$(from_compose services.database.environment.POSTGRES_INITDB_ARGS)" >/dev/null
    at_exit stop_postgres "$DATA"
    for tries in 1 2 3 4 5; do
        port=$(free_port)
        if as_postgres "$POSTGRES_BIN/pg_ctl" -D "$DATA" -w -t 60 -s -l "$DATA/server.log" \
            -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$DATA ${options[*]}" \
            start </dev/null >/dev/null 2>&1; then
            DATABASE_PORT=$port
            as_postgres "$POSTGRES_BIN/createdb" -h "$DATA" -p "$port" -U almoner almoner
            return 0
        fi
    done
    as_postgres tail -n 20 "$DATA/server.log"
    fail "PostgreSQL did not start with the options of the service \"database\""
}

# The program with the environment of the service `almoner`; NAME=VALUE arguments win over it.
# The host name stays as it is, since the certificate is made out to it; `hostaddr` leads here.
almoner_as_composed() {
    local settings=() line
    while IFS= read -r line; do
        case $line in
        ALMONER_DATABASE__URL=*)
            line="${line/@database:5432/@database:$DATABASE_PORT}&hostaddr=127.0.0.1"
            ;;
        ALMONER_SERVER__BIND=*) line="${line%:*}:$OFFICE_PORT" ;;
        esac
        settings+=("$line")
    done < <(from_compose services.almoner.environment | here)
    cd "$SCRATCH"
    exec env "${settings[@]}" "$@"
}

office_gets_ready() {
    local office log="$SCRATCH/office.log"
    OFFICE_PORT=$(free_port)
    almoner_as_composed "$ALMONER" serve </dev/null >"$log" 2>&1 &
    office=$!
    at_exit stop_process "$office"
    wait_for_url "http://127.0.0.1:$OFFICE_PORT/health/ready" 60 "$office" "$log"
    # Every connection of the program is encrypted.
    local plain encrypted
    plain=$(connections "not ssl")
    encrypted=$(connections "ssl")
    say "connections of the program: $encrypted with TLS, $plain without"
    [ "$encrypted" -gt 0 ] && [ "$plain" -eq 0 ] || fail "the program speaks without TLS"
    door_opens
    stop_process "$office"
}

# nginx before the running office, with the file that the service `certificates` wrote for `door`.
door_opens() {
    local nginx door log="$SCRATCH/nginx.log" settings="$SCRATCH/nginx.conf"
    nginx=$(PATH="$PATH:/usr/sbin" command -v nginx)
    door=$(free_port)
    sed -e "s#listen 8443 ssl#listen 127.0.0.1:$door ssl#" -e "s#almoner:8080#127.0.0.1:$OFFICE_PORT#" \
        -e "s#/tmp/nginx.pid#$SCRATCH/nginx.pid#" \
        -e "s#^http {#&client_body_temp_path $SCRATCH/body; proxy_temp_path $SCRATCH/proxy;\
fastcgi_temp_path $SCRATCH/a; uwsgi_temp_path $SCRATCH/b; scgi_temp_path $SCRATCH/c;#" \
        "$CERTIFICATES/door/nginx.conf" >"$settings"
    "$nginx" -e "$log" -c "$settings" -g 'daemon off;' </dev/null >"$log" 2>&1 &
    at_exit stop_process $!
    local page="https://localhost:$door/health/ready" tries
    for tries in $(seq 100); do
        if curl -fsS --cacert "$TRUST/ca.crt" "$page" 2>"$SCRATCH/curl.log"; then
            if curl -fsS "$page" >/dev/null 2>&1; then
                fail "the door is trusted without its authority"
            fi
            say "the office answers through the door, over HTTPS"
            return 0
        fi
        sleep 0.1
    done
    cat "$SCRATCH/curl.log" "$log"
    fail "the office does not answer through the door"
}

connections() {
    as_postgres "$POSTGRES_BIN/psql" -h "$DATA" -p "$DATABASE_PORT" -U almoner -d almoner -Atc \
        "select count(*) from pg_stat_ssl join pg_stat_activity using (pid)
         where client_addr is not null and $1"
}

# refused WHY SETTING...: the program with these settings must end by itself, with a failure.
refused() {
    local why=$1 status=0
    shift
    OFFICE_PORT=$(free_port)
    (almoner_as_composed "$@" timeout 60 "$ALMONER" migrate) </dev/null \
        >"$SCRATCH/refused.log" 2>&1 || status=$?
    if [ "$status" -eq 0 ] || [ "$status" -eq 124 ]; then
        cat "$SCRATCH/refused.log"
        fail "expected a refusal: $why"
    fi
    say "refused as it should be: $why"
}

office_is_refused_without_trust() {
    local url="postgresql://almoner:$password@database:$DATABASE_PORT/almoner?hostaddr=127.0.0.1"
    refused "a connection without TLS" "ALMONER_DATABASE__URL=$url&sslmode=disable"
    openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj '/CN=somebody else' \
        -keyout "$SCRATCH/other.key" -out "$SCRATCH/other.crt" 2>/dev/null
    refused "another authority" \
        "ALMONER_DATABASE__URL=$url&sslmode=verify-full&sslrootcert=$SCRATCH/other.crt"
    refused "another host name" \
        "ALMONER_DATABASE__URL=${url/@database:/@elsewhere:}&sslmode=verify-full&sslrootcert=$TRUST/ca.crt"
}

have python3 && python3 -c 'import yaml' 2>/dev/null || install_missing python3-yaml
prepare "compose: the file is valid" read_compose_file
step "compose: secrets are required" secrets_are_required
prepare "compose: certificates" make_certificates
prepare "compose: PostgreSQL with TLS" start_database
# A folder of its own: other features would make the usual one build everything anew.
TARGET="${CARGO_TARGET_DIR:-$TOP/target}/postgres-tls"
step "compose: build with TLS to PostgreSQL" \
    env CARGO_TARGET_DIR="$TARGET" cargo build --features postgres-tls --bin almoner
ALMONER="$TARGET/debug/almoner"
prepare "compose: the office gets ready through TLS" office_gets_ready
prepare "compose: without trust there is no connection" office_is_refused_without_trust
