#!/bin/bash
# Runs a command beside a PostgreSQL server of its own:
#
#   scripts/postgres.sh go test ./...
#
# The server lives in a temporary folder, compares text byte by byte, does not
# wait for the disk, and is gone when the command ends. Its address stands in
# TEST_POSTGRES. A server named there already is used as it is.
set -euo pipefail
if [ -n "${TEST_POSTGRES:-}" ]; then
	exec "$@"
fi

bin=$(find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)") || { echo "PostgreSQL is missing: run scripts/setup.sh test" >&2; exit 1; }

as=()
if [ "$(id -u)" = 0 ]; then
	id postgres >/dev/null 2>&1 || { echo "PostgreSQL refuses to run as root, and there is no user postgres" >&2; exit 1; }
	as=(runuser -u postgres --)
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/pobratim-pg.XXXXXX")
[ ${#as[@]} = 0 ] || chown postgres "$folder"
server=
stop() {
	trap - EXIT INT TERM
	if [ -n "$server" ]; then
		# INT asks for a fast stop; the parent of all its processes is ours.
		kill -INT "$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null || echo "$server")" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd /
"${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --lc-collate=C --lc-ctype=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 ||
	{ cat "$folder/initdb.log" >&2; exit 1; }
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
"${as[@]}" "$bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$folder" \
	-c fsync=off -c full_page_writes=off -c max_connections=200 -c max_wal_size=256MB -c shared_buffers=64MB >"$folder/server.log" 2>&1 &
server=$!
for _ in $(seq 300); do
	"$bin/pg_isready" -q -h 127.0.0.1 -p "$port" && break
	kill -0 "$server" 2>/dev/null || { cat "$folder/server.log" >&2; exit 1; }
	sleep 0.1
done
"$bin/pg_isready" -q -h 127.0.0.1 -p "$port" || { echo "PostgreSQL did not start within 30 s" >&2; cat "$folder/server.log" >&2; exit 1; }
cd "$OLDPWD"
export TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
"$@"
