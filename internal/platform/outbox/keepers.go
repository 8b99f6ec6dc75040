package outbox

import (
	"context"
	"net/http"
	"slices"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func (s *Service) keeper() *keep.Keeper[Message] {
	return &keep.Keeper[Message]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs, Personal: true,
		Fields: keep.Set[Message]{
			{Name: "to", At: func(m *Message) any { return &m.To }, Long: true, Max: 20000},
			{Name: "title", At: func(m *Message) any { return &m.Title }, Required: true, Max: maxTitle, Called: true},
			{Name: "body", At: func(m *Message) any { return &m.Body }, Long: true, Max: maxBody, Aside: true},
			{Name: "langs", At: func(m *Message) any { return &m.Langs }, Kind: ui.FieldChecks, Options: s.langOptions},
			{Name: "sender", At: func(m *Message) any { return &m.Sender }, Options: s.senderOptions},
			{Name: "files", At: func(m *Message) any { return &m.Files }, Kind: ui.FieldChecks, Options: s.fileOptions, Aside: true},
		},
		Meta:  func(m *Message) *keep.Meta { return &m.Meta },
		Title: func(m *Message, lang string) string { return m.Title.In(lang).Value },
		ByID:  byID, Update: update, Bin: s.bin, Check: check, Found: found,
		Insert: func(ctx context.Context, h db.Handle, m Message) error {
			m.MadeAt = s.deps.Clock()
			return insert(ctx, h, m)
		},
	}
}

// bin puts drafts and messages that are done away; what is on its way stays.
func (s *Service) bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	m, err := byID(ctx, h, id)
	if err != nil {
		return err
	}
	if binned && (m.State == Waiting || m.State == Sending) {
		return errs.New(errs.Conflict, "outbox.locked")
	}
	return bin(ctx, h, id, binned)
}

// check holds the rules of a draft; what is on its way cannot be changed.
func check(_ context.Context, _ db.Handle, m *Message) error {
	if m.State != "" && m.State != Draft {
		return errs.New(errs.Conflict, "outbox.locked")
	}
	all, err := addresses(m.To)
	if err != nil {
		return err
	}
	m.To = nil
	for _, a := range all {
		m.To = append(m.To, Line(a))
	}
	return nil
}

// found adds what the message is about.
func found(_ context.Context, _ db.Handle, m *Message, to *record.Searched) error {
	if !m.Occasion.IsZero() {
		to.Links = append(to.Links, m.Occasion)
	}
	return nil
}

// langOptions are the languages of the office, and those in which the message
// has a text already.
func (s *Service) langOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	var options []ui.Option
	of, _ := ctx.Value(formKey{}).(offered)
	for _, lang := range append(slices.Clone(s.deps.Langs), of.langs...) {
		if !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == lang }) {
			options = append(options, ui.Option{Value: lang, Label: scene.Language(lang)})
		}
	}
	return options, nil
}

// senderOptions are the office's own addresses.
func (s *Service) senderOptions(ctx context.Context, _ *web.Scene) ([]ui.Option, error) {
	server, err := serverOf(ctx, s.DB)
	var options []ui.Option
	for _, line := range server.Senders {
		options = append(options, ui.Option{Value: line, Label: line})
	}
	return options, err
}

// formKey carries what the form of one request offers.
type formKey struct{}

// offered is what depends on the message of a form: what it is about, and the
// languages that it has a text in.
type offered struct {
	about record.Ref
	langs []string
}

// fileOptions are the files of what the message is about.
func (s *Service) fileOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	of, _ := ctx.Value(formKey{}).(offered)
	about := of.about
	if about.IsZero() || s.deps.Files == nil {
		return nil, nil
	}
	files, err := s.deps.Files.List(ctx, about)
	if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
		return nil, nil
	}
	var options []ui.Option
	for _, f := range files {
		options = append(options, ui.Option{Value: f.ID, Label: f.Name, Hint: scene.Size(f.Size)})
	}
	return options, err
}

// knowing wraps a handler so that its form offers the files of the occasion and
// the languages of the text.
func (s *Service) knowing(next web.Handler) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		of := offered{about: record.ParseRef(r.URL.Query().Get("about"))}
		if id := r.PathValue("id"); id != "" {
			m, err := s.messages.Get(r.Context(), id)
			if err != nil {
				return nil, err
			}
			of = offered{m.Occasion, append(m.Body.Langs(), m.Title.Langs()...)}
		}
		return next(r.WithContext(context.WithValue(r.Context(), formKey{}, of)))
	}
}

// start fills in a new message: what it is about, its language, who sends it.
func (s *Service) start(r *http.Request, m *Message) {
	scene := web.SceneOf(r)
	m.Occasion, m.State = record.ParseRef(r.URL.Query().Get("about")), Draft
	if r.Method == http.MethodPost {
		return
	}
	m.Langs = []string{scene.Lang}
	if to := r.URL.Query().Get("to"); to != "" {
		m.To = []string{to}
	}
	if options, err := s.senderOptions(r.Context(), scene); err == nil && len(options) > 0 {
		m.Sender = options[0].Value
	}
}

// kind is what the rest of the program may know of messages. Files can be added
// to drafts alone.
func (s *Service) kind() record.Kind {
	kind := s.messages.RecordKind()
	allowed := kind.Allowed
	kind.Allowed = func(ctx context.Context, id, action string) (bool, error) {
		own, err := allowed(ctx, id, action)
		if err != nil || action != module.Edit {
			return own, err
		}
		m, err := byID(ctx, s.DB, id)
		if err == nil && m.State != Draft {
			err = errs.New(errs.Forbidden, "outbox.locked")
		}
		return own, err
	}
	return kind
}

// parts are how the history shows what is no field: state and time.
func parts() map[string]keep.Part {
	return map[string]keep.Part{
		"state": {Words: "outbox.state."},
		"due": {Show: func(p *i18n.Printer, value string) string {
			at, err := clock.ParseStamp(value)
			if err != nil || at.IsZero() {
				return ""
			}
			return at.UTC().Format("02.01.2006 15:04 UTC")
		}},
	}
}

// moved notes that the state of a message has changed.
func moved(ctx context.Context, w *audit.Writer, before, after Message) error {
	fields := func(m Message) audit.Fields {
		f := audit.Fields{{Name: "state", Value: string(m.State)}}
		if m.DueAt.Sub(m.QueuedAt) > Hold {
			f = append(f, audit.Field{Name: "due", Value: stamp(m.DueAt)})
		}
		return f
	}
	return w.Changed(ctx, after.Ref(), after.Title.In("ru").Value, fields(before), fields(after))
}

// later is an instant that a form names, or now with the hold.
func later(now, at time.Time) time.Time {
	if least := now.Add(Hold); at.Before(least) {
		return least
	}
	return at
}
