package app

import (
	"strings"
	"testing"

	"pobratim/internal/domain/task"
	"pobratim/internal/platform/account"
)

// TestDigest prints the weeks of the demonstration's accounts, while the program
// holds the folder.
func TestDigest(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		at := func(more ...string) said {
			return command(t, s.at(append([]string{"digest", "--municipality", "perm"}, more...)...)...)
		}
		parts := func(role account.Role) map[string]int {
			n := map[string]int{}
			for _, part := range decode[task.Digest](t, at("--user", demoEmail(role), "--json")).Parts {
				n[part.Name] = len(part.Rows)
			}
			return n
		}
		if n := parts(account.Coordinator); n["overdue"] == 0 || n["theirs"] == 0 || n["nobody"] != 0 {
			t.Errorf("the coordinator's week: %v", n)
		}
		if n := parts(account.Head); n["nobody"] == 0 {
			t.Errorf("the head's week does not tell what has no owner: %v", n)
		}
		if got := at("--user", demoEmail(account.Coordinator), "--text", "--lang", "en"); got.code != 0 || !strings.Contains(got.out, "Overdue") || strings.Contains(got.out, "⟦") {
			t.Errorf("as text: %+v", got)
		}
		oneSentence(t, "a user who is not there", at("--user", "nobody@example.org"), "nobody@example.org")
		oneSentence(t, "two answers", at("--user", "x", "--json", "--text"), "choose one")
		oneSentence(t, "an unknown municipality", command(t, s.at("digest", "--municipality", "atlantis", "--user", "x")...), "atlantis")
	})
}
