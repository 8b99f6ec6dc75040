package rating

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/big"
	"path"
	"slices"
	"strings"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/platform/record"
)

// maxPack bounds the files in a pack of evidence.
const maxPack = 200 << 20

// newID makes the identifier of a submission.
func (s *Service) newID() string { return id.New(s.deps.Clock()) }

// packName is what the pack of an assessment is called when it is saved.
func packName(a Assessment) string { return "evidence-" + a.Year }

// Pack is the evidence of an assessment as one ZIP: the answers as tables, the
// files of the records behind them under their SHA-256, and an index.
func (s *Service) Pack(ctx context.Context, a Assessment, lang string) ([]byte, error) {
	j, err := s.Judge(ctx, a, lang)
	if err != nil {
		return nil, err
	}
	return s.pack(ctx, a, j, lang)
}

// packed is one file of the pack with the questions that it is evidence of.
type packed struct {
	name      string // in the pack
	title     string // as it was attached
	questions []string
}

func (s *Service) pack(ctx context.Context, a Assessment, j Judged, lang string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	files, err := s.packFiles(ctx, z, a, j)
	if err != nil {
		return nil, err
	}
	p := s.deps.Words(lang)
	if err := add(z, "answers.xlsx", func(w io.Writer) error { return book(w, p, j, files) }); err != nil {
		return nil, err
	}
	for _, one := range []struct {
		name  string
		table sheet.Table
	}{{"answers.csv", answerTable(p, j)}, {"records.csv", recordTable(p, j)}} {
		if err := add(z, one.name, func(w io.Writer) error { return sheet.WriteCSV(w, one.table) }); err != nil {
			return nil, err
		}
	}
	if err := add(z, "index.txt", func(w io.Writer) error { _, err := io.WriteString(w, index(p, a, j, files)); return err }); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// book is the table of answers with the records behind them and the files of the
// pack by their SHA-256.
func book(w io.Writer, p *i18n.Printer, j Judged, files []packed) error {
	return sheet.WriteXLSX(w, answerTable(p, j), recordTable(p, j), fileTable(p, j, files))
}

// sealed is the book of an assessment as it is handed in.
func (s *Service) sealed(ctx context.Context, a Assessment, j Judged, lang string) ([]byte, error) {
	files, err := s.packFiles(ctx, zip.NewWriter(io.Discard), a, j)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = book(&b, s.deps.Words(lang), j, files)
	return b.Bytes(), err
}

// add writes one file of the pack. Files have no time of their own, so that the
// same answers make the same pack.
func add(z *zip.Writer, name string, do func(io.Writer) error) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	return do(w)
}

// packFiles puts the files of the assessment and of all records that count into
// the pack, each once.
func (s *Service) packFiles(ctx context.Context, z *zip.Writer, a Assessment, j Judged) ([]packed, error) {
	of := map[record.Ref][]string{a.Ref(): nil}
	order := []record.Ref{a.Ref()}
	for _, l := range j.Lines {
		for _, f := range l.found() {
			if f.Ref.ID == "" {
				continue
			}
			if _, seen := of[f.Ref]; !seen {
				order = append(order, f.Ref)
			}
			of[f.Ref] = append(of[f.Ref], l.ID)
		}
	}
	var all []packed
	var size int64
	for _, ref := range order {
		list, err := s.deps.Files.List(ctx, ref)
		if kind := errs.KindOf(err); kind == errs.Forbidden || kind == errs.NotFound {
			continue
		} else if err != nil {
			return nil, err
		}
		for _, one := range list {
			name := "files/" + string(one.Sum) + strings.ToLower(path.Ext(one.Name))
			if i := slices.IndexFunc(all, func(p packed) bool { return p.name == name }); i >= 0 {
				all[i].questions = append(all[i].questions, of[ref]...)
				continue
			}
			if size += one.Size; size > maxPack {
				return nil, errs.New(errs.Conflict, "assessment.pack.large", "size", i18n.Bytes(maxPack))
			}
			_, content, err := s.deps.Files.Open(ctx, one.ID)
			if err != nil {
				return nil, err
			}
			err = add(z, name, func(w io.Writer) error { _, err := io.Copy(w, content); return err })
			content.Close()
			if err != nil {
				return nil, err
			}
			all = append(all, packed{name: name, title: one.Name, questions: of[ref]})
		}
	}
	return all, nil
}

