# A PostgreSQL server to throw away, for script/test alone: in a folder of its own, on a socket in it.
# No setting and no server of this machine is touched. script/lib.sh comes first.

# Prints the folder with the programs of the newest PostgreSQL on this machine.
find_postgres() {
  local found
  if on_mac; then
    found=$(ls -d /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin 2>/dev/null)
  else
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)
  fi
  found=$(say "$found" | while read -r folder; do
    [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && say "$folder"
  done | sort -V | tail -n 1)
  [ -n "$found" ] && say "$found"
}

# PostgreSQL refuses to run as root: there its own user runs it, whom Debian's package made.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# start_postgres FOLDER: makes and starts it, and sets `database`, its address. What it says as it
# starts goes to FOLDER.
start_postgres() {
  local programs said=$1/postgres
  programs=$(find_postgres) || stop "PostgreSQL was not found."
  pg_ctl=$programs/pg_ctl
  # Not below TMPDIR: the path of a socket is short, and root's own folders are closed to others.
  cluster=$(mktemp -d /tmp/careplan-postgres.XXXXXX)
  [ "$(id -u)" != 0 ] || chown postgres "$cluster"
  # Sorted as people sort, as on most sites: a test that trusts the order of bytes fails.
  (cd "$cluster" && as_postgres "$programs/initdb" --pgdata=data --username=postgres --auth=trust \
    --encoding=UTF8 --no-locale --locale-provider=icu --icu-locale=en-US --no-sync) >"$said" 2>&1 ||
    stop "$(cat "$said")" "PostgreSQL did not make its files."
  # What a power cut would take is no loss here.
  say "listen_addresses = ''" "unix_socket_directories = '$cluster'" "fsync = off" \
    "synchronous_commit = off" "full_page_writes = off" "autovacuum = off" "jit = off" \
    >>"$cluster/data/postgresql.conf"
  (cd "$cluster" && as_postgres "$pg_ctl" --pgdata=data --log=log --wait start) >"$said" 2>&1 ||
    stop "$(cat "$said" "$cluster/log")" "PostgreSQL did not start."
  database=postgres://postgres@${cluster//\//%2F}/postgres
}

stop_postgres() {
  [ -n "${cluster:-}" ] || return 0
  (cd "$cluster" && as_postgres "$pg_ctl" --pgdata=data --mode=immediate --wait stop) \
    >/dev/null 2>&1 || true
  rm -rf "$cluster"
}
