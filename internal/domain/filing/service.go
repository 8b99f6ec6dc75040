package filing

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/rule"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Partners   *partner.Service
	Agreements *agreement.Service
	Rules      *rule.Service
	Files      *file.Service
	Home       func(lang string) partner.Home
	// Events lists what was done in a year or meant to be, Results whatever
	// remained, as far as the viewer may see it.
	Events  func(ctx context.Context, year int) ([]Event, error)
	Results func(ctx context.Context) ([]Result, error)
	Words   func(lang string) *i18n.Printer
	Langs   []string
	Clock   clock.Clock // in the municipality's zone
	Paper   paper.Setter
}

// Service makes reports and files them.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service { return &Service{floor, deps} }

func view() module.Need { return module.Need{Action: module.View, Kind: Kind} }
func edit() module.Need { return module.Need{Action: module.Edit, Kind: Kind} }

// years are the first and the last year that can be asked for.
func (s *Service) years() (first, last int) { return firstYear, s.deps.Clock().Year() }

// Report computes the report of a year from the records.
func (s *Service) Report(ctx context.Context, lang string, year int) (Report, error) {
	if _, err := s.Gate.Require(ctx, view()); err != nil {
		return Report{}, err
	}
	if first, last := s.years(); year < first || year > last {
		return Report{}, errs.New(errs.NotFound, "filing.year.range", "first", yearWords(first), "last", yearWords(last))
	}
	return s.collect(ctx, lang, year)
}

// Filings lists the editions that were filed, the newest first.
func (s *Service) Filings(ctx context.Context) ([]Filing, error) {
	if _, err := s.Gate.Require(ctx, view()); err != nil {
		return nil, err
	}
	return listAll(ctx, s.DB)
}

// Filing finds an edition by its name: "2026-1".
func (s *Service) Filing(ctx context.Context, id string) (Filing, error) {
	if _, err := s.Gate.Require(ctx, view()); err != nil {
		return Filing{}, err
	}
	return byID(ctx, s.DB, id)
}

// Paper makes a file of the report as the records have it now.
func (s *Service) Paper(ctx context.Context, lang string, year int, format string) ([]byte, error) {
	r, err := s.Report(ctx, lang, year)
	if err != nil {
		return nil, err
	}
	return s.write(ctx, r, format)
}

// Sealed is a file of an edition as it was filed.
func (s *Service) Sealed(ctx context.Context, id, format string) ([]byte, error) {
	f, err := s.Filing(ctx, id)
	if err != nil {
		return nil, err
	}
	sum := map[string]string{"docx": f.Sums.DOCX, "pdf": f.Sums.PDF, "xlsx": f.Sums.XLSX}[format]
	list, err := s.deps.Files.List(ctx, f.Ref())
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(a file.Attachment) bool { return string(a.Sum) == sum })
	if i < 0 {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	_, content, err := s.deps.Files.Open(ctx, list[i].ID)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(content)
	return b.Bytes(), err
}

// Take is a file of a year's report for somebody who asks for the year alone:
// of the newest edition when it was filed in this language, otherwise as the
// records have it now; edition is then empty.
func (s *Service) Take(ctx context.Context, lang string, year int, format string) (body []byte, edition string, err error) {
	all, err := s.Filings(ctx)
	if err != nil {
		return nil, "", err
	}
	if f, filed := newest(all, year); filed && f.Lang == lang {
		body, err = s.Sealed(ctx, f.ID, format)
		return body, f.ID, err
	}
	body, err = s.Paper(ctx, lang, year, format)
	return body, "", err
}

// Sent is what is said when a report is filed.
type Sent struct {
	On        edtf.Date
	Recipient string
	Number    string
	Note      string
	Lang      string
}

// check refuses what cannot be; today is the day in the municipality.
func (t Sent) check(year, edition int, today time.Time, langs []string) error {
	var bad errs.Fields
	switch {
	case t.On.IsZero():
		bad.Add(errs.Field("on", "filing.on.empty"))
	case t.On.Precision() != edtf.Day || t.On.IsInterval():
		bad.Add(errs.Field("on", "form.date.day"))
	case edtf.On(today).Before(t.On):
		bad.Add(errs.Field("on", "form.date.past"))
	case t.On.First().Year() <= year:
		bad.Add(errs.Field("on", "filing.on.early", "year", yearWords(year)))
	}
	if strings.TrimSpace(t.Recipient) == "" {
		bad.Add(errs.Field("recipient", "filing.recipient.empty"))
	}
	if edition > 1 && strings.TrimSpace(t.Note) == "" {
		bad.Add(errs.Field("note", "filing.note.empty"))
	}
	if !slices.Contains(langs, t.Lang) {
		bad.Add(errs.Field("lang", "form.choice"))
	}
	return bad.Err()
}

