package agreement

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// agreementPage is what the template agreement shows.
type agreementPage struct {
	Head    ui.Head
	Edit    []ui.LinkButton
	Facts   ui.Facts
	Chain   *ui.Chain // the whole chain that the paper belongs to; nil when it stands alone
	Signers []signerGroup
	Sign    *ui.LinkButton
	Path    *pathPart // what the law asks; nil for those who do not see the rules
}

// signerGroup are those who signed for one side.
type signerGroup struct {
	Side string
	Rows []signerRow
}

type signerRow struct {
	Person ui.Person
	Remove *ui.Form
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	a, err := s.Agreement(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.papers.At(&a)
	data := agreementPage{}
	if data.Head, err = s.head(r.Context(), scene, a); err != nil {
		return nil, err
	}
	if data.Facts, err = s.papers.FactList(r.Context(), scene, &a, at); err != nil {
		return nil, err
	}
	if data.Chain, err = s.chainOf(r.Context(), scene, a); err != nil {
		return nil, err
	}
	edit := s.papers.Can(r.Context(), module.Edit, &a)
	if data.Signers, err = s.signerGroups(r.Context(), scene, a, edit); err != nil {
		return nil, err
	}
	if data.Path, err = s.pathView(r.Context(), scene, a, edit); err != nil {
		return nil, err
	}
	if edit {
		data.Edit = []ui.LinkButton{
			{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit},
			{Text: scene.T("agreement.renew"), Href: scene.Path("/agreements/new", "partner", a.Partner, "renews", a.ID), Icon: ui.IconPlus},
		}
		data.Sign = &ui.LinkButton{Text: scene.T("agreement.signatory.add"), Href: scene.Path(at + "/signatories/new"), Icon: ui.IconPlus}
	}
	return web.Page{Template: "agreement/agreement", Title: a.Title.In(scene.Lang).Value, Data: data, About: a.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("agreement.list"), Path: "/agreements"}}}, nil
}

func (s *Service) head(ctx context.Context, scene *web.Scene, a Agreement) (ui.Head, error) {
	head := ui.Head{Over: scene.T("agreement.type." + a.Type), Title: keep.Said(scene, a.Title), Audience: keep.Audience(scene, a.Visibility)}
	later, err := followed(ctx, s.DB, []Agreement{a})
	if err != nil {
		return head, err
	}
	head.Chips = []ui.Chip{*StateChip(scene, a.StateOn(scene.Now, later[a.ID]))}
	names, err := s.partnersByID(ctx)
	if err != nil {
		return head, err
	}
	if city := partnerValue(scene, names, a.Partner); city.Text != "" {
		head.Meta = append(head.Meta, city)
	}
	head.Meta = append(head.Meta, signedValue(scene, a))
	return head, nil
}

// chainOf is the chain of renewals that a paper belongs to.
func (s *Service) chainOf(ctx context.Context, scene *web.Scene, a Agreement) (*ui.Chain, error) {
	chains, err := s.Chains(ctx, a.Partner)
	if err != nil {
		return nil, err
	}
	for _, papers := range chains {
		for _, one := range papers {
			if one.ID == a.ID && len(papers) > 1 {
				chain, err := s.chain(ctx, scene, papers, a.ID, true)
				return &chain, err
			}
		}
	}
	return nil, nil
}

// chain shows papers in their order; current marks the paper of the page, and
// links are left out for the public.
func (s *Service) chain(ctx context.Context, scene *web.Scene, papers []Agreement, current string, links bool) (ui.Chain, error) {
	chain := ui.Chain{Label: scene.T("agreement.chain")}
	later, err := followed(ctx, s.DB, papers)
	if err != nil {
		return chain, err
	}
	byID := map[string]Agreement{}
	for _, a := range papers {
		byID[a.ID] = a
		step := ui.ChainStep{
			Title: keep.Said(scene, a.Title), When: signedValue(scene, a), Now: a.ID == current,
			Note: stepNote(scene, a),
		}
		// Residents are told a state only where a paper states its term.
		if state := a.StateOn(scene.Now, later[a.ID]); links || state != Open {
			step.Chip = StateChip(scene, state)
		}
		if links {
			step.Title.Href = scene.Path(s.papers.At(&a))
		}
		if before, ok := byID[a.Renews]; ok {
			step.Relation = scene.T("agreement.relation.renews")
			step.Gap = gapWords(scene, before, a)
		}
		chain.Steps = append(chain.Steps, step)
	}
	return chain, nil
}

// stepNote says what the paper is, how long it is in force, and which half of
// the dates is not known.
func stepNote(scene *web.Scene, a Agreement) string {
	note := scene.T("agreement.type." + a.Type)
	if a.Level == "district" {
		note += ", " + scene.T("agreement.level.district")
	}
	if !a.LastDay().IsZero() || !a.From.IsZero() {
		note += ", " + termWords(scene, a)
	}
	return note
}

// gapWords name a break: the earlier paper ended before the later one began.
func gapWords(scene *web.Scene, before, after Agreement) string {
	begins := after.From
	if begins.IsZero() {
		begins = after.Signed
	}
	last := before.LastDay()
	if !last.Before(begins) || last.Last().AddDate(0, 0, 1).Equal(begins.First()) {
		return ""
	}
	return scene.T("agreement.chain.gap", "until", last)
}

