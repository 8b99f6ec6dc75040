package membership

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// earliest is how far the earliest zone on earth is ahead of UTC.
const earliest = 14 * time.Hour

// begun is the latest day that has begun somewhere on earth.
func (s *Service) begun() edtf.Date { return edtf.On(s.deps.Clock().UTC().Add(earliest)) }

func (s *Service) keeper() *keep.Keeper[Membership] {
	return &keep.Keeper[Membership]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Membership]{
			{Name: "name", At: func(m *Membership) any { return &m.Name }, Required: true, Max: 300, Source: true, Called: true, Residents: keep.OnPage},
			{Name: "organisation", At: func(m *Membership) any { return &m.Organisation }, Options: s.deps.Organisations, Link: "/organisations/{id}"},
			{Name: "type", At: func(m *Membership) any { return &m.Type }, Options: keep.Choices("membership.type", Types()...), Source: true, Residents: keep.OnPage},
			{Name: "since", At: func(m *Membership) any { return &m.Since }, Source: true, Residents: keep.OnPage},
			{Name: "until", At: func(m *Membership) any { return &m.Until }, Source: true, Residents: keep.OnPage},
			{Name: "post", At: func(m *Membership) any { return &m.Post }, Options: s.deps.Posts, Link: "/posts/{id}", Inner: true, Residents: keep.Indoors},
			{Name: "person", At: func(m *Membership) any { return &m.Person }, Options: s.deps.People, Link: "/people/{id}", Inner: true, Residents: keep.Indoors},
			{Name: "deputy", At: func(m *Membership) any { return &m.Deputy }, Options: s.deps.Posts, Link: "/posts/{id}", Inner: true, Residents: keep.Indoors},
			{Name: "offices", At: func(m *Membership) any { return &m.Offices }, Long: true, Max: 2000, Source: true, Residents: keep.OnPage},
			{Name: "website", At: func(m *Membership) any { return &m.Website }, Kind: ui.FieldURL, Max: 1000, Residents: keep.OnPage},
			{Name: "report", At: func(m *Membership) any { return &m.Report }, Source: true, Residents: keep.Indoors},
			{Name: "assembly", At: func(m *Membership) any { return &m.Assembly }, Source: true, Residents: keep.Indoors},
			{Name: "nominations", At: func(m *Membership) any { return &m.Nominations }, Source: true, Residents: keep.Indoors},
			{Name: "note", At: func(m *Membership) any { return &m.Note }, Long: true, Source: true, Residents: keep.Indoors},
			{Name: "visibility", At: func(m *Membership) any { return &m.Visibility }, Aside: true},
		},
		Meta:  func(m *Membership) *keep.Meta { return &m.Meta },
		Title: func(m *Membership, lang string) string { return m.Name.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update, Bin: bin,
		Check: func(_ context.Context, _ db.Handle, m *Membership) error { return m.validate() },
		Found: found, Public: s.publicPath, Alike: alike,
	}
}

// quick are the fields asked of a new membership.
func quick() []string {
	return []string{"name", "organisation", "type", "since", "post", "offices", "website", "visibility"}
}

// start takes the network's record from the page one came from.
func start(r *http.Request, m *Membership) { m.Organisation = r.URL.Query().Get("organisation") }

// found adds to the search the network and those who speak for the city.
func found(_ context.Context, _ db.Handle, m *Membership, to *record.Searched) error {
	for _, ref := range []record.Ref{{Kind: "organisation", ID: m.Organisation}, {Kind: "post", ID: m.Post}, {Kind: "person", ID: m.Person}, {Kind: "post", ID: m.Deputy}} {
		if ref.ID != "" {
			to.Links = append(to.Links, ref)
		}
	}
	return nil
}

// publicPath is where the portal shows memberships: all on one page.
func (s *Service) publicPath(ctx context.Context, id string) (string, error) {
	m, err := s.memberships.Get(ctx, id)
	if err != nil || m.Visibility != record.Public {
		return "", err
	}
	return "/networks", nil
}

