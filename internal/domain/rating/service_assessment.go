package rating

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Assessment reads one assessment that the viewer may see.
func (s *Service) Assessment(ctx context.Context, id string) (Assessment, error) {
	return s.assessments.Get(ctx, id)
}

// AddAssessment keeps an assessment and returns its identifier.
func (s *Service) AddAssessment(ctx context.Context, a Assessment) (string, error) {
	return s.assessments.Add(ctx, a)
}

// Assessments lists the assessments that the viewer may see, the newest year
// first; of one methodology, or of all when it is empty.
func (s *Service) Assessments(ctx context.Context, methodology string) ([]Assessment, error) {
	scope, err := s.Gate.Require(ctx, s.assessments.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listAssessments(ctx, s.DB, methodology, scope)
}

// methodologyOptions are the methodologies to choose from.
func (s *Service) methodologyOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	all, err := s.Methodologies(ctx)
	options := make([]ui.Option, len(all))
	for i, m := range all {
		options[i] = ui.Option{Value: m.ID, Label: m.Title.In(scene.Lang).Value}
	}
	return options, err
}

// Judge works an assessment out from the records as they are now. Whoever may see
// it sees what was asked, also when the methodology has been put away since.
func (s *Service) Judge(ctx context.Context, a Assessment, lang string) (Judged, error) {
	if _, err := s.Gate.Require(ctx, s.assessments.ViewNeed()); err != nil {
		return Judged{}, err
	}
	m, err := methodologyByID(ctx, s.DB, a.Methodology)
	if err != nil {
		return Judged{}, err
	}
	read, err := s.read(m)
	if err != nil {
		return Judged{}, err
	}
	given, err := answersOf(ctx, s.DB, a.ID)
	if err != nil {
		return Judged{}, err
	}
	return s.judge(ctx, read, a, given, lang)
}

// JudgeFile works out what the records alone say to a methodology for a year; for
// this one when year is 0.
func (s *Service) JudgeFile(ctx context.Context, m *method.Methodology, year int, lang string) (Judged, error) {
	if _, err := s.Gate.Require(ctx, s.assessments.ViewNeed()); err != nil {
		return Judged{}, err
	}
	if year == 0 {
		year = s.deps.Clock().Year()
	}
	return s.judge(ctx, m, Assessment{Year: strconv.Itoa(year)}, nil, lang)
}

func (s *Service) judge(ctx context.Context, m *method.Methodology, a Assessment, given []Answer, lang string) (Judged, error) {
	found, err := s.deps.Evidence(ctx, a.year(), lang)
	if err != nil {
		return Judged{}, err
	}
	if err := s.addAwards(ctx, a.Year, lang, found); err != nil {
		return Judged{}, err
	}
	return judge(m, cmp.Or(a.people(), s.deps.Population()), given, found), nil
}

// awardsLimit bounds the awards of a year.
const awardsLimit = 500

// addAwards adds the awards for the year to what the records say.
func (s *Service) addAwards(ctx context.Context, year, lang string, found map[string]Evidence) error {
	if !s.may(ctx, module.View, AwardKind) {
		return nil
	}
	list, err := s.Awards(ctx, AwardFilter{Year: year, Limit: awardsLimit})
	e := Evidence{}
	for _, a := range list {
		e.Records = append(e.Records, Found{Title: a.Name.In(lang).Value, Path: "/awards/" + a.ID, Ref: a.Ref(), N: 1})
	}
	found["awards"] = e
	return err
}

// check refuses an answer that answers nothing, or that overrides the records
// without saying why.
func (a Answer) check(l Line) error {
	var bad errs.Fields
	n, number := method.ParseNumber(a.Value)
	switch {
	case a.Absent && (a.Value != "" || a.Words != ""):
		bad.Add(errs.Field("absent", "assessment.absent.answered"))
	case a.Absent:
	case l.Type == method.Text:
		if a.Words == "" {
			bad.Add(errs.Field("words", "assessment.answer.empty"))
		}
	case a.Value == "":
		bad.Add(errs.Field("value", "assessment.answer.empty"))
	case !number:
		bad.Add(errs.Field("value", "assessment.answer.number"))
	case l.Type == method.Ratio && n.Cmp(method.Int(100).Rat) > 0:
		bad.Add(errs.Field("value", "assessment.answer.percent"))
	case l.Type == method.YesNo && a.Value != "1" && a.Value != "0":
		bad.Add(errs.Field("value", "form.choice"))
	}
	if a.Reason == "" && (a.Absent || l.Type != method.Text) {
		bad.Add(errs.Field("reason", "assessment.reason.empty"))
	}
	return bad.Err()
}

// Put writes down what the office answers to a question; an answer without
// anything takes the office's own back, so that the records answer again.
func (s *Service) Put(ctx context.Context, id string, given Answer) error {
	given.Value, given.Words, given.Reason = strings.TrimSpace(given.Value), strings.TrimSpace(given.Words), strings.TrimSpace(given.Reason)
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := s.assessments.GetIn(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		m, err := methodologyByID(ctx, w, a.Methodology)
		if err != nil {
			return record.Ref{}, err
		}
		read, err := s.read(m)
		if err != nil {
			return record.Ref{}, err
		}
		q, there := read.Question(given.Question)
		if !there || q.Formula != "" {
			return record.Ref{}, errs.New(errs.NotFound, "record.missing")
		}
		before, err := answersOf(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		var old audit.Fields
		for _, one := range before {
			if one.Question == q.ID {
				old = answerFields(q, one)
			}
		}
		if given == (Answer{Question: q.ID}) {
			if err := removeAnswer(ctx, w, id, q.ID); err != nil {
				return record.Ref{}, err
			}
			return a.Ref(), w.Did(ctx, a.Ref(), audit.Changed, a.Title("ru"), audit.Diff(old, nil))
		}
		if err := given.check(Line{Question: q}); err != nil {
			return record.Ref{}, err
		}
		given.Actor = w.Actor.Name
		if err := putAnswer(ctx, w, id, given, w.Now.UTC().Format(time.RFC3339), w.Actor.ID); err != nil {
			return record.Ref{}, err
		}
		return a.Ref(), w.Did(ctx, a.Ref(), audit.Changed, a.Title("ru"), audit.Diff(old, answerFields(q, given)))
	})
	return err
}

