#!/bin/bash
# Installs what a target needs and the machine lacks; nothing when all is there.
#
#   scripts/setup.sh build     compiler and Node are there; packages of web/ from the lock file
#   scripts/setup.sh bench     also Radicale, which calendars are measured beside
#   scripts/setup.sh test      also PostgreSQL, Chromium, poppler, LibreOffice, calendar programs, fonts
#
# System packages come by apt-get, as root or through sudo. Where neither is
# possible, the script says which packages are missing and stops.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p tmp

say() { printf '%s\n' "$*" >&2; }

older() { # older A B: version A comes before version B
	[ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

need_compilers() {
	command -v go >/dev/null || { say "Go is missing. Install Go $(sed -n 's/^go //p' go.mod) or newer: https://go.dev/doc/install"; exit 1; }
	local want have
	want=$(sed -n 's/^go //p' go.mod)
	have=$(go env GOVERSION | sed 's/^go//; s/[- ].*//')
	if older "$have" "$want" && [ "$(go env GOTOOLCHAIN)" = local ]; then
		say "Go $have is too old: $want or newer is needed. https://go.dev/doc/install"
		exit 1
	fi
	command -v node >/dev/null && command -v npm >/dev/null || { say "Node is missing. Install Node 20 or newer with npm: https://nodejs.org/en/download"; exit 1; }
	have=$(node --version | sed 's/^v//')
	if older "$have" 20; then
		say "Node $have is too old: 20 or newer is needed. https://nodejs.org/en/download"
		exit 1
	fi
}

# postgres_bin prints the folder of the newest installed PostgreSQL server.
postgres_bin() {
	find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname
}

has_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || [ -x "${CHROMIUM:-}" ]; }

# missing_peers prints the Debian packages that make bench compares with.
missing_peers() { command -v radicale >/dev/null || echo radicale; }

# missing_packages prints the Debian packages whose programs are not there.
missing_packages() {
	[ -n "$(postgres_bin)" ] || command -v initdb >/dev/null || echo postgresql
	has_chromium || echo chromium
	command -v pdfinfo >/dev/null || echo poppler-utils
	command -v soffice >/dev/null || echo libreoffice-calc-nogui
	[ -n "$(find /usr/lib /usr/lib64 /opt -maxdepth 4 -name libswlo.so -print -quit 2>/dev/null)" ] || echo libreoffice-writer-nogui
	command -v vdirsyncer >/dev/null || echo vdirsyncer
	command -v khal >/dev/null || echo khal
	/usr/bin/python3 -c 'import caldav' 2>/dev/null || echo python3-caldav
	fc-list 2>/dev/null | grep -qi . || echo fontconfig fonts-dejavu-core
	command -v runuser >/dev/null || echo util-linux
}

install_packages() {
	local packages
	packages=$("$1" | tr '\n' ' ')
	[ -n "${packages// /}" ] || return 0
	command -v apt-get >/dev/null || { say "These are missing, and there is no apt-get to install them: $packages"; exit 1; }
	local as=()
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null && as=(sudo) || { say "These packages are missing: $packages
Install them as root: apt-get install $packages"; exit 1; }
	fi
	say "Installing $packages"
	# The server that Debian would start is of no use here: tests start their own.
	local quiet=(env DEBIAN_FRONTEND=noninteractive)
	"${as[@]}" "${quiet[@]}" apt-get update -qq >&2
	# shellcheck disable=SC2086 # a list of names
	"${as[@]}" "${quiet[@]}" apt-get install -y -qq --no-install-recommends $packages >&2
}

install_node_packages() {
	local stamp=web/node_modules/.lock-of
	if [ ! -f "$stamp" ] || ! cmp -s "$stamp" web/package-lock.json; then
		say "Installing the packages of web/package-lock.json"
		(cd web && npm ci --no-audit --no-fund --loglevel=error >&2)
		cp web/package-lock.json "$stamp"
	fi
}

need_compilers
install_node_packages
case "${1:-build}" in
build) ;;
test) install_packages missing_packages ;;
bench) install_packages missing_peers ;;
*) say "usage: $0 build|test|bench"; exit 2 ;;
esac
