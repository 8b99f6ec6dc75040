package clause

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// textPage is what the template text shows.
type textPage struct {
	Head    ui.Head
	Errors  *ui.ErrorSummary // what stood in the way of an act that was asked for
	Notice  *ui.Notice
	Acts    []ui.Form
	Edit    []ui.LinkButton
	Papers  []paperRow
	Views   ui.Tabs
	Parties []partyRow
	Langs   []spoken
	Rows    []clauseRow
	Add     []ui.LinkButton
	Obliged *ui.Table
}

// paperRow are the files of one copy.
type paperRow struct {
	Title string
	Files []ui.Link
}

// partyRow is how a party is called.
type partyRow struct {
	Side  string
	Names []spoken
}

// spoken is something in one language.
type spoken struct {
	Lang, Dir, Language string
	Heading             string
	Lines               []string
	Missing             string
	Old                 string // the source was changed after it was translated
}

// clauseRow is one clause on the page of its text.
type clauseRow struct {
	ID, Number, Part string
	Link             ui.Link
	Problem          string
	Langs            []spoken
	Chips            []ui.Chip
	Acts             []ui.Form
	Edit             []ui.LinkButton
}

// view shows a text as it was typed, or as a copy has it.
func (s *Service) view(r *http.Request) (web.Reply, error) {
	t, err := s.Text(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	page, err := s.page(r, t)
	return page, err
}

// refused shows the text again with why an act was not done, at its clauses.
func (s *Service) refused(r *http.Request, id string, why error) (web.Reply, error) {
	kind := errs.KindOf(why)
	if kind != errs.Invalid && kind != errs.Conflict && kind != errs.Stale {
		return nil, why
	}
	t, err := s.Text(r.Context(), id)
	if err != nil {
		return nil, err
	}
	page, err := s.page(r, t)
	if err != nil {
		return nil, err
	}
	data, _ := page.Data.(textPage)
	scene := web.SceneOf(r)
	data.Notice = nil
	data.Errors = &ui.ErrorSummary{Title: refusal(scene, why)}
	missing, err := s.Missing(r.Context(), t)
	if err != nil {
		return nil, err
	}
	for _, p := range missing {
		link := ui.Link{Text: say(scene, p.Err), Href: "#parties"}
		if p.Clause != "" {
			link.Href = "#clause-" + p.Clause
			link.Text = partWords(scene, data.Rows, p.Clause) + ": " + link.Text
		}
		data.Errors.Items = append(data.Errors.Items, link)
	}
	page.Data, page.Title, page.Status = data, scene.ErrorTitle(page.Title), http.StatusUnprocessableEntity
	if kind != errs.Invalid {
		page.Status = http.StatusConflict
	}
	return page, nil
}

// refusal is why something was not done, in words.
func refusal(scene *web.Scene, why error) string {
	if all := errs.FieldsOf(why); len(all) > 0 {
		return say(scene, all[0])
	}
	if e, ok := why.(*errs.E); ok {
		return scene.Say(e)
	}
	return why.Error()
}

// partWords call a clause of the page: «Пункт 2.1».
func partWords(scene *web.Scene, rows []clauseRow, id string) string {
	for _, row := range rows {
		if row.ID == id {
			return row.called()
		}
	}
	return scene.T("clause.kind")
}

func (row clauseRow) called() string { return strings.TrimSpace(row.Part + " " + row.Number) }

// say is a problem in words, with the language by its name.
func say(scene *web.Scene, e *errs.E) string {
	args := slices.Clone(e.Args)
	for i := 0; i+1 < len(args); i += 2 {
		if code, ok := args[i+1].(string); ok && args[i] == "lang" {
			args[i+1] = scene.Language(code)
		}
	}
	return scene.T(e.Key, args...)
}

// page is the page of a text without what was asked for.
func (s *Service) page(r *http.Request, t Text) (web.Page, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	a, err := s.deps.Papers.Agreement(ctx, t.Agreement)
	if err != nil {
		return web.Page{}, err
	}
	clauses, err := s.Clauses(ctx, t.ID)
	if err != nil {
		return web.Page{}, err
	}
	missing, err := s.Missing(ctx, t)
	if err != nil {
		return web.Page{}, err
	}
	obligations, err := obligationsOf(ctx, s.DB, t.ID)
	if err != nil {
		return web.Page{}, err
	}
	whose := Copy(scene.URL.Query().Get("copy"))
	if !slices.Contains(Copies(), whose) {
		whose = ""
	}
	edit := whose == "" && s.texts.Can(ctx, module.Edit, &t)
	data := textPage{Head: s.head(scene, t, a), Views: views(scene, whose), Parties: parties(scene, t), Notice: notice(scene, t, a, missing)}
	shown := columns(t, whose)
	for _, lang := range shown {
		data.Langs = append(data.Langs, spokenIn(lang))
	}
	data.Rows = rows(scene, t, clauses, shown, whose, missing, obligations, edit)
	if len(missing) == 0 {
		data.Papers = papers(scene, t)
	}
	if edit {
		s.offers(scene, t, clauses, len(missing), &data)
	}
	if data.Obliged, err = s.obliged(ctx, scene, clauses, obligations); err != nil {
		return web.Page{}, err
	}
	return web.Page{Template: "clause/text", Title: scene.T("text.of", "title", t.Called), Data: data, About: t.Ref().String(), Crumbs: crumbs(scene, t)}, nil
}

// crumbs lead to a text by way of its agreement.
func crumbs(scene *web.Scene, t Text) []web.Crumb {
	return []web.Crumb{{Text: scene.T("agreement.list"), Path: "/agreements"}, {Text: t.Called.In(scene.Lang).Value, Path: "/agreements/" + t.Agreement}}
}

func (s *Service) head(scene *web.Scene, t Text, a agreement.Agreement) ui.Head {
	head := ui.Head{Over: scene.T("text.kind"), Title: keep.Said(scene, t.Called), Chips: []ui.Chip{*stateChip(scene, t.State)}}
	head.Meta = append(head.Meta, ui.Value{Text: scene.T("text.agreement.open"), Href: scene.Path("/agreements/" + a.ID)})
	var langs []string
	for _, lang := range t.Langs() {
		langs = append(langs, scene.Language(lang))
	}
	head.Meta = append(head.Meta, ui.Value{Text: scene.Join(langs)})
	return head
}

// stateChip is how far a text has come.
func stateChip(scene *web.Scene, state State) *ui.Chip {
	chip := ui.Chip{Text: scene.T("text.state." + string(state)), Tone: ui.ToneNeutral}
	switch state {
	case Ready:
		chip.Tone, chip.Icon = ui.ToneGood, ui.IconCheck
	case Sealed:
		chip.Tone, chip.Icon = ui.ToneInfo, ui.IconLock
	}
	return &chip
}

// notice says what the state of the text means for who wants to change it.
func notice(scene *web.Scene, t Text, a agreement.Agreement, missing []Problem) *ui.Notice {
	switch {
	case t.State == Sealed:
		return &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("text.sealed"), Links: []ui.Link{{Text: scene.T("text.amend"), Href: scene.Path("/agreements/new", "partner", a.Partner, "renews", a.ID)}}}
	case t.State == Ready:
		return &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("text.ready.locked")}
	case len(missing) > 0:
		n := &ui.Notice{Tone: ui.ToneWarn, Title: scene.N("text.missing", len(missing)), Text: scene.T("text.missing.text")}
		for _, p := range missing {
			if p.Clause == "" {
				n.Links = append(n.Links, ui.Link{Text: say(scene, p.Err), Href: where(scene, t, p)})
			}
		}
		return n
	case signed(a):
		return &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("text.seals"), Text: scene.T("text.seals.text")}
	}
	return nil
}

