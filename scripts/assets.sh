#!/bin/bash
# Builds what the program embeds: styles, scripts, fonts and icons of the pages;
# typesetter and fonts of the papers. Does nothing when the sources have not
# changed since the last time.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh build
mkdir -p tmp

# fingerprint prints one line that changes with the content of the given files.
fingerprint() {
	find "$@" -type f -not -path '*/node_modules/*' -not -path '*/built/*' -print0 2>/dev/null |
		sort -z | xargs -0 -r sha256sum | sha256sum
}

# once NAME RESULT SOURCE… -- COMMAND…: runs the command when the result is
# missing or a source has changed.
once() {
	local name=$1 result=$2 sources=()
	shift 2
	while [ "$1" != -- ]; do sources+=("$1"); shift; done
	shift
	local now
	now=$(fingerprint "${sources[@]}")
	if [ -e "$result" ] && [ "$(cat "tmp/assets-$name" 2>/dev/null)" = "$now" ]; then
		return 0
	fi
	printf 'Building %s\n' "$name" >&2
	"$@"
	printf '%s\n' "$now" >"tmp/assets-$name"
}

pages() { (cd web && node build.mjs); }
papers() { go run ./internal/kit/typst/internal/pack -from web/node_modules -to internal/kit/typst/assets/built; }

if [ -f web/build.mjs ]; then
	once pages internal/kit/web/assets/built/manifest.json \
		web/build.mjs web/package-lock.json web/css web/src internal/kit/web/ui web/favicon.svg -- pages
fi
if [ -d internal/kit/typst/internal/pack ]; then
	once papers internal/kit/typst/assets/built web/package-lock.json internal/kit/typst/internal/pack -- papers
fi
