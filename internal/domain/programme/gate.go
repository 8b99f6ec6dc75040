package programme

import (
	"context"
	"slices"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Office is whom a paper is for that does not leave our own office.
const Office = "office"

// outward are the papers that guests and their press take home.
func outward() []string { return []string{"guest", "press", "pocket", "badges", "plates"} }

// carries are the fields of a delegation's people that a paper says, as the gate
// names them: badges and plates name everybody, entries those whom somebody wrote
// there. The pocket programme says of nobody.
func carries(kind string, x Release, members []Member) []string {
	switch kind {
	case "pocket":
		return nil
	case "badges", "plates":
		if len(members) > 0 {
			return []string{"name", "latin", "post"}
		}
		return nil
	}
	if slices.ContainsFunc(x.Entries, func(e Entry) bool { return e.Who != "" && e.fits(kind) }) {
		return []string{"name"}
	}
	return nil
}

// passed asks the gate whether a paper may leave the office; errs.Conflict when it
// may not yet. The path is the page on which that is decided.
func (s *Service) passed(ctx context.Context, activity, kind string, x Release, members []Member) (path string, err error) {
	fields := carries(kind, x, members)
	if s.deps.Passed == nil || len(fields) == 0 || !slices.Contains(outward(), kind) {
		return "", nil
	}
	if path, err = s.deps.Passed(ctx, activity, fields); errs.KindOf(err) == errs.Conflict {
		err = errs.New(errs.Conflict, "programme.gate.closed")
	}
	return path, err
}

// unnamed are releases as guests abroad may see them: without those who take part
// while the gate has not let their names go.
func (s *Service) unnamed(ctx context.Context, activity string, all []Release) ([]Release, error) {
	named := func(x Release) bool { return len(carries("guest", x, nil)) > 0 }
	i := slices.IndexFunc(all, named)
	if i < 0 {
		return all, nil
	}
	if _, err := s.passed(ctx, activity, "guest", all[i], nil); errs.KindOf(err) != errs.Conflict {
		return all, err
	}
	for i := range all {
		all[i].Entries = slices.Clone(all[i].Entries)
		for k := range all[i].Entries {
			all[i].Entries[k].Who = ""
		}
	}
	return all, nil
}

// papersOf are the links to the papers of a release: those that may be taken, and
// under a notice those that only our own office may take yet.
func (s *Service) papersOf(ctx context.Context, sc *web.Scene, activity string, x Release, members []Member) (free, held []ui.Link, shut *ui.Notice, err error) {
	base := at(activity, "/releases/"+strconv.FormatInt(x.Number, 10)+"/")
	for _, kind := range PaperKinds() {
		if len(members) == 0 && (kind == "badges" || kind == "plates") {
			continue // nobody to name
		}
		path, err := s.passed(ctx, activity, kind, x, members)
		closed := errs.KindOf(err) == errs.Conflict
		if err != nil && !closed {
			return nil, nil, nil, err
		}
		for _, format := range Formats(kind) {
			l := ui.Link{Text: sc.T("programme.paper.as", "paper", sc.T("programme.paper."+kind), "format", formatName(format)), Href: sc.Path(base + kind + "." + format), Download: true}
			if closed {
				l.Href = sc.Path(base+kind+"."+format, "for", Office)
				held = append(held, l)
			} else {
				free = append(free, l)
			}
		}
		if closed {
			shut = &ui.Notice{Tone: ui.ToneWarn, Title: sc.T("programme.gate.title"), Text: sc.T("programme.gate.closed"), Links: []ui.Link{{Text: sc.T("programme.gate.open"), Href: sc.Path(path)}}}
		}
	}
	return free, held, shut, nil
}
