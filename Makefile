# Two commands do all set-up on a Debian machine with Go and Node:
#
#   make demo   the office and portals of two real cities, at http://127.0.0.1:8080
#   make test   every test, on both database engines, and in a browser
#
# What a target needs and lacks is installed by scripts/setup.sh; nothing is
# done twice. Built and downloaded things stay out of version control.

LISTEN ?= 127.0.0.1:8080
DATA ?= tmp/demo
# A checkout that git does not trust is built without its revision.
VCS := $(shell git rev-parse HEAD >/dev/null 2>&1 && echo auto || echo false)
# One way to compile for every target, so that nothing is compiled twice.
export CGO_ENABLED = 0
export GOFLAGS = -trimpath -buildvcs=$(VCS)

.PHONY: help demo run build test test-go test-browser kill check lint format assets words schema bench screenshots clean

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name says; do printf '%-14s %s\n' "$$name" "$$says"; done

demo: build ## the demonstration: two cities, every role
	bin/pobratim demo --data "$(DATA)" --listen "$(LISTEN)"

run: build ## an office of your own in tmp/office
	bin/pobratim serve --data tmp/office --listen "$(LISTEN)"

build: assets ## the program, with its assets, in bin/
	@mkdir -p bin
	go build -o bin/pobratim ./cmd/pobratim

assets: ## styles, scripts, fonts, typesetter: what the program embeds
	@scripts/assets.sh

test: ## all tests
	@scripts/test.sh go browser

test-go: ## all tests but those in a browser
	@scripts/test.sh go

test-browser: ## the tests in a browser
	@scripts/test.sh browser

kill: ## the kill test alone: make kill KILLS=1000
	KILLS=$(or $(KILLS),100) go test -count=1 -timeout 60m -v -run TestKill ./internal/killtest

check: lint test ## all that a change has to pass: lint and test

lint: assets ## format, vet, static analysis, types
	@scripts/lint.sh

format: ## write every Go file as gofmt does
	gofmt -w cmd internal bench

words: ## the words of all subjects in one file per language, for a translator
	@node scripts/words.mjs tmp

schema: ## write the golden schemas of both engines anew
	@scripts/setup.sh test
	@UPDATE_GOLDEN=1 scripts/postgres.sh go test ./internal/app/ -run 'Schema' -count=1

bench: build ## ratios against PocketBase, net/http, excelize, Radicale and the machine's limits; plans, calendars; search over a million texts
	@scripts/bench.sh

screenshots: build ## pictures of README in docs/images
	@scripts/setup.sh test
	cd web && node browser/screenshots.mjs

clean: ## forget what was built and downloaded
	rm -rf bin tmp web/node_modules internal/kit/web/assets/built internal/kit/typst/assets/built
