#!/bin/bash
# Runs the tests and ends with a line of totals:
#
#   scripts/test.sh go            Go tests on SQLite and on a PostgreSQL of its own
#   scripts/test.sh browser       journeys and accessibility in Chromium
#   scripts/test.sh go browser    both
#
# With CI=true a skipped test fails the run. GO_TEST gives further arguments to
# go test, NODE_TEST to node --test.
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test && scripts/assets.sh || exit 1
mkdir -p tmp bin
export CGO_ENABLED=0 GOFLAGS="${GOFLAGS:--trimpath -buildvcs=false}" # a checkout that git does not trust has to work too
# One folder for the typesetter's machine code, which takes a while to make: the
# one that the Go tests share.
export POBRATIM_CACHE="${POBRATIM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pobratim-test}"
mkdir -p "$POBRATIM_CACHE"
totals=tmp/totals
rm -f "$totals"
go build -o tmp/tally ./internal/house/tally || exit 1
failed=0

for part in "$@"; do
	case $part in
	go)
		# shellcheck disable=SC2086 # arguments
		scripts/postgres.sh go test -json -timeout 20m ${GO_TEST:-} ./... 2>&1 | tmp/tally -name 'go tests' -add "$totals" || failed=1
		;;
	browser)
		go build -o bin/pobratim ./cmd/pobratim || { echo "0 passed, 1 failed, 0 skipped" >>"$totals"; failed=1; break; }
		# shellcheck disable=SC2086 # arguments
		(cd web && node --test --test-concurrency=2 --test-timeout=1800000 --test-reporter=tap ${NODE_TEST:-} browser/*.test.mjs) 2>&1 |
			tmp/tally -tap -name 'browser tests' -add "$totals" || failed=1
		;;
	*)
		echo "usage: $0 [go] [browser]" >&2
		exit 2
		;;
	esac
done
[ -f "$totals" ] && printf '%s\n' "$(cat "$totals")"
exit "$failed"
