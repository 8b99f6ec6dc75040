package archive

import (
	"context"
	"io"
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Kind names archives in the history; the one record of it is the municipality.
const Kind = "archive"

// Need lets its holder take everything out of the office.
var Need = module.Need{Action: module.Manage, Kind: Kind}

// Office is the page from which the archive is taken.
type Office struct {
	Log     *audit.Log
	Require func(ctx context.Context, need module.Need) error
	// Plan says what the archive is made of, at the moment it is asked.
	Plan func(ctx context.Context) (Plan, error)
}

// Module hands over the page.
func (o *Office) Module() module.Module {
	return module.Module{
		Name: "archive", Files: Files,
		Office: []module.Route{
			{Pattern: "GET /archive", Need: Need, Handle: o.show, Nav: &module.Nav{Key: "archive.title", Order: 96, Section: module.SectionRun}},
			{Pattern: "POST /archive", Need: Need, Handle: o.take},
		},
	}
}

// archivePage is what the template archive shows.
type archivePage struct {
	Head   ui.Head
	Notice ui.Notice
	Holds  []string
	Lacks  []string
	Back   string
	Form   ui.Form
}

func (o *Office) show(r *http.Request) (web.Reply, error) {
	if err := o.Require(r.Context(), Need); err != nil {
		return nil, err
	}
	s := web.SceneOf(r)
	title := s.T("archive.title")
	data := archivePage{
		Head:   ui.Head{Title: ui.Value{Text: title}, Lead: s.T("archive.lead")},
		Notice: ui.Notice{Tone: ui.ToneWarn, Title: s.T("archive.warning"), Text: s.T("archive.warning_text")},
		Back:   s.T("archive.back"),
		Form:   ui.Form{Action: s.Path("/archive"), Once: s.Once(), Submit: ui.Button{Text: s.T("archive.take"), Kind: ui.ButtonPrimary, Icon: ui.IconDownload}},
	}
	for _, key := range []string{"pages", "tables", "files", "history"} {
		data.Holds = append(data.Holds, s.T("archive.holds."+key))
	}
	for _, key := range []string{"passwords", "papers"} {
		data.Lacks = append(data.Lacks, s.T("archive.lacks."+key))
	}
	return web.Page{Template: "archive/archive", Title: title, Data: data}, nil
}

// take notes who takes the archive away and sends it while it is made.
func (o *Office) take(r *http.Request) (web.Reply, error) {
	ctx, s := r.Context(), web.SceneOf(r)
	if err := o.Require(ctx, Need); err != nil {
		return nil, err
	}
	plan, err := o.Plan(ctx)
	if err != nil {
		return nil, err
	}
	ref := record.Ref{Kind: Kind, ID: plan.Municipality.Slug}
	if _, err := o.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		return ref, w.Did(ctx, ref, audit.Issued, s.T("archive.title"), nil)
	}); err != nil {
		return nil, err
	}
	return web.Stream{
		Name: plan.Municipality.Slug + "-" + s.Now.Format("2006-01-02") + ".zip", Type: "application/zip",
		Write: func(w io.Writer) error {
			_, err := Write(ctx, w, plan)
			return err
		},
	}, nil
}