// found are the records behind an answer: those that count, without the whole
// that a ratio is of.
func (l Line) found() []Found {
	if l.Count == nil {
		return nil
	}
	return l.Count.Records
}

func answerTable(p *i18n.Printer, j Judged) sheet.Table {
	t := sheet.Table{Name: p.T("assessment.pack.answers")}
	for _, name := range []string{"block", "indicator", "question", "answer", "state", "reason", "records"} {
		t.Columns = append(t.Columns, sheet.Column{Key: name, Title: p.T("assessment.column." + name)})
	}
	blocks, indicators := titles(j.Method, p.Lang)
	var rows [][]sheet.Cell
	for _, l := range j.Lines {
		reason := ""
		if l.Given != nil {
			reason = l.Given.Reason
		}
		rows = append(rows, []sheet.Cell{sheet.String(blocks[l.Block]), sheet.String(indicators[l.Indicator]), sheet.String(l.Title.In(p.Lang)), sheet.String(l.said(p)),
			sheet.String(p.T("assessment.state." + l.State)), sheet.String(reason), sheet.Int(int64(len(l.found())))})
	}
	t.Rows = sheet.Rows(rows)
	return t
}

func recordTable(p *i18n.Printer, j Judged) sheet.Table {
	t := sheet.Table{Name: p.T("assessment.pack.records")}
	for _, name := range []string{"question", "record", "adds"} {
		t.Columns = append(t.Columns, sheet.Column{Key: name, Title: p.T("assessment.column." + name)})
	}
	var rows [][]sheet.Cell
	for _, l := range j.Lines {
		for _, f := range l.found() {
			rows = append(rows, []sheet.Cell{sheet.String(l.Title.In(p.Lang)), sheet.String(f.Title), sheet.Int(f.N)})
		}
	}
	t.Rows = sheet.Rows(rows)
	return t
}

func fileTable(p *i18n.Printer, j Judged, files []packed) sheet.Table {
	t := sheet.Table{Name: p.T("assessment.pack.files")}
	for _, name := range []string{"file", "name", "question"} {
		t.Columns = append(t.Columns, sheet.Column{Key: name, Title: p.T("assessment.column." + name)})
	}
	var rows [][]sheet.Cell
	for _, f := range files {
		rows = append(rows, []sheet.Cell{sheet.String(f.name), sheet.String(f.title), sheet.String(strings.Join(f.asked(j, p.Lang), "; "))})
	}
	t.Rows = sheet.Rows(rows)
	return t
}

// asked are the questions that a file is evidence of.
func (f packed) asked(j Judged, lang string) []string {
	var all []string
	for _, id := range slices.Compact(slices.Sorted(slices.Values(f.questions))) {
		if q, ok := j.Method.Question(id); ok {
			all = append(all, q.Title.In(lang))
		}
	}
	return all
}

// titles are the names of blocks and of indicators by their identifiers.
func titles(m *method.Methodology, lang string) (blocks, indicators map[string]string) {
	blocks, indicators = map[string]string{}, map[string]string{}
	for _, b := range m.Blocks {
		blocks[b.ID] = b.Title.In(lang)
		for _, i := range b.Indicators {
			indicators[i.ID] = i.Title.In(lang)
		}
	}
	return blocks, indicators
}

// index says what is in the pack.
func index(p *i18n.Printer, a Assessment, j Judged, files []packed) string {
	var b strings.Builder
	score := j.Score(method.Weighting{}).Value
	fmt.Fprintf(&b, "%s\r\n%s: %s\r\n\r\nanswers.xlsx, answers.csv — %s\r\nrecords.csv — %s\r\n\r\n%s\r\n", a.Title(p.Lang), p.T("assessment.score"), rangeWords(p, score), p.T("assessment.pack.answers"), p.T("assessment.pack.records"), p.T("assessment.pack.files"))
	if len(files) == 0 {
		fmt.Fprintf(&b, "%s\r\n", p.T("assessment.pack.none"))
	}
	for _, f := range files {
		fmt.Fprintf(&b, "%s — %s\r\n", f.name, f.title)
		for _, question := range f.asked(j, p.Lang) {
			fmt.Fprintf(&b, "    %s\r\n", question)
		}
	}
	return b.String()
}

