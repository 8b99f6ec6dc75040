#!/bin/bash
# Measures everything that `make bench` promises, one part after another: what
# fails in one does not keep the others from being measured. The status says
# whether all of them came to an end.
set -u
cd "$(dirname "$0")/.."
status=0
part() {
	echo
	echo "== $1"
	shift
	"$@" || status=1
}
inside() { (cd "$1" && shift && "$@"); }
part "pages, memory, papers" inside bench go run . -program ../bin/pobratim
part "imports" inside bench go run . intake -program ../bin/pobratim
part "tables" inside bench/tables go test -run none -bench . -benchtime 3x .
part "a plan of ten years" go test -run none -bench TenYears ./internal/domain/plan/candidate
part "all papers of a visit" go test -run none -bench Visit -benchtime 5x ./internal/domain/paperwork
part "a month of 5,000 entries" go test -run none -bench Calendar -benchtime 20x ./internal/app
part "mail while the program is killed" go test -run Killed -count=1 -v -timeout 0 ./internal/platform/outbox -kill.messages 2000 -kill.runs 20
scripts/setup.sh test && scripts/setup.sh bench || exit 1
part "a page of a brief beside LibreOffice" inside bench go run . papers -program ../bin/pobratim
part "calendars" inside bench go run . calendars -program ../bin/pobratim
part "search over a million texts" scripts/postgres.sh go test -run none -bench Find -benchtime 1x -timeout 0 ./internal/platform/search
exit $status
