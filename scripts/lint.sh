#!/bin/bash
# Format, vet, static analysis, types of scripts. Says all it finds before it
# fails. The style budgets are tests: internal/house.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
step() {
	local name=$1
	shift
	if out=$("$@" 2>&1); then
		printf 'ok    %s\n' "$name"
	else
		printf 'FAIL  %s\n%s\n' "$name" "$out"
		failed=1
	fi
}
# formatted fails when gofmt would change a file.
formatted() {
	local files
	files=$(find cmd internal bench -name '*.go' -not -path '*/node_modules/*' -print0 2>/dev/null | xargs -0 -r gofmt -l)
	[ -z "$files" ] || { printf 'not formatted (make format):\n%s\n' "$files"; return 1; }
}
# unfinished finds words that mark work as not done.
unfinished() {
	! grep -rnE '\b(FIXME|TODO)\b' --include='*.go' --include='*.ts' --include='*.mjs' --include='*.html' --include='*.css' \
		--exclude-dir=node_modules --exclude-dir=built cmd internal bench web
}
types() { (cd web && npx --no-install tsc --noEmit); }

step 'gofmt' formatted
step 'go vet' go vet ./...
step 'staticcheck' go tool staticcheck ./...
step 'go mod verify' go mod verify
step 'no work marked as undone' unfinished
[ ! -f web/tsconfig.json ] || step 'tsc' types
if command -v shellcheck >/dev/null; then
	step 'shellcheck' shellcheck -S warning scripts/*.sh .ci/run
fi
exit "$failed"
