package result

import (
	"context"
	"net/http"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// resultPage is what the template result shows.
type resultPage struct {
	Head    ui.Head
	Out     *ui.Notice // why it counts nowhere
	Due     *ui.Notice
	Facts   ui.Facts
	Sources []*ui.Source
	Edit    []ui.LinkButton
	Proofs  []proofRow
	Prove   *ui.LinkButton
	Looks   ui.Table
}

// proofRow is one piece of evidence on the page of its result.
type proofRow struct {
	Kind    ui.Chip
	What    string
	File    *ui.Link
	Sum     string // the beginning of the hash, or the whole of it when the file is gone
	Witness string
	On      string
	Remove  *ui.Form
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	res, err := s.Result(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.results.At(&res)
	data := resultPage{Head: ui.Head{
		Over: scene.T("result.type." + res.Type), Title: keep.Said(scene, res.Name), Audience: keep.Audience(scene, res.Visibility),
		Chips: []ui.Chip{*proofChip(scene, res)},
	}}
	if chip := thereChip(scene, res); chip != nil {
		data.Head.Chips = append(data.Head.Chips, *chip)
	}
	if data.Facts, err = s.results.FactList(ctx, scene, &res, at); err != nil {
		return nil, err
	}
	for i := range data.Facts.Rows {
		if row := &data.Facts.Rows[i]; row.ID == "fact-number" && res.Number != "" {
			row.Value.Text = numberWords(scene, res)
		}
	}
	if data.Sources, err = s.sources(ctx, scene, res.ID); err != nil {
		return nil, err
	}
	edit := s.results.Can(ctx, module.Edit, &res)
	if data.Proofs, err = s.proofRows(ctx, scene, res, edit); err != nil {
		return nil, err
	}
	if data.Looks, err = s.lookTable(ctx, scene, res.ID); err != nil {
		return nil, err
	}
	if standing := res.Standing(scene.Now.In(scene.Zone)); standing != Counted {
		data.Out = &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("result.out"), Text: scene.T("result.out."+string(standing), "date", scene.Date(res.Recheck))}
	}
	if edit {
		data.Prove = &ui.LinkButton{Text: scene.T("result.evidence.add"), Href: scene.Path(at + "/evidence/new"), Icon: ui.IconPlus}
		look := ui.LinkButton{Text: scene.T("result.look"), Href: scene.Path(at + "/recheck"), Icon: ui.IconEye}
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}, look}
		if res.Due(scene.Now.In(scene.Zone)) {
			data.Due = &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("result.due", "date", scene.Date(res.Recheck)), Links: []ui.Link{{Text: look.Text, Href: look.Href}}}
		}
	}
	return web.Page{Template: "result/result", Title: res.Name.In(scene.Lang).Value, Data: data, About: res.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("result.list"), Path: "/results"}}}, nil
}

// sources lists every source of the result once, also those that say the same.
func (s *Service) sources(ctx context.Context, scene *web.Scene, id string) ([]*ui.Source, error) {
	facts, err := s.results.Facts(ctx, id)
	if err != nil {
		return nil, err
	}
	var list []*ui.Source
	seen := map[string]bool{}
	for _, field := range s.results.Fields {
		for _, fact := range facts[field.Name] {
			if fact.Source.ID != "" && !seen[fact.Source.ID] {
				seen[fact.Source.ID] = true
				list = append(list, keep.SourceNote(scene, fact.Source, len(list)+1, fact.Inferred))
			}
		}
	}
	return list, nil
}

