package outbox

import (
	"context"
	"errors"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Module hands over the pages of the outbox and its settings.
func (s *Service) Module() module.Module {
	see, edit := s.messages.ViewNeed(), module.Need{Action: module.Edit, Kind: Kind}
	one := "/outbox/{id}"
	return module.Module{
		Name: "outbox", Files: Files, Kinds: []record.Kind{s.kind(), serverKind(s)},
		Office: append([]module.Route{
			{Pattern: "GET /outbox", Need: see, Handle: s.list, Nav: &module.Nav{Key: "outbox.list", Order: 19, Section: module.SectionMail, Jump: "x"}},
			{Pattern: "POST /outbox/send", Need: edit, Handle: s.sendPicked},
			{Pattern: "GET /outbox/settings", Need: NeedServer, Handle: s.settingsPage, Nav: &module.Nav{Key: "outbox.server", Order: 92, Section: module.SectionRun}},
			{Pattern: "POST /outbox/settings", Need: NeedServer, Handle: s.saveSettings},
			{Pattern: "POST /outbox/settings/try", Need: NeedServer, Handle: s.try},
			{Pattern: "GET " + one, Need: see, Handle: s.view},
			{Pattern: "GET " + one + "/eml", Need: see, Handle: s.eml},
			{Pattern: "POST " + one + "/send", Need: edit, Handle: s.sendOne},
			{Pattern: "POST " + one + "/hold", Need: edit, Handle: s.act(s.TakeBack, "outbox.did.taken_back")},
			{Pattern: "POST " + one + "/by-hand", Need: edit, Handle: s.act(s.ByHand, "outbox.did.by_hand")},
			{Pattern: "POST " + one + "/again", Need: edit, Handle: s.act(s.Again, "outbox.did.again")},
			{Pattern: "POST " + one + "/copy", Need: module.Need{Action: module.Create, Kind: Kind}, Handle: s.copy},
		}, s.routes()...),
		Related:  []module.Related{s.related},
		Listings: []module.Listing{{Name: "outbox", Need: see, Rows: s.listing}},
		Pointers: []record.Pointer{
			{Table: "outbox_messages", Column: "id", Key: []string{"id"}, Kind: Kind, Hold: record.Itself},
			{Table: "outbox_messages", Column: "occasion_id", Key: []string{"id"}, KindColumn: "occasion_kind", Fate: record.Empties, Words: "outbox.moves"},
			{Table: "outbox_recipients", Column: "message_id", Key: []string{"message_id", "n"}, Kind: Kind, Fate: record.Goes},
		},
		Personal: personal(),
	}
}

// routes are the addresses of the forms, which offer the files of the occasion. A
// message is changed as a whole, not field by field.
func (s *Service) routes() []module.Route {
	routes := slices.DeleteFunc(s.messages.Routes(), func(r module.Route) bool { return strings.HasSuffix(r.Pattern, "/field/{field}") })
	for i := range routes {
		routes[i].Handle = s.knowing(routes[i].Handle)
	}
	return routes
}

// personal is the outbox's part of the register of personal data.
func personal() []module.PersonalField {
	const purpose, kept = "what the city writes to its partners, and whether it arrived", "until erased on request or by the office's retention rule; 30 days in the bin"
	var fields []module.PersonalField
	for _, column := range []string{"title", "body", "recipients"} {
		fields = append(fields, module.PersonalField{Table: "outbox_messages", Column: column, Whose: "recipient of a message, and anybody named in it", Purpose: purpose, Retention: kept})
	}
	for _, column := range []string{"name", "box", "said"} {
		fields = append(fields, module.PersonalField{Table: "outbox_recipients", Column: column, Whose: "recipient of a message", Purpose: purpose, Retention: kept})
	}
	return append(fields, module.PersonalField{Table: "outbox_server", Column: "senders", Whose: "staff in whose name is written", Purpose: "the sender of messages", Retention: "until the department changes it"})
}

// serverKind is what the history calls the settings of the server.
func serverKind(s *Service) record.Kind {
	return record.Kind{
		Name: ServerKind, Path: "/outbox/settings",
		Title: func(ctx context.Context, _, _ string) (string, error) {
			server, err := s.Server(ctx)
			return server.Host, err
		},
		Sees: func(ctx context.Context, _ string) error {
			_, err := s.Gate.Require(ctx, NeedServer)
			return err
		},
		Show: func(_ context.Context, p *i18n.Printer, field, value string) string {
			if key := "outbox.server.security." + value; field == "security" && p.Has(key) {
				return p.T(key)
			}
			return ""
		},
	}
}

// unavailable is an error that says that something does not answer.
func unavailable(err error) (*errs.E, bool) {
	e, ok := errors.AsType[*errs.E](err)
	return e, ok && e.Kind == errs.Unavailable
}

// Row is a message as `pobratim outbox list` prints it.
type Row struct {
	ID         string         `json:"id"`
	State      string         `json:"state"`
	Subject    string         `json:"subject"`
	Occasion   string         `json:"occasion,omitempty"`
	Due        string         `json:"due,omitempty"` // RFC 3339
	Recipients []RowRecipient `json:"recipients"`
}

// RowRecipient is one of its recipients.
type RowRecipient struct {
	Address   string `json:"address"`
	MessageID string `json:"message_id,omitempty"`
	State     string `json:"state"`
	Tries     int    `json:"tries,omitempty"`
	Code      int    `json:"code,omitempty"`
	Said      string `json:"said,omitempty"`
}

// Rows are the messages of a state, or of all, the newest first.
func (s *Service) Rows(ctx context.Context, state State) ([]Row, error) {
	if _, err := s.Gate.Require(ctx, s.messages.ViewNeed()); err != nil {
		return nil, err
	}
	rows := []Row{}
	states := []State{state}
	if state == "" {
		states = []State{Draft, Waiting, Sending, Failed, Sent}
	}
	for _, one := range states {
		f := Filter{State: one, Limit: 500}
		for {
			page, err := list(ctx, s.DB, f)
			if err != nil {
				return nil, err
			}
			for _, m := range page {
				row, err := s.row(ctx, m)
				if err != nil {
					return nil, err
				}
				rows = append(rows, row)
			}
			if len(page) < f.Limit {
				break
			}
			f.After = page[len(page)-1].Key()
		}
	}
	return rows, nil
}

// Row is one message as the command prints it.
func (s *Service) Row(ctx context.Context, id string) (Row, error) {
	m, err := s.messages.Get(ctx, id)
	if err != nil {
		return Row{}, err
	}
	return s.row(ctx, m)
}

func (s *Service) row(ctx context.Context, m Message) (Row, error) {
	row := Row{ID: m.ID, State: string(m.State), Subject: m.Subject(), Due: stamp(m.DueAt), Recipients: []RowRecipient{}}
	if !m.Occasion.IsZero() {
		row.Occasion = m.Occasion.String()
	}
	all, err := recipientsOf(ctx, s.DB, m.ID)
	for _, to := range all {
		row.Recipients = append(row.Recipients, RowRecipient{Line(to.Address), to.MailID, string(to.Fate), to.Tries, to.Code, to.Said})
	}
	if len(all) == 0 {
		for _, line := range m.To {
			row.Recipients = append(row.Recipients, RowRecipient{Address: line, State: string(m.State)})
		}
	}
	return row, err
}

func (s *Service) listing(ctx context.Context, _ string) (any, error) { return s.Rows(ctx, "") }

// mayRead tells whether the viewer sees the outbox.
func (s *Service) mayRead(ctx context.Context) bool {
	return s.Gate.Scope(ctx, s.messages.ViewNeed()) > account.None
}