func (s *Service) signerGroups(ctx context.Context, scene *web.Scene, a Agreement, edit bool) ([]signerGroup, error) {
	all, err := signatoriesOf(ctx, s.DB, a.ID)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	if people, err := s.signers(ctx, a.Partner); err == nil {
		for _, p := range people {
			known[p.ID] = true
		}
	}
	var groups []signerGroup
	for _, side := range SignatorySides() {
		group := signerGroup{Side: scene.T("agreement.signatory.side." + side)}
		for _, one := range all {
			if one.Side == side {
				group.Rows = append(group.Rows, s.signerRow(scene, a, one, known[one.Person], edit))
			}
		}
		if len(group.Rows) > 0 {
			groups = append(groups, group)
		}
	}
	return groups, nil
}

func (s *Service) signerRow(scene *web.Scene, a Agreement, one Signatory, linked, edit bool) signerRow {
	row := signerRow{Person: ui.Person{Name: ui.Value{Text: one.Name}, Initials: initials(one.Name), Role: one.Post.In(scene.Lang).Value}}
	if linked {
		row.Person.Name.Href = scene.Path("/people/" + one.Person)
	}
	if edit {
		row.Remove = &ui.Form{
			Action: scene.Path(s.papers.At(&a) + "/signatories/" + one.ID + "/remove"), Once: ui.Once{Key: scene.Key + "-" + one.ID},
			Submit: ui.Button{Text: scene.T("agreement.signatory.remove"), Hidden: one.Name, Kind: ui.ButtonQuiet, Icon: ui.IconTrash},
		}
	}
	return row
}

// initials are the first letters of the first two words of a name.
func initials(name string) string {
	var letters []rune
	for word := range strings.FieldsSeq(name) {
		if len(letters) < 2 {
			letters = append(letters, []rune(word)[0])
		}
	}
	return string(letters)
}

// sign shows and saves who signed.
func (s *Service) sign(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	a, err := s.Agreement(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	one := Signatory{Agreement: a.ID, Side: "theirs"}
	if r.Method != http.MethodPost {
		return s.signForm(r, a, one, nil, nil)
	}
	in := form.Read(r.PostForm)
	if err := s.signSet(a).Read(r.Context(), scene, "agreement.signatory", in, &one, s.spoken(a), ""); err != nil {
		return nil, err
	}
	if err = in.Err(); err == nil {
		_, err = s.AddSignatory(r.Context(), one)
	}
	if err != nil {
		return s.signForm(r, a, one, in, err)
	}
	return web.Redirect{To: s.papers.At(&a) + "#signatories", Notice: scene.T("keep.added")}, nil
}

// spoken are the languages in which a post is asked for: those of the office,
// and those of the paper.
func (s *Service) spoken(a Agreement) []string {
	langs := slices.Clone(s.langs)
	for _, lang := range a.Languages {
		if !slices.Contains(langs, lang) {
			langs = append(langs, lang)
		}
	}
	return langs
}

// signSet describes the form of a signatory.
func (s *Service) signSet(a Agreement) keep.Set[Signatory] {
	people := func(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
		all, err := s.signers(ctx, a.Partner)
		options := make([]ui.Option, len(all))
		for i, p := range all {
			options[i] = ui.Option{Value: p.ID, Label: p.In(scene.Lang)}
		}
		return options, err
	}
	return keep.Set[Signatory]{
		{Name: "side", At: func(o *Signatory) any { return &o.Side }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("agreement.signatory.side", SignatorySides()...)},
		{Name: "person", At: func(o *Signatory) any { return &o.Person }, Options: people},
		{Name: "name", At: func(o *Signatory) any { return &o.Name }, Max: 200},
		{Name: "post", At: func(o *Signatory) any { return &o.Post }, Max: 300},
	}
}

func (s *Service) signForm(r *http.Request, a Agreement, one Signatory, in *form.Form, failed error) (web.Reply, error) {
	scene := web.SceneOf(r)
	at := s.papers.At(&a)
	page, err := keep.FormPage(r, keep.Asked[Signatory]{
		Set: s.signSet(a), Kind: "agreement.signatory", Of: &one, Typed: in, Failed: failed, Langs: s.spoken(a),
		Title: scene.T("agreement.signatory.add"), Action: scene.Path(at + "/signatories/new"), Cancel: scene.Path(at),
	})
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("agreement.list"), Path: "/agreements"}, {Text: a.Title.In(scene.Lang).Value, Path: at}}
	return page, nil
}

func (s *Service) unsign(r *http.Request) (web.Reply, error) {
	id := r.PathValue("id")
	if err := s.RemoveSignatory(r.Context(), id, r.PathValue("signatory")); err != nil {
		return nil, err
	}
	scene := web.SceneOf(r)
	return web.Redirect{To: "/agreements/" + id + "#signatories", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
}

// byLabel orders options as a reader looks for them.
func byLabel(a, b ui.Option) int { return cmp.Compare(fold.Key(a.Label), fold.Key(b.Label)) }