// where leads to what a problem of the whole text is about.
func where(scene *web.Scene, t Text, p Problem) string {
	switch {
	case p.Err.Field == "signatories":
		return scene.Path("/agreements/"+t.Agreement) + "#signatories"
	case strings.Contains(p.Err.Field, "name"):
		return scene.Path("/texts/" + t.ID + "/edit")
	}
	return "#clauses"
}

// views choose between the text as typed and the copies.
func views(scene *web.Scene, whose Copy) ui.Tabs {
	tabs := ui.Tabs{Label: scene.T("text.views"), Items: []ui.Link{{Text: scene.T("text.view.typed"), Href: scene.Here("copy", ""), Current: whose == ""}}}
	for _, one := range Copies() {
		tabs.Items = append(tabs.Items, ui.Link{Text: scene.T("text.copy." + string(one)), Href: scene.Here("copy", string(one)), Current: whose == one})
	}
	return tabs
}

// columns are the languages of a view from left to right. As typed, the text
// stands as in our own copy.
func columns(t Text, whose Copy) []string {
	if whose == "" {
		whose = Ours
	}
	return t.Columns(whose)
}

func spokenIn(lang string) spoken {
	one := spoken{Lang: lang, Language: i18n.Native(lang)}
	if i18n.RightToLeft(lang) {
		one.Dir = "rtl"
	}
	return one
}