// percent is a share as per cent with one digit, exact to it.
func percent(share *big.Rat) string {
	return new(big.Rat).Mul(share, big.NewRat(100, 1)).FloatString(1)
}

// rangeWords is a score in words: one figure, or from and to.
func rangeWords(p *i18n.Printer, v method.Value) string {
	low, high := decimalWords(p, v.Low, 100), decimalWords(p, v.High, 100)
	if v.Known() {
		return p.T("assessment.score.exact", "score", low)
	}
	return p.T("assessment.score.range", "low", low, "high", high)
}

// decimalWords is a number as people read it, with at most one digit.
func decimalWords(p *i18n.Printer, r *big.Rat, times int64) string {
	f, _ := new(big.Rat).Mul(r, big.NewRat(times, 1)).Float64()
	return p.Decimal(f, 1)
}

// said is an answer in words.
func (l Line) said(p *i18n.Printer) string {
	switch {
	case l.State == Absent:
		return p.T("assessment.answer.absent")
	case l.Type == method.Text:
		if l.Given == nil {
			return ""
		}
		return l.Given.Words
	case l.Value.Low == nil:
		return ""
	case l.Type == method.Ratio && l.Of != nil && l.State == FromRecords && !l.Value.Known():
		return p.T("assessment.answer.ratio.least", "percent", decimalWords(p, l.Value.Low, 100), "n", p.Number(l.Count.Count()), "of", p.Number(l.Of.Count()))
	case l.Type == method.Ratio && l.Of != nil && l.State == FromRecords:
		return p.T("assessment.answer.ratio", "percent", decimalWords(p, l.Value.Low, 100), "n", p.Number(l.Count.Count()), "of", p.Number(l.Of.Count()))
	case l.Type == method.Ratio:
		return p.T("assessment.answer.share", "percent", decimalWords(p, l.Value.Low, 100))
	case l.Type == method.YesNo:
		if l.Value.Low.Sign() > 0 {
			return p.T("assessment.answer.yes")
		}
		return p.T("assessment.answer.no")
	case !l.Value.Known():
		return p.T("assessment.answer.least", "n", decimalWords(p, l.Value.Low, 1))
	}
	return decimalWords(p, l.Value.Low, 1)
}

// Reported is an assessment for programs to read. Shares and scores are exact
// fractions; a bound that is absent is not known.
type Reported struct {
	Methodology string     `json:"methodology"`
	Edition     string     `json:"edition"`
	Classes     []string   `json:"classes"` // one when it is beyond doubt
	Low         string     `json:"low"`     // of the score, 0 to 1
	High        string     `json:"high"`
	Answers     []reported `json:"answers"`
}

type reported struct {
	Question string   `json:"question"`
	Title    string   `json:"title"`
	State    string   `json:"state"`
	Low      string   `json:"low,omitempty"`
	High     string   `json:"high,omitempty"`
	Records  []string `json:"records,omitempty"` // "kind:id", or a page of the office
}

// Report makes an assessment readable for programs.
func Report(j Judged, by method.Weighting, lang string) Reported {
	score := j.Score(by).Value
	r := Reported{Methodology: j.Method.Title.In(lang), Edition: j.Method.Edition, Classes: []string{}, Low: score.Low.RatString(), High: score.High.RatString(), Answers: []reported{}}
	for _, c := range j.Place.Of {
		r.Classes = append(r.Classes, c.ID)
	}
	for _, l := range j.Lines {
		one := reported{Question: l.ID, Title: l.Title.In(lang), State: l.State}
		if l.Value.Low != nil {
			one.Low = l.Value.Low.RatString()
		}
		if l.Value.High != nil {
			one.High = l.Value.High.RatString()
		}
		for _, f := range l.found() {
			if f.Ref.ID == "" {
				one.Records = append(one.Records, f.Path)
			} else {
				one.Records = append(one.Records, f.Ref.String())
			}
		}
		r.Answers = append(r.Answers, one)
	}
	return r
}
