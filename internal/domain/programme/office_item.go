package programme

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"pobratim/internal/kit/daytime"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// itemForm is an item as its form holds it.
type itemForm struct {
	Item
	Date   edtf.Date
	Around string // minutes of travel, as typed
}

// itemFields are the fields of an item in the order in which people read them. What
// is no longer offered can stay where it is.
func (s *Service) itemFields(held Item) keep.Set[itemForm] {
	of := func(kinds ...string) func(ctx context.Context, sc *web.Scene) ([]ui.Option, error) {
		return func(ctx context.Context, _ *web.Scene) ([]ui.Option, error) {
			all, err := s.Resources(ctx)
			var options []ui.Option
			for _, x := range all {
				if slices.Contains(kinds, x.Type) && (!x.Closed || slices.Contains(held.needs(), x.ID)) {
					options = append(options, ui.Option{Value: x.ID, Label: x.Name})
				}
			}
			return options, err
		}
	}
	return keep.Set[itemForm]{
		{Name: "day", At: func(i *itemForm) any { return &i.Date }, Required: true},
		{Name: "starts", At: func(i *itemForm) any { return &i.Starts }, Required: true, Width: ui.WidthShort, Max: 5},
		{Name: "ends", At: func(i *itemForm) any { return &i.Ends }, Width: ui.WidthShort, Max: 5},
		{Name: "what", At: func(i *itemForm) any { return &i.What }, Required: true, Max: maxWhat},
		{Name: "place", At: func(i *itemForm) any { return &i.Place }, Max: maxWhat},
		{Name: "address", At: func(i *itemForm) any { return &i.Address }, Max: maxWhat},
		{Name: "travel", At: func(i *itemForm) any { return &i.Around }, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 4},
		{Name: "post", At: func(i *itemForm) any { return &i.Post }, Options: s.deps.Posts},
		{Name: "interpreter", At: func(i *itemForm) any { return &i.Interpreter }, Options: of("interpreter", "volunteer", "guide")},
		{Name: "hall", At: func(i *itemForm) any { return &i.Hall }, Options: of("hall")},
		{Name: "car", At: func(i *itemForm) any { return &i.Car }, Options: of("car")},
		{Name: "host", At: func(i *itemForm) any { return &i.Host }, Max: maxWhat},
		{Name: "who", At: func(i *itemForm) any { return &i.Who }, Max: maxWhat},
		{Name: "dress", At: func(i *itemForm) any { return &i.Dress }, Max: maxWhat},
		{Name: "remark", At: func(i *itemForm) any { return &i.Remark }, Long: true, Max: 2000},
		{Name: "excuse", At: func(i *itemForm) any { return &i.Excuse }, Max: 400},
	}
}

// itemPage is what the template item shows.
type itemPage struct {
	Form   ui.Form
	Shift  ui.Form
	Remove ui.Form
}

// find is a programme with one of its items.
func (s *Service) find(r *http.Request) (Programme, itemForm, error) {
	p, err := s.Programme(r.Context(), r.PathValue("id"))
	if err != nil {
		return p, itemForm{}, err
	}
	n := slices.IndexFunc(p.Items, func(i Item) bool { return i.ID == r.PathValue("item") })
	if n < 0 {
		return p, itemForm{}, errs.New(errs.NotFound, "record.missing")
	}
	f := itemForm{Item: p.Items[n]}
	if day, err := time.Parse(time.DateOnly, f.Day); err == nil {
		f.Date = edtf.On(day)
	}
	if f.Travel > 0 {
		f.Around = strconv.Itoa(f.Travel)
	}
	return p, f, nil
}

func (s *Service) itemPage(r *http.Request) (web.Reply, error) {
	p, f, err := s.find(r)
	if err != nil {
		return nil, err
	}
	return s.showItem(r, p, f, nil, nil)
}