// answerFields are an answer's values for the history of its assessment.
func answerFields(q method.Question, a Answer) audit.Fields {
	said := a.Value + a.Words
	if a.Absent {
		said = "–"
	}
	return audit.Fields{{Name: "question", Value: q.Title.In("ru")}, {Name: "value", Value: said}, {Name: "reason", Value: a.Reason}}
}

// SubmissionKind is the kind of what was handed in.
const SubmissionKind = "submission"

// Submission is what was handed in: the sealed table of answers, and the score as it was.
type Submission struct {
	ID, Assessment string
	On             edtf.Date
	Recipient      string
	Note           string
	Title          string // of the assessment as it was
	Low, High      string // of the score, per cent
	Pack           string // SHA-256 of the table, in hexadecimal
	Actor          string
}

// Ref names the submission.
func (x Submission) Ref() record.Ref { return record.Ref{Kind: SubmissionKind, ID: x.ID} }

func (s *Service) submitNeed() module.Need {
	return module.Need{Action: module.Edit, Kind: SubmissionKind}
}

// Submissions lists what was handed in of an assessment that the viewer may see,
// the newest first.
func (s *Service) Submissions(ctx context.Context, assessment string) ([]Submission, error) {
	if _, err := s.Assessment(ctx, assessment); err != nil {
		return nil, err
	}
	return submissionsOf(ctx, s.DB, assessment)
}

// Submission reads what was handed in, of an assessment that the viewer may see.
func (s *Service) Submission(ctx context.Context, id string) (Submission, error) {
	x, err := submissionByID(ctx, s.DB, id)
	if err == nil {
		_, err = s.Assessment(ctx, x.Assessment)
	}
	return x, err
}

// submissionKind lets history, search and files name what was handed in. Nobody
// changes it.
func (s *Service) submissionKind() record.Kind {
	return record.Kind{
		Name: SubmissionKind, Path: "/submissions/{id}",
		Title: func(ctx context.Context, id, _ string) (string, error) {
			x, err := submissionByID(ctx, s.DB, id)
			return x.Title, err
		},
		Allowed: func(ctx context.Context, id, action string) (bool, error) {
			if action != module.View {
				return false, errs.New(errs.Forbidden, "submission.lead")
			}
			_, err := s.Submission(ctx, id)
			return false, err
		},
		Sees: func(ctx context.Context, id string) error {
			_, err := s.Submission(ctx, id)
			return err
		},
	}
}

func (x Submission) check(today time.Time) error {
	var bad errs.Fields
	switch {
	case x.On.IsZero():
		bad.Add(errs.Field("on", "form.empty"))
	case x.On.Precision() != edtf.Day || x.On.IsInterval():
		bad.Add(errs.Field("on", "form.date.day"))
	case edtf.On(today).Before(x.On):
		bad.Add(errs.Field("on", "form.date.past"))
	}
	if strings.TrimSpace(x.Recipient) == "" {
		bad.Add(errs.Field("recipient", "assessment.recipient.empty"))
	}
	return bad.Err()
}

// Submit seals the answers of an assessment as it is now: the record, the table at it
// and the history come into being together. As long as a question is neither
// answered nor said to have no answer, nothing is sealed.
func (s *Service) Submit(ctx context.Context, a Assessment, x Submission, lang string) (record.Ref, error) {
	if _, err := s.Gate.Require(ctx, s.submitNeed()); err != nil {
		return record.Ref{}, err
	}
	if done, err := s.Log.Done(ctx); done || err != nil {
		return a.Ref(), err
	}
	if err := x.check(s.deps.Clock()); err != nil {
		return record.Ref{}, err
	}
	j, err := s.Judge(ctx, a, lang)
	if err != nil {
		return record.Ref{}, err
	}
	if n := j.Gaps(); n > 0 {
		return record.Ref{}, errs.New(errs.Conflict, "assessment.gaps.left", "n", strconv.Itoa(n))
	}
	body, err := s.sealed(ctx, a, j, lang)
	if err != nil {
		return record.Ref{}, err
	}
	score := j.Score(method.Weighting{}).Value
	x.ID, x.Assessment, x.Title, x.Low, x.High = s.newID(), a.ID, a.Title(lang), percent(score.Low), percent(score.High)
	return s.deps.Files.Seal(ctx, x.Ref(), []file.Made{{Name: packName(a) + ".xlsx", Type: file.XLSX, Body: body}}, func(ctx context.Context, w *audit.Writer, sums []string) error {
		x.Pack, x.Actor = sums[0], w.Actor.Name
		if err := insertSubmission(ctx, w, x, w.Now.UTC().Format(time.RFC3339), w.Actor.ID); err != nil {
			return err
		}
		return w.Created(ctx, x.Ref(), x.Title, audit.Fields{{Name: "on", Value: x.On.String()}, {Name: "recipient", Value: x.Recipient}, {Name: "note", Value: x.Note}, {Name: "pack", Value: x.Pack}})
	})
}