// File seals the report of a year as its next edition: seen is the version of
// what the filer looked at. Papers are made before the transaction; the record,
// the papers at it and the history come into being together.
func (s *Service) File(ctx context.Context, year int, seen int64, t Sent) (record.Ref, error) {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return record.Ref{}, err
	}
	if done, err := s.Log.Done(ctx); done || err != nil {
		return record.Ref{Kind: Kind, ID: yearWords(year)}, err
	}
	now := s.deps.Clock()
	if year >= now.Year() {
		return record.Ref{}, errs.New(errs.Invalid, "filing.running", "year", yearWords(year))
	}
	r, edition, err := s.next(ctx, year)
	if err != nil {
		return record.Ref{}, err
	}
	if r.version(edition) != seen {
		return record.Ref{}, errs.New(errs.Stale, "filing.stale")
	}
	if err := t.check(year, edition, now, s.deps.Langs); err != nil {
		return record.Ref{}, err
	}
	if t.Lang != r.Lang {
		if r, err = s.collect(ctx, t.Lang, year); err != nil {
			return record.Ref{}, err
		}
	}
	return s.seal(ctx, r, edition, t)
}

// next is the report that would be filed now, in the language by which versions
// are told, and its edition.
func (s *Service) next(ctx context.Context, year int) (Report, int, error) {
	r, err := s.Report(ctx, s.deps.Langs[0], year)
	if err != nil {
		return r, 0, err
	}
	all, err := listAll(ctx, s.DB)
	last, _ := newest(all, year)
	return r, last.Edition + 1, err
}

func (s *Service) seal(ctx context.Context, r Report, edition int, t Sent) (record.Ref, error) {
	f := Filing{ID: idOf(r.Year, edition), Year: r.Year, Edition: edition, On: t.On, Recipient: strings.TrimSpace(t.Recipient), Number: strings.TrimSpace(t.Number), Note: strings.TrimSpace(t.Note), Lang: r.Lang, Lines: r.Lines}
	var made []file.Made
	for _, format := range Formats() {
		body, err := s.write(ctx, r, format)
		if err != nil {
			return record.Ref{}, err
		}
		made = append(made, file.Made{Name: fileName(f.ID, format), Type: file.Type(format), Body: body})
	}
	ref, err := s.deps.Files.Seal(ctx, f.Ref(), made, func(ctx context.Context, w *audit.Writer, sums []string) error {
		f.Sums = Sums{sums[0], sums[1], sums[2]}
		f.At, f.Actor = w.Now, w.Actor.Name
		if err := insert(ctx, w, f, w.Actor.ID); err != nil {
			return err
		}
		return w.Created(ctx, f.Ref(), s.title(f, "ru"), f.fields())
	})
	if db.UniqueKey(err) != "" {
		return record.Ref{}, errs.New(errs.Stale, "filing.stale")
	}
	return ref, err
}

// fileName is what a paper of a report is called when it is saved.
func fileName(id, format string) string { return "report-" + id + "." + format }

// fields are an edition's values for its history.
func (f Filing) fields() audit.Fields {
	return audit.Fields{
		{Name: "on", Value: f.On.String()}, {Name: "recipient", Value: f.Recipient}, {Name: "number", Value: f.Number}, {Name: "note", Value: f.Note}, {Name: "lang", Value: f.Lang},
		{Name: "docx", Value: f.Sums.DOCX}, {Name: "pdf", Value: f.Sums.PDF}, {Name: "xlsx", Value: f.Sums.XLSX},
	}
}

// title is what an edition is called in lists of other subjects.
func (s *Service) title(f Filing, lang string) string {
	return s.deps.Words(lang).T("filing.title.edition", "year", yearWords(f.Year), "n", yearWords(f.Edition))
}
