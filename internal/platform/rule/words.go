package rule

import (
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
)

// Words say a deadline: «не позднее чем за 45 календарных дней до подписания».
func Words(p *i18n.Printer, s Step) string {
	event := p.T("rule.event." + s.Of + ".of")
	switch s.Way {
	case Yearly:
		if on, err := time.Parse("01-02", s.On); err == nil {
			if s.Of == Year {
				return p.T("rule.words.yearly.past", "day", p.DayMonth(on))
			}
			return p.T("rule.words.yearly", "day", p.DayMonth(on))
		}
	case Open:
		return p.T("rule.words.open", "event", event)
	}
	return p.N("rule.words."+s.Way+"."+s.Unit, s.Days, "event", event)
}

// borderLines are the borders as the form has them: "Karelia: FI".
func borderLines(borders map[string][]string) string {
	var lines []string
	for region, states := range borders {
		lines = append(lines, region+": "+strings.Join(states, ", "))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// readBorders reads borderLines; a line it cannot read is an error that names it.
func (s *Service) readBorders(text string) (map[string][]string, error) {
	borders := map[string][]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		region, states, ok := strings.Cut(line, ":")
		region = strings.TrimSpace(region)
		if _, twice := borders[region]; !ok || region == "" || twice {
			return nil, errs.Field("borders", "rule.borders.unreadable", "line", line)
		}
		for code := range strings.SplitSeq(states, ",") {
			code = strings.ToUpper(strings.TrimSpace(code))
			if s.deps.Country(code, "en") == "" {
				return nil, errs.Field("borders", "rule.borders.country", "code", code, "region", region)
			}
			borders[region] = append(borders[region], code)
		}
	}
	return borders, nil
}
