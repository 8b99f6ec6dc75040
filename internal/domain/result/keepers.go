package result

import (
	"context"
	"net/http"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// earliest is how far the earliest zone on earth is ahead of UTC.
const earliest = 14 * time.Hour

func (s *Service) keeper() *keep.Keeper[Result] {
	return &keep.Keeper[Result]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Result]{
			{Name: "name", At: func(r *Result) any { return &r.Name }, Required: true, Max: 300, Source: true, Called: true, Residents: keep.OnPage},
			{Name: "type", At: func(r *Result) any { return &r.Type }, Required: true, Options: keep.Choices("result.type", Types()...), Residents: keep.OnPage},
			{Name: "since", At: func(r *Result) any { return &r.Since }, Source: true},
			{Name: "place", At: func(r *Result) any { return &r.Place }, Max: 300, Source: true, Residents: keep.OnPage},
			{Name: "beneficiaries", At: func(r *Result) any { return &r.Beneficiaries }, Options: keep.Choices("result.for", record.Beneficiaries()...), Residents: keep.OnPage},
			{Name: "number", At: func(r *Result) any { return &r.Number }, Kind: ui.FieldNumber, Max: 20, Width: ui.WidthShort, Source: true},
			{Name: "unit", At: func(r *Result) any { return &r.Unit }, Max: 100, Residents: keep.OnPage},
			{Name: "partner", At: func(r *Result) any { return &r.Partner }, Options: s.deps.Partners, Link: "/partners/{id}", Source: true},
			{Name: "activity", At: func(r *Result) any { return &r.Activity }, Options: s.deps.Activities, Link: "/activities/{id}", Source: true},
			{Name: "note", At: func(r *Result) any { return &r.Note }, Long: true, Source: true, Residents: keep.OnPage},
			{Name: "proof", At: func(r *Result) any { return &r.Proof }, Derived: true, Options: keep.Choices("result.proof", Proofs()...)},
			{Name: "there", At: func(r *Result) any { return &r.There }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("result.there", States()...)},
			{Name: "there_on", At: func(r *Result) any { return &r.ThereOn }, Residents: keep.Indoors},
			{Name: "recheck", At: func(r *Result) any { return &r.Recheck }, Residents: keep.Indoors},
			{Name: "visibility", At: func(r *Result) any { return &r.Visibility }, Aside: true},
		},
		Meta:  func(r *Result) *keep.Meta { return &r.Meta },
		Title: func(r *Result, lang string) string { return r.Name.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update, Bin: bin,
		Check: s.check, Found: found, Public: s.publicPath,
		Alike: alike,
	}
}

// quick are the fields asked of a new result.
func quick() []string {
	return []string{"name", "type", "since", "place", "number", "unit", "partner", "activity", "note", "visibility"}
}

// start takes partner and activity from the page one came from.
func start(r *http.Request, res *Result) {
	q := r.URL.Query()
	res.Partner, res.Activity = q.Get("partner"), q.Get("activity")
}

// check normalises a result, works out how well it is proved, and holds its rules.
func (s *Service) check(ctx context.Context, h db.Handle, r *Result) error {
	r.normalise()
	all, err := evidenceOf(ctx, h, r.ID)
	if err != nil {
		return err
	}
	r.Proof = string(proofOf(all))
	return r.validate(s.today())
}

// today is the latest day that has begun somewhere on earth.
func (s *Service) today() edtf.Date { return edtf.On(s.deps.Clock().UTC().Add(earliest)) }

// lookSet is the form of a look.
func lookSet() keep.Set[Look] {
	return keep.Set[Look]{
		{Name: "there", At: func(l *Look) any { return &l.There }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("result.there", States()...)},
		{Name: "there_on", At: func(l *Look) any { return &l.On }, Required: true},
		{Name: "remark", At: func(l *Look) any { return &l.Remark }, Long: true, Max: 1000},
		{Name: "recheck", At: func(l *Look) any { return &l.Next }},
	}
}

// evidenceSet is the form of evidence; the files are those of its result.
func evidenceSet(files []ui.Option) keep.Set[Evidence] {
	return keep.Set[Evidence]{
		{Name: "kind", At: func(e *Evidence) any { return &e.Kind }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("result.evidence.kind", EvidenceKinds()...)},
		{Name: "what", At: func(e *Evidence) any { return &e.What }, Max: 1000},
		{Name: "file", At: func(e *Evidence) any { return &e.Sum }, Options: func(context.Context, *web.Scene) ([]ui.Option, error) { return files, nil }},
		{Name: "witness", At: func(e *Evidence) any { return &e.Witness }, Max: 200},
		{Name: "on", At: func(e *Evidence) any { return &e.On }},
	}
}
