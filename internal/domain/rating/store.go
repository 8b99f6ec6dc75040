package rating

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
)

const allMethodologyIDs = `SELECT id FROM methodologies WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const methodologyColumns = `m.id, m.version, m.title, m.body, m.visibility, m.binned`

func scanMethodology(r db.Row) (Methodology, error) {
	var m Methodology
	err := r.Scan(&m.ID, &m.Version, &m.Title, &m.Body, &m.Visibility, &m.Binned)
	return m, err
}

func methodologyByID(ctx context.Context, h db.Handle, id string) (Methodology, error) {
	return db.One(ctx, h, scanMethodology, `SELECT `+methodologyColumns+` FROM methodologies m WHERE m.id = $1`, id)
}

func insertMethodology(ctx context.Context, h db.Handle, m Methodology) error {
	_, err := db.Exec(ctx, h, `INSERT INTO methodologies (id, version, title, fold, body, visibility) VALUES ($1, 1, $2, $3, $4, $5)`,
		m.ID, m.Title, fold.Key(m.Title.In("ru").Value), m.Body, m.Visibility)
	return err
}

func updateMethodology(ctx context.Context, h db.Handle, m Methodology) error {
	n, err := db.Exec(ctx, h, `UPDATE methodologies SET version = version + 1, title = $3, fold = $4, body = $5, visibility = $6 WHERE id = $1 AND version = $2`,
		m.ID, m.Version, m.Title, fold.Key(m.Title.In("ru").Value), m.Body, m.Visibility)
	return fresh(n, err)
}

func binMethodology(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE methodologies SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// methodologiesLimit is how many methodologies an office has at most.
const methodologiesLimit = 500

func listMethodologies(ctx context.Context, h db.Handle, scope account.Scope) ([]Methodology, error) {
	var w db.Where
	w.And("NOT m.binned")
	scope.Where(&w, "m.visibility", "")
	where := w.SQL()
	return db.All(ctx, h, scanMethodology, `SELECT `+methodologyColumns+` FROM methodologies m`+where+` ORDER BY m.fold, m.id LIMIT `+w.Arg(methodologiesLimit), w.Args()...)
}

const allAssessmentIDs = `SELECT id FROM assessments WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const assessmentColumns = `a.id, a.version, a.methodology_id, m.title, a.year, a.population, a.announced, a.outcome, a.note, a.visibility, a.binned`

const assessmentFrom = ` FROM assessments a JOIN methodologies m ON m.id = a.methodology_id`

func scanAssessment(r db.Row) (Assessment, error) {
	var a Assessment
	err := r.Scan(&a.ID, &a.Version, &a.Methodology, &a.By, &a.Year, &a.Population, &a.Announced, &a.Outcome, &a.Note, &a.Visibility, &a.Binned)
	return a, err
}

func assessmentByID(ctx context.Context, h db.Handle, id string) (Assessment, error) {
	return db.One(ctx, h, scanAssessment, `SELECT `+assessmentColumns+assessmentFrom+` WHERE a.id = $1`, id)
}

func insertAssessment(ctx context.Context, h db.Handle, a Assessment) error {
	_, err := db.Exec(ctx, h, `INSERT INTO assessments (id, version, methodology_id, year, population, announced, outcome, note, visibility) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8)`,
		a.ID, a.Methodology, a.Year, a.Population, a.Announced, a.Outcome, a.Note, a.Visibility)
	return err
}

func updateAssessment(ctx context.Context, h db.Handle, a Assessment) error {
	n, err := db.Exec(ctx, h, `UPDATE assessments SET version = version + 1, methodology_id = $3, year = $4, population = $5, announced = $6, outcome = $7, note = $8, visibility = $9 WHERE id = $1 AND version = $2`,
		a.ID, a.Version, a.Methodology, a.Year, a.Population, a.Announced, a.Outcome, a.Note, a.Visibility)
	return fresh(n, err)
}

func binAssessment(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE assessments SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// assessmentsLimit is how many assessments an office has at most: a dozen
// methodologies for forty years.
const assessmentsLimit = 500

func listAssessments(ctx context.Context, h db.Handle, methodology string, scope account.Scope) ([]Assessment, error) {
	var w db.Where
	w.And("NOT a.binned")
	scope.Where(&w, "a.visibility", "")
	if methodology != "" {
		w.And("a.methodology_id = ?", methodology)
	}
	where := w.SQL()
	return db.All(ctx, h, scanAssessment, `SELECT `+assessmentColumns+assessmentFrom+where+` ORDER BY a.year DESC, a.id DESC LIMIT `+w.Arg(assessmentsLimit), w.Args()...)
}

func scanAnswer(r db.Row) (Answer, error) {
	var a Answer
	var at string
	err := r.Scan(&a.Question, &a.Value, &a.Words, &a.Reason, &a.Absent, &at, &a.Actor)
	return a, err
}

func answersOf(ctx context.Context, h db.Handle, assessment string) ([]Answer, error) {
	return db.All(ctx, h, scanAnswer, `SELECT question, value, words, reason, absent, at, actor FROM answers WHERE assessment_id = $1 ORDER BY question`, assessment)
}

func putAnswer(ctx context.Context, h db.Handle, assessment string, a Answer, at, actorID string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO answers (assessment_id, question, value, words, reason, absent, at, actor_id, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (assessment_id, question) DO UPDATE SET value = excluded.value, words = excluded.words, reason = excluded.reason, absent = excluded.absent, at = excluded.at, actor_id = excluded.actor_id, actor = excluded.actor`,
		assessment, a.Question, a.Value, a.Words, a.Reason, a.Absent, at, actorID, a.Actor)
	return err
}

func removeAnswer(ctx context.Context, h db.Handle, assessment, question string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM answers WHERE assessment_id = $1 AND question = $2`, assessment, question)
	return err
}

const submissionColumns = `id, assessment_id, sent_on, recipient, note, title, low, high, pack, actor`

func scanSubmission(r db.Row) (Submission, error) {
	var x Submission
	err := r.Scan(&x.ID, &x.Assessment, &x.On, &x.Recipient, &x.Note, &x.Title, &x.Low, &x.High, &x.Pack, &x.Actor)
	return x, err
}

func submissionByID(ctx context.Context, h db.Handle, id string) (Submission, error) {
	return db.One(ctx, h, scanSubmission, `SELECT `+submissionColumns+` FROM submissions WHERE id = $1`, id)
}

func submissionsOf(ctx context.Context, h db.Handle, assessment string) ([]Submission, error) {
	return db.All(ctx, h, scanSubmission, `SELECT `+submissionColumns+` FROM submissions WHERE assessment_id = $1 ORDER BY id DESC`, assessment)
}

func insertSubmission(ctx context.Context, h db.Handle, x Submission, at, actorID string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO submissions (id, assessment_id, sent_on, recipient, note, title, low, high, pack, at, actor_id, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		x.ID, x.Assessment, x.On, x.Recipient, x.Note, x.Title, x.Low, x.High, x.Pack, at, actorID, x.Actor)
	return err
}
