package health

import (
	"context"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/health/profile"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// rows are a partnership with little in it: two visits, one of them with an NGO that
// leads and pupils; a fair of which nobody wrote down who came; one that was called off.
func rows() []string {
	return []string{
		`INSERT INTO partnerships (id, version, slug, place_key, name, fold, country, type, visibility, our_post) VALUES ('duisburg', 1, 'duisburg', 'd', '{"src":"ru","text":{"ru":"Дуйсбург"}}', 'duisburg', 'DE', 'sister', 'department', 'post')`,
		`INSERT INTO partnerships (id, version, slug, place_key, name, fold, country, type, visibility) VALUES ('oxford', 1, 'oxford', 'o', '{"src":"ru","text":{"ru":"Оксфорд"}}', 'oxford', 'GB', 'sister', 'department')`,
		`INSERT INTO partnerships (id, version, slug, place_key, name, fold, country, type, visibility, historic) VALUES ('former', 1, 'former', 'f', '{"src":"ru","text":{"ru":"Бывший"}}', 'former', 'GB', 'sister', 'department', TRUE)`,
		`INSERT INTO people (id, version, name, fold, visibility) VALUES ('anna', 1, 'Анна', 'anna', 'department')`,
		`INSERT INTO roles (id, version, person_id, post_id, since, until) VALUES ('r', 1, 'anna', 'post', '2015', '2025-03')`,
		`INSERT INTO organisations (id, version, name, fold, type, side, visibility) VALUES ('ngo', 1, '{"src":"ru","text":{"ru":"Общество"}}', 'o', 'ngo', 'ours', 'department')`,
		`INSERT INTO activities (id, version, type, name, fold, sort, status, visibility) VALUES ('in', 1, 'visit_in', '{"src":"ru","text":{"ru":"Приезд"}}', 'a', '2026-05-01', 'held', 'department')`,
		`INSERT INTO activities (id, version, type, name, fold, sort, status, visibility) VALUES ('out', 1, 'visit_out', '{"src":"ru","text":{"ru":"Поездка"}}', 'b', '2025-05-01', 'held', 'department')`,
		`INSERT INTO activities (id, version, type, name, fold, sort, status, visibility) VALUES ('fair', 1, 'event', '{"src":"ru","text":{"ru":"Ярмарка"}}', 'c', '2026-09-01', 'held', 'department')`,
		`INSERT INTO activities (id, version, type, name, fold, sort, status, visibility) VALUES ('off', 1, 'visit_in', '{"src":"ru","text":{"ru":"Отмена"}}', 'd', '2026-06-01', 'cancelled', 'department')`,
		`INSERT INTO activity_partners (activity_id, partner_id, sort) SELECT id, 'duisburg', sort FROM activities`,
		`INSERT INTO participants (id, activity_id, position, organisation_id, role, side) VALUES ('p1', 'in', 1, 'ngo', 'lead', 'ours')`,
		`INSERT INTO participants (id, activity_id, position, person_id, role, side) VALUES ('p2', 'in', 2, 'anna', 'participant', 'theirs')`,
		`INSERT INTO participants (id, activity_id, position, person_id, role, side) VALUES ('p3', 'out', 1, 'anna', 'delegation_head', 'ours')`,
		`INSERT INTO record_tags (kind, record_id, scheme, tag) VALUES ('activity', 'in', 'beneficiary', 'schools')`,
	}
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, keeptest.Rights(Kind), []fs.FS{contact.Files, partner.Files, activity.Files, Files}, func(t *testing.T, floor keep.Floor) {
		title := func(context.Context, string, string) (string, error) { return "Событие", nil }
		kinds := record.Kinds{"activity": {Name: "activity", Path: "/activities/{id}", Title: title}}
		floor.Kinds = func() record.Kinds { return kinds }
		for _, row := range rows() {
			if _, err := db.Exec(t.Context(), floor.DB, row); err != nil {
				t.Fatal(err)
			}
		}
		test(t, New(floor, clock.Fixed(keeptest.Now()), []string{"ru", "en"}))
	})
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "health", Files: Files} }