// look asks whether the result is still there, and writes it down.
func (s *Service) look(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	res, err := s.Result(ctx, id)
	if err != nil {
		return nil, err
	}
	at := s.results.At(&res)
	asked := keep.Asked[Look]{Set: lookSet(), Kind: Kind, Of: &Look{There: res.There, On: edtf.On(scene.Now.In(scene.Zone)), Next: nextLook(res.Since, s.today())}, Langs: s.deps.Langs,
		Version: res.Version, Title: scene.T("result.look.title", "name", res.Name.In(scene.Lang).Value), Action: scene.Path(at + "/recheck"), Cancel: scene.Path(at)}
	if r.Method != http.MethodPost {
		return keep.FormPage(r, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	version := asked.Typed.Int("version")
	if err := asked.Set.Read(ctx, scene, Kind, asked.Typed, asked.Of, asked.Langs, ""); err != nil {
		return nil, err
	}
	asked.Failed = asked.Typed.Err()
	if asked.Failed == nil {
		asked.Failed = s.Recheck(ctx, id, version, *asked.Of)
	}
	switch {
	case asked.Failed == nil:
		return web.Redirect{To: at, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
	case errs.KindOf(asked.Failed) == errs.Stale:
		// The form comes back over the present state, with what was typed.
		asked.Failed = errs.New(errs.Stale, "result.look.stale")
	}
	return keep.FormPage(r, asked)
}

// proofRows are the evidence of a result, each with its file when that is attached.
func (s *Service) proofRows(ctx context.Context, scene *web.Scene, res Result, edit bool) ([]proofRow, error) {
	all, err := s.Evidence(ctx, res.ID)
	if err != nil {
		return nil, err
	}
	files, err := s.filesOf(ctx, res)
	if err != nil {
		return nil, err
	}
	var rows []proofRow
	for _, e := range all {
		row := proofRow{Kind: ui.Chip{Text: scene.T("result.proof." + e.Kind), Tone: ui.ToneGood}, What: e.What, Witness: e.Witness, On: scene.Date(e.On)}
		for _, f := range files {
			if string(f.Sum) == e.Sum {
				row.File = &ui.Link{Text: f.Name, Href: scene.Path("/files/" + f.ID)}
			}
		}
		if e.Sum != "" {
			row.Sum = e.Sum
		}
		if edit {
			at := scene.Path("/results/" + res.ID + "/evidence/" + e.ID + "/remove")
			row.Remove = &ui.Form{Action: at, Once: ui.Once{Key: scene.Key + "-" + e.ID[len(e.ID)-6:]}, Submit: ui.Button{Text: scene.T("result.evidence.remove"), Hidden: row.Kind.Text, Kind: ui.ButtonQuiet}}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// filesOf are the files of a result; none where nobody attaches files.
func (s *Service) filesOf(ctx context.Context, res Result) ([]file.Attachment, error) {
	if s.deps.Files == nil {
		return nil, nil
	}
	files, err := s.deps.Files(ctx, res.Ref())
	if kind := errs.KindOf(err); kind == errs.Forbidden || kind == errs.NotFound {
		return nil, nil
	}
	return files, err
}

// lookTable is who looked whether a result is still there.
func (s *Service) lookTable(ctx context.Context, scene *web.Scene, id string) (ui.Table, error) {
	t := ui.Table{ID: "looks-table", Caption: scene.T("result.looks"), Stack: true}
	for _, c := range []string{"there_on", "there", "remark", "looks.who"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("result." + c)})
	}
	all, err := s.Looks(ctx, id)
	for _, l := range all {
		who := ui.Value{Text: l.Who}
		if l.ByLink {
			who.Note = scene.T("result.looks.link")
		}
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Value: ui.Value{Text: scene.Date(l.On)}, Head: true}, ui.Cell{Value: ui.Value{Text: scene.T("result.there." + l.There)}},
			ui.Cell{Value: ui.Value{Text: l.Remark}}, ui.Cell{Value: who}))
	}
	return t, err
}

// prove asks what proves a result, and writes it down.
func (s *Service) prove(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	res, err := s.Result(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	files, err := s.filesOf(ctx, res)
	if err != nil {
		return nil, err
	}
	var options []ui.Option
	for _, f := range files {
		options = append(options, ui.Option{Value: string(f.Sum), Label: f.Name})
	}
	at := s.results.At(&res)
	asked := keep.Asked[Evidence]{Set: evidenceSet(options), Kind: "result.evidence", Of: &Evidence{Kind: string(Document), Result: res.ID}, Langs: s.deps.Langs,
		Title: scene.T("result.evidence.title", "name", res.Name.In(scene.Lang).Value), Action: scene.Path(at + "/evidence/new"), Cancel: scene.Path(at), Submit: scene.T("result.evidence.submit")}
	if r.Method != http.MethodPost {
		return keep.FormPage(r, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	if err := asked.Set.Read(ctx, scene, asked.Kind, asked.Typed, asked.Of, asked.Langs, ""); err != nil {
		return nil, err
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		if _, asked.Failed = s.Prove(ctx, *asked.Of); asked.Failed == nil {
			return web.Redirect{To: at + "#evidence", Notice: scene.T("keep.added")}, nil
		}
	}
	return keep.FormPage(r, asked)
}

func (s *Service) withdraw(r *http.Request) (web.Reply, error) {
	id := r.PathValue("id")
	if err := s.Withdraw(r.Context(), id, r.PathValue("evidence")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/results/" + id + "#evidence", Notice: web.SceneOf(r).T("result.evidence.removed")}, nil
}