// parties are the names of the parties in all languages.
func parties(scene *web.Scene, t Text) []partyRow {
	rows := make([]partyRow, 0, 2)
	for _, side := range Copies() {
		row := partyRow{Side: scene.T("text.party." + string(side))}
		for _, lang := range t.Langs() {
			one := spokenIn(lang)
			if name := t.party(string(side), Ours).Get(lang); name != "" {
				one.Lines = []string{name}
			} else {
				one.Missing = scene.T("text.name.missing")
			}
			row.Names = append(row.Names, one)
		}
		rows = append(rows, row)
	}
	return rows
}

// papers are the files of both copies, and all of them together.
func papers(scene *web.Scene, t Text) []paperRow {
	row := func(whose string, kinds ...string) paperRow {
		row := paperRow{Title: scene.T("text.copy." + whose)}
		for _, kind := range kinds {
			row.Files = append(row.Files, ui.Link{Text: strings.ToUpper(kind), Hidden: row.Title, Href: scene.Path("/texts/" + t.ID + "/paper/" + whose + "." + kind), Icon: ui.IconDownload})
		}
		return row
	}
	rows := make([]paperRow, 0, 3)
	for _, whose := range Copies() {
		rows = append(rows, row(string(whose), Kinds()...))
	}
	return append(rows, row("both", "zip"))
}

// offers are what the viewer may do with a text.
func (s *Service) offers(scene *web.Scene, t Text, clauses []Clause, missing int, data *textPage) {
	at := "/texts/" + t.ID
	press := func(what string, button ui.Button) ui.Form {
		return ui.Form{Action: scene.Path(at + "/" + what), Once: ui.Once{Key: scene.Key + "-" + what}, Submit: button, Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(t.Version, 10)}}}
	}
	switch t.State {
	case Ready:
		data.Acts = []ui.Form{press("draft", ui.Button{Text: scene.T("text.reopen"), Icon: ui.IconUndo})}
	case Draft:
		data.Acts = []ui.Form{press("ready", ui.Button{Text: scene.T("text.finish"), Kind: ui.ButtonPrimary, Icon: ui.IconCheck})}
		data.Edit = []ui.LinkButton{
			{Text: scene.T("text.paste"), Href: scene.Path(at + "/paste"), Icon: ui.IconUpload},
			{Text: scene.T("text.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit},
		}
		for _, part := range Parts() {
			once := slices.ContainsFunc(clauses, func(c Clause) bool { return c.Part == part }) && !part.Body()
			if !once {
				data.Add = append(data.Add, ui.LinkButton{Text: scene.T("clause.add." + string(part)), Href: scene.Path(at+"/clauses/new", "part", string(part)), Icon: ui.IconPlus})
			}
		}
		data.Acts = append(data.Acts, press("bin", ui.Button{Text: scene.T("text.discard"), Kind: ui.ButtonQuiet, Icon: ui.IconTrash}))
	}
}