func (s *Service) showItem(r *http.Request, p Programme, f itemForm, in *form.Form, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	fields, err := s.itemFields(f.Item).Form(r.Context(), sc, Kind, &f, in, nil, s.langs(p), "")
	if err != nil {
		return nil, err
	}
	path := at(p.ID, "/items/"+f.ID)
	data := itemPage{
		Form:   ui.Form{Action: sc.Path(path), Once: sc.Once(), Hidden: version(p), Fields: fields, Submit: ui.Button{Text: sc.T("keep.save"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: sc.T("form.cancel"), Href: sc.Path(at(p.ID, "")) + "#i-" + f.ID}},
		Shift:  ui.Form{Action: sc.Path(path + "/shift"), Once: ui.Once{Key: sc.Key + "-shift"}, Hidden: version(p), Fields: []ui.Field{{Kind: ui.FieldText, Name: "minutes", Label: sc.T("programme.shift"), Hint: sc.T("programme.shift.hint"), Width: ui.WidthShort}}, Submit: ui.Button{Text: sc.T("programme.shift.do")}},
		Remove: ui.Form{Action: sc.Path(path + "/remove"), Once: ui.Once{Key: sc.Key + "-remove"}, Hidden: version(p), Submit: ui.Button{Text: sc.T("programme.remove"), Kind: ui.ButtonDanger}},
	}
	title := f.hours() + " " + f.What.In(sc.Lang).Value
	page := web.Page{Template: "programme/item", Title: title, Data: &data, Crumbs: []web.Crumb{{Text: sc.T("programme.title", "visit", p.Name.In(sc.Lang).Value), Path: at(p.ID, "")}}}
	if failed == nil {
		return page, nil
	}
	if e := errs.FieldsOf(failed); len(e) == 1 && e[0].Field == "excuse" {
		failed = errs.Field("excuse", "programme.said", "text", s.said(r.Context(), sc, p, failed))
	}
	marked := &data.Form
	if e := errs.FieldsOf(failed); len(e) == 1 && e[0].Field == "minutes" {
		marked = &data.Shift
		data.Shift.Fields[0].Value = r.PostFormValue("minutes")
	}
	status, ok := sc.Mark(marked, failed)
	if !ok {
		return nil, failed
	}
	page.Status, page.Title = status, sc.ErrorTitle(title)
	return page, nil
}

// langs are those in which items are written: ours, and that of the guests.
func (s *Service) langs(p Programme) []string {
	langs := slices.Clone(s.deps.Langs)
	if p.Lang != "" && !slices.Contains(langs, p.Lang) {
		langs = append(langs, p.Lang)
	}
	return langs
}

func (s *Service) saveItem(r *http.Request) (web.Reply, error) {
	sc, ctx := web.SceneOf(r), r.Context()
	p, f, err := s.find(r)
	if err != nil {
		return nil, err
	}
	in := form.Read(r.PostForm)
	v := in.Int("version")
	if err := s.itemFields(f.Item).Read(ctx, sc, Kind, in, &f, s.langs(p), ""); err != nil {
		return nil, err
	}
	for name, hour := range map[string]*string{"starts": &f.Starts, "ends": &f.Ends} {
		tidy, ok := daytime.Tidy(*hour)
		if !ok && !in.Failed(name) {
			in.Fail(name, "programme.row.hour", "hour", *hour)
		}
		*hour = tidy
	}
	if f.Day = ""; f.Date.Precision() == edtf.Day && !f.Date.IsInterval() {
		f.Day = f.Date.First().Format(time.DateOnly)
	}
	f.Travel, _ = strconv.Atoi(f.Around)
	if err = in.Err(); err == nil {
		err = s.Save(ctx, p.ID, v, f.Item)
	}
	if err != nil {
		return s.showItem(r, p, f, in, err)
	}
	return web.Redirect{To: at(p.ID, "") + "#i-" + f.ID, Notice: sc.T("keep.saved", "time", sc.Clock(sc.Local(sc.Now)))}, nil
}

func (s *Service) removeItem(r *http.Request) (web.Reply, error) {
	return s.did(r, "programme.removed", func(ctx context.Context, _ *form.Form, version int64) error {
		return s.Remove(ctx, r.PathValue("id"), version, r.PathValue("item"))
	})
}

func (s *Service) shiftItem(r *http.Request) (web.Reply, error) {
	p, f, err := s.find(r)
	if err != nil {
		return nil, err
	}
	in := form.Read(r.PostForm)
	by, bad := strconv.Atoi(in.Text("minutes", form.Max(5)))
	if bad != nil || by == 0 || by > 24*60 || by < -24*60 {
		err = errs.Field("minutes", "programme.shift.bad")
	} else {
		err = s.Shift(r.Context(), p.ID, in.Int("version"), f.ID, by)
	}
	if err != nil {
		return s.showItem(r, p, f, nil, err)
	}
	return web.Redirect{To: at(p.ID, "") + "#i-" + f.ID, Notice: web.SceneOf(r).T("programme.shifted")}, nil
}