// TestHistoryFromRecords: what is on record is counted, what is not is unknown, and
// what was called off did not happen.
func TestHistoryFromRecords(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		st, err := s.Of(keeptest.As(t, account.Head), "duisburg")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name    string
			now     profile.Count
			unknown int
		}{
			{profile.NGOs, profile.Count{Part: 1, Of: 2}, 1}, {profile.Initiative, profile.Count{Part: 1, Of: 1}, 2}, {profile.Joint, profile.Count{Part: 1, Of: 2}, 1},
			{profile.Young, profile.Count{Part: 1, Of: 1}, 2}, {profile.People, profile.Count{Part: 0, Of: 2}, 1}, {profile.Reciprocity, profile.Count{Part: 1, Of: 2}, 0},
		} {
			if i := st.Profile.Find(c.name); i.Now != c.now || i.Unknown != c.unknown || i.Level != profile.Unknown {
				t.Errorf("%s: %+v", c.name, i)
			}
		}
		if i := st.Profile.Find(profile.Continuity); i.Now != (profile.Count{Part: 2, Of: 5}) || i.Level != profile.Fair || i.Trend != profile.NoTrend {
			t.Errorf("%+v", i)
		}
		// The post has been empty for more than half a year; theirs is not named at all.
		if i := st.Profile.Find(profile.Coordinators); i.Trend != profile.Falling || !slices.Equal(i.Vacant, []string{"ours"}) || !slices.Equal(i.Unnamed, []string{"theirs"}) {
			t.Errorf("%+v", i)
		}
		if st.Profile.Step != profile.Coordinators {
			t.Errorf("step %q", st.Profile.Step)
		}
		if st.gaps[profile.Young] != "fair" {
			t.Errorf("gaps %v", st.gaps)
		}
		// Of a partner with nothing on record nothing is known; it is not zero.
		if st, err = s.Of(keeptest.As(t, account.Head), "oxford"); err != nil {
			t.Fatal(err)
		}
		for _, i := range st.Profile.Ingredients {
			if i.Level != profile.Unknown || i.Trend != profile.NoTrend {
				t.Errorf("%+v", i)
			}
		}
	})
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx, office := keeptest.As(t, account.Coordinator), s.Module().Office
		keeptest.Wants(t, desk(t).Show(ctx, office, "/health"), []string{"Дуйсбург", "Оксфорд", "неизвестно", "слабеет", "/perm/office/health/duisburg"}, "Бывший")
		at := "/health/duisburg"
		keeptest.Wants(t, desk(t).Show(ctx, office, at), []string{"Состояние связи: Дуйсбург", "к нам — 1, от нас — 1", "Назначьте координатора", "никто не занимает", "не записано", "/perm/office/activities/in", "их взгляд не записан"})
		typed := url.Values{"ingredient": {"young"}, "said": {"weak"}, "on": {"2026-11-30"}, "who": {"Координатор"}, "source": {"Письмо № 4"}}
		reply, err := desk(t).Ask(ctx, office, http.MethodPost, at+"/answers/new", typed)
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("an answer of tomorrow: %#v %v", reply, err)
		}
		keeptest.Wants(t, desk(t).HTML(desk(t).Scene("ru", at), page.Template, page.Title, page.Data), []string{`value="Письмо № 4"`})
		typed.Set("on", "2026-11-20")
		if reply, err = desk(t).Ask(ctx, office, http.MethodPost, at+"/answers/new", typed); err != nil {
			t.Fatal(err)
		}
		if to, ok := reply.(web.Redirect); !ok || !strings.HasSuffix(to.To, "#answers") {
			t.Fatalf("%#v", reply)
		}
		keeptest.Wants(t, desk(t).Show(ctx, office, at), []string{"они говорят: слабо", "Письмо № 4"})
		if err := s.Say(keeptest.As(t, account.Auditor), Answer{Partner: "duisburg"}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor answers: %v", err)
		}
		if err := s.Say(ctx, Answer{Partner: "duisburg"}); len(errs.FieldsOf(err)) != 5 {
			t.Errorf("an empty answer: %v", err)
		}
		panel, err := s.related(ctx, desk(t).Scene("en", "/partners/duisburg"), record.Ref{Kind: "partner", ID: "duisburg"})
		if err != nil || panel == nil {
			t.Fatalf("%+v %v", panel, err)
		}
		keeptest.Wants(t, desk(t).HTML(desk(t).Scene("en", "/"), panel.Template, panel.Title, panel.Data), []string{"Coordinators on both sides", "Name a coordinator", "/perm/office/health/duisburg"})
	})
}
