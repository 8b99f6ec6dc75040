package letter

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
)

const (
	// maxIncoming is how many bytes may be sent at once: a message that is too
	// large is read to its end, or the browser would show no answer.
	maxIncoming = 512 << 20
	// maxAtOnce is how many messages may come at once.
	maxAtOnce = 50
)

// incomingPage is what the template incoming shows.
type incomingPage struct {
	Lead    string
	Form    ui.Form
	Results *ui.Table
}

func (s *Service) incoming(r *http.Request) (web.Reply, error) {
	return s.showIncoming(r, r.URL.Query().Get("partner"), nil, "")
}

func (s *Service) showIncoming(r *http.Request, partner string, results *ui.Table, failed string) (web.Reply, error) {
	scene := web.SceneOf(r)
	partners, err := s.deps.Partners(r.Context(), scene)
	if err != nil {
		return nil, err
	}
	choose := ui.Field{Kind: ui.FieldSelect, Name: "partner", Label: scene.T("letter.incoming.partner"), Empty: scene.T("form.choose"), Optional: scene.T("form.optional")}
	for _, o := range partners {
		o.Selected = o.Value == partner
		choose.Options = append(choose.Options, o)
	}
	waits := ui.Field{Kind: ui.FieldChecks, Name: "waits", Label: scene.T("letter.waits"), Options: []ui.Option{{Value: "yes", Label: scene.T("letter.incoming.waits"), Selected: true}}}
	pick := ui.Field{Kind: ui.FieldFile, Name: "file", Label: scene.T("letter.incoming.file"), Hint: scene.T("letter.incoming.file.hint"), Accept: ".eml,message/rfc822", Multiple: true, Error: failed}
	data := incomingPage{Lead: scene.T("letter.incoming.lead"), Results: results, Form: ui.Form{
		Action: scene.Path("/letters/incoming"), Multipart: true, Once: scene.Once(), Fields: []ui.Field{choose, waits, pick}, Submit: ui.Button{Text: scene.T("letter.incoming.do"), Kind: ui.ButtonPrimary, Icon: ui.IconUpload},
	}}
	page := web.Page{Template: "letter/incoming", Title: scene.T("letter.incoming"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("letter.list"), Path: "/letters"}}}
	if failed != "" {
		data.Form.Errors = &ui.ErrorSummary{Title: scene.N("form.summary", 1), Items: []ui.Link{{Text: failed, Href: "#" + pick.ID()}}}
		page.Data, page.Status, page.Title = data, http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

// upload is the form on its way: the fields come before the files.
type upload struct {
	key, partner string
	waits        bool
	done         int
	failed       bool
	results      ui.Table
}

// take reads the messages one after another, each as it comes.
func (s *Service) take(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	parts, err := r.MultipartReader()
	if err != nil {
		return s.showIncoming(r, "", nil, scene.T("form.file.failed"))
	}
	up := upload{results: ui.Table{ID: "taken", Caption: scene.T("letter.incoming.results"), Stack: true, Columns: []ui.Column{{Label: scene.T("letter.incoming.name")}, {Label: scene.T("letter.incoming.result")}}}}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = s.takePart(r, &up, part)
		}
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) || errors.Is(err, io.ErrUnexpectedEOF) {
			return s.showIncoming(r, up.partner, results(up), scene.T("form.file.failed"))
		}
		if err != nil {
			return nil, err
		}
	}
	switch {
	case up.done == 0:
		return s.showIncoming(r, up.partner, nil, scene.T("letter.incoming.none"))
	case up.failed && up.done == 1:
		return s.showIncoming(r, up.partner, nil, up.results.Rows[0].Cells[1].Value.Text)
	}
	return s.showIncoming(r, up.partner, results(up), "")
}

func results(up upload) *ui.Table {
	if len(up.results.Rows) == 0 {
		return nil
	}
	return &up.results
}

func (s *Service) takePart(r *http.Request, up *upload, part *multipart.Part) error {
	scene := web.SceneOf(r)
	if part.FormName() != "file" {
		value, err := io.ReadAll(io.LimitReader(part, 200))
		switch part.FormName() {
		case ui.OnceName:
			up.key = string(value)
		case "partner":
			up.partner = string(value)
		case "waits":
			up.waits = string(value) == "yes"
		}
		return err
	}
	if part.FileName() == "" {
		return nil
	}
	raw, err := io.ReadAll(io.LimitReader(part, mail.MaxRead+1))
	if err == nil {
		_, err = io.Copy(io.Discard, part)
	}
	if err != nil {
		return err
	}
	if up.done++; up.done > maxAtOnce {
		up.failed = true
		up.say(part.FileName(), ui.Value{Text: scene.T("letter.incoming.many", "max", maxAtOnce)})
		return nil
	}
	ctx := audit.WithKey(r.Context(), up.key+"-"+strconv.Itoa(up.done))
	taken, err := s.Take(ctx, bytes.NewReader(raw), up.partner, up.waits)
	if errs.FieldsOf(err) != nil {
		up.failed = true
		up.say(part.FileName(), ui.Value{Text: scene.Say(errs.FieldsOf(err)[0])})
		return nil
	}
	if err != nil {
		return err
	}
	up.say(part.FileName(), s.takenWords(r, taken))
	return nil
}

func (u *upload) say(name string, what ui.Value) {
	u.results.Rows = append(u.results.Rows, u.results.NewRow(ui.Cell{Value: ui.Value{Text: name}, Head: true}, ui.Cell{Value: what}))
}

// takenWords say what became of a message, with a link to it.
func (s *Service) takenWords(r *http.Request, taken Taken) ui.Value {
	scene := web.SceneOf(r)
	if taken.Bounced != "" {
		title := ""
		if m, err := s.deps.Outbox.Message(r.Context(), taken.Bounced); err == nil {
			title = m.Subject()
		}
		return ui.Value{Text: scene.T("letter.incoming.bounce", "title", title), Href: scene.Path("/outbox/" + taken.Bounced)}
	}
	words := "letter.incoming.did"
	switch {
	case taken.Known:
		words = "letter.incoming.known"
	case taken.Letter.Answers != "":
		words = "letter.incoming.answer"
	}
	v := ui.Value{Text: scene.T(words, "title", taken.Letter.Title), Href: scene.Path("/letters/" + taken.Letter.ID)}
	if len(taken.Lost) > 0 {
		v.Note = scene.T("letter.incoming.files", "names", scene.Join(taken.Lost))
	}
	return v
}