func (s *Service) duesKeeper() *keep.Keeper[Dues] {
	return &keep.Keeper[Dues]{
		Floor: s.Floor, Kind: DuesKind, IDs: allDuesIDs,
		Fields: keep.Set[Dues]{
			{Name: "membership", At: func(d *Dues) any { return &d.Membership }, Required: true, Options: s.options, Link: "/memberships/{id}"},
			{Name: "year", At: func(d *Dues) any { return &d.Year }, Kind: ui.FieldNumber, Required: true, Max: 4, Width: ui.WidthShort, Called: true},
			{Name: "amount", At: func(d *Dues) any { return &d.Amount }, Max: 60, Width: ui.WidthMedium, Source: true},
			{Name: "currency", At: func(d *Dues) any { return &d.Currency }, Options: keep.Choices("currency", money.Offered()...), Width: ui.WidthMedium},
			{Name: "due", At: func(d *Dues) any { return &d.Due }, Source: true},
			{Name: "paid", At: func(d *Dues) any { return &d.Paid }, Source: true},
			{Name: "document", At: func(d *Dues) any { return &d.Document }, Max: 300},
			{Name: "note", At: func(d *Dues) any { return &d.Note }, Long: true, Max: 2000},
			{Name: "visibility", At: func(d *Dues) any { return &d.Visibility }, Aside: true},
		},
		Meta:  func(d *Dues) *keep.Meta { return &d.Meta },
		Title: func(d *Dues, lang string) string { return d.Title(lang) },
		ByID:  duesByID, Insert: insertDues, Update: updateDues, Bin: binDues,
		Check: func(ctx context.Context, h db.Handle, d *Dues) error {
			if err := d.validate(s.begun()); err != nil {
				return err
			}
			return of(ctx, h, d.Membership, &d.Of)
		},
		Found: func(_ context.Context, _ db.Handle, d *Dues, to *record.Searched) error {
			return belongs(d.Membership, to)
		},
		Alike: alikeDues,
	}
}

// startDues takes the membership from the page one came from, and the year of
// the day.
func (s *Service) startDues(r *http.Request, d *Dues) {
	d.Membership = r.URL.Query().Get("membership")
	if r.Method != http.MethodPost {
		d.Year, d.Currency = strconv.Itoa(s.deps.Clock().Year()), money.Offered()[0]
	}
}

func (s *Service) ballotKeeper() *keep.Keeper[Ballot] {
	return &keep.Keeper[Ballot]{
		Floor: s.Floor, Kind: BallotKind, IDs: allBallotIDs,
		Fields: keep.Set[Ballot]{
			{Name: "membership", At: func(b *Ballot) any { return &b.Membership }, Required: true, Options: s.options, Link: "/memberships/{id}"},
			{Name: "question", At: func(b *Ballot) any { return &b.Question }, Required: true, Max: 400, Source: true, Called: true},
			{Name: "meeting", At: func(b *Ballot) any { return &b.Meeting }, Max: 300, Source: true},
			{Name: "held", At: func(b *Ballot) any { return &b.Held }, Source: true},
			{Name: "position", At: func(b *Ballot) any { return &b.Position }, Options: keep.Choices("ballot.position", Positions()...)},
			{Name: "reasons", At: func(b *Ballot) any { return &b.Reasons }, Long: true, Max: 4000},
			{Name: "outcome", At: func(b *Ballot) any { return &b.Outcome }, Options: keep.Choices("ballot.outcome", Outcomes()...), Source: true},
			{Name: "note", At: func(b *Ballot) any { return &b.Note }, Long: true, Max: 4000},
			{Name: "visibility", At: func(b *Ballot) any { return &b.Visibility }, Aside: true},
		},
		Meta:  func(b *Ballot) *keep.Meta { return &b.Meta },
		Title: func(b *Ballot, lang string) string { return b.Question.In(lang).Value },
		ByID:  ballotByID, Insert: insertBallot, Update: updateBallot, Bin: binBallot,
		Check: func(ctx context.Context, h db.Handle, b *Ballot) error {
			if err := b.validate(s.begun()); err != nil {
				return err
			}
			return of(ctx, h, b.Membership, &b.Of)
		},
		Found: func(_ context.Context, _ db.Handle, b *Ballot, to *record.Searched) error {
			return belongs(b.Membership, to)
		},
	}
}

// quickBallot are the fields asked of a new ballot.
func quickBallot() []string {
	return []string{"membership", "question", "meeting", "held", "position", "reasons", "outcome"}
}

// startBallot takes the membership from the page one came from.
func startBallot(r *http.Request, b *Ballot) { b.Membership = r.URL.Query().Get("membership") }

// of reads the name of the network that dues or a ballot belong to; one that is
// not there is an error at the field.
func of(ctx context.Context, h db.Handle, id string, name *i18n.Text) error {
	m, err := byID(ctx, h, id)
	if errs.KindOf(err) == errs.NotFound {
		return errs.Field("membership", "form.choice")
	}
	*name = m.Name
	return err
}

// belongs lets the search know the membership of dues or of a ballot.
func belongs(membership string, to *record.Searched) error {
	to.Links = append(to.Links, record.Ref{Kind: Kind, ID: membership})
	return nil
}

// options lists the memberships to choose from, those that are over last.
func (s *Service) options(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	rows, err := s.Memberships(ctx, Filter{Limit: optionsLimit})
	var current, past []ui.Option
	for _, m := range rows {
		o := ui.Option{Value: m.ID, Label: m.Name.In(scene.Lang).Value}
		if m.Past(s.deps.Clock()) {
			o.Label = scene.T("membership.option.past", "name", o.Label)
			past = append(past, o)
			continue
		}
		current = append(current, o)
	}
	return append(current, past...), err
}
