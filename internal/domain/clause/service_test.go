package clause

import (
	"strings"
	"testing"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
)

// key is the message key of the first error.
func key(err error) string {
	if all := errs.FieldsOf(err); len(all) > 0 {
		return all[0].Key
	}
	if e, ok := err.(*errs.E); ok {
		return e.Key
	}
	return ""
}

func TestBegin(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, err := h.Begin(h.head(), Text{Agreement: h.agreement, OurLang: "ru", TheirLang: "de"}, "")
		if err != nil {
			t.Fatal(err)
		}
		text, err := h.Text(h.head(), id)
		if err != nil || text.OurName.Get("ru") != "Пермь" || text.OurName.Get("de") != "Perm" || text.TheirName.Get("ru") != "Дуйсбург" || text.TheirName.Get("de") != "" || text.State != Draft {
			t.Errorf("begun as %+v: %v", text, err)
		}
		clauses := h.clauses(id)
		if len(clauses) != 4 || clauses[0].Words.Get("ru") != "Соглашение о сотрудничестве" || clauses[3].Part != Closing {
			t.Errorf("begun with %+v", clauses)
		}
		for name, bad := range map[string]Text{
			"text.lang.twice": {Agreement: h.agreement, OurLang: "ru", TheirLang: "ru"},
			"form.empty":      {Agreement: h.agreement, OurLang: "ru"},
			"form.choice":     {Agreement: "nowhere", OurLang: "ru", TheirLang: "de"},
		} {
			if _, err := h.Begin(h.head(), bad, ""); key(err) != name {
				t.Errorf("%+v: %v, not %s", bad, err, name)
			}
		}
		if _, err := h.Begin(h.head(), Text{Agreement: h.agreement, OurLang: "ru", TheirLang: "de"}, "nowhere"); key(err) != "form.choice" {
			t.Errorf("from a text that is not there: %v", err)
		}
	})
}

// TestReady walks the states: refused while a clause is in one language, ready,
// not to be changed, a draft again, sealed by the signing for good.
func TestReady(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text := h.text(whole()...)
		half := h.clauses(text.ID)[3]
		half.Words = i18n.NewText("ru", "только по-русски")
		if err := h.Write(h.head(), half); err != nil {
			t.Fatal(err)
		}
		if err := h.Finish(h.head(), text.ID, text.Version); key(err) != "text.not_ready" {
			t.Errorf("ready with a clause in one language: %v", err)
		}
		if _, err := h.Sheet(h.head(), text.ID); key(err) != "text.no_paper" {
			t.Errorf("a paper of half a text: %v", err)
		}
		half = h.clauses(text.ID)[3]
		half.Words.Set("de", "nur deutsch")
		if err := h.Write(h.head(), half); err != nil {
			t.Fatal(err)
		}
		if err := h.Finish(h.head(), text.ID, text.Version); err != nil {
			t.Fatal(err)
		}
		half = h.clauses(text.ID)[3]
		half.Words.Set("de", "anders")
		if err := h.Write(h.head(), half); key(err) != "text.ready.locked" {
			t.Errorf("a ready text was changed: %v", err)
		}
		ready, _ := h.Text(h.head(), text.ID)
		if err := h.Reopen(h.head(), text.ID, ready.Version-1); errs.KindOf(err) != errs.Stale {
			t.Errorf("reopened from an older version: %v", err)
		}
		if err := h.Reopen(h.head(), text.ID, ready.Version); err != nil {
			t.Fatal(err)
		}
		ready, _ = h.Text(h.head(), text.ID)
		if err := h.Finish(h.head(), text.ID, ready.Version); err != nil {
			t.Fatal(err)
		}
		h.sign()
		sealed, _ := h.Text(h.head(), text.ID)
		if sealed.State != Sealed {
			t.Fatalf("after the signing the text is %s", sealed.State)
		}
		c := h.clauses(text.ID)[2]
		for name, err := range map[string]error{
			"reopen": h.Reopen(h.head(), text.ID, sealed.Version), "write": h.Write(h.head(), c), "move": h.Move(h.head(), c.ID, false), "remove": h.Remove(h.head(), c.ID),
			"discard": h.Discard(h.head(), text.ID), "change": h.Change(h.head(), sealed), "finish": h.Finish(h.head(), text.ID, sealed.Version),
		} {
			if key(err) != "text.sealed" {
				t.Errorf("%s of a sealed text: %v", name, err)
			}
		}
		if _, err := h.Insert(h.head(), Clause{Text: text.ID, Part: Article, Words: both("а", "b")}, ""); key(err) != "text.sealed" {
			t.Errorf("a clause more in a sealed text: %v", err)
		}
		if _, err := h.Paste(h.head(), text.ID, "ru", Split("1. A.\n2. B.")); key(err) != "text.sealed" {
			t.Errorf("pasted into a sealed text: %v", err)
		}
		if _, err := h.Sheet(h.head(), text.ID); err != nil {
			t.Errorf("no copy of a sealed text: %v", err)
		}
	})
}

// sign says that the agreement was signed.
func (h *house) sign() {
	h.t.Helper()
	a, err := h.papers.Agreement(h.head(), h.agreement)
	if err != nil {
		h.t.Fatal(err)
	}
	a.Planned, a.Signed = false, edtf.On(keeptest.Now())
	if err := h.papers.Change(h.head(), a); err != nil {
		h.t.Fatal(err)
	}
}

// TestOldPaper types in the text of an agreement that was signed long ago: a
// draft until it is ready, and sealed from then on.
func TestOldPaper(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sign()
		text := h.text(whole()...)
		if err := h.Finish(h.head(), text.ID, text.Version); err != nil {
			t.Fatal(err)
		}
		if text, _ = h.Text(h.head(), text.ID); text.State != Sealed {
			t.Errorf("the text of a signed agreement is %s", text.State)
		}
	})
}

// TestSignatories wants the post of who signs in every language of the text.
func TestSignatories(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text := h.text(whole()...)
		signer := agreement.Signatory{Agreement: h.agreement, Side: "ours", Name: "Кто-то", Post: i18n.NewText("ru", "глава города")}
		if _, err := h.papers.AddSignatory(h.head(), signer); err != nil {
			t.Fatal(err)
		}
		missing, err := h.Missing(h.head(), text)
		if err != nil || len(missing) != 1 || missing[0].Err.Key != "text.post.missing" {
			t.Errorf("missing %+v: %v", missing, err)
		}
		if err := h.Finish(h.head(), text.ID, text.Version); key(err) != "text.not_ready" {
			t.Errorf("ready without a post in German: %v", err)
		}
	})
}

func TestOrder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text := h.text(whole()...)
		order := func() string {
			var parts []string
			for _, c := range h.clauses(text.ID) {
				parts = append(parts, string(c.Part)[:2]+" "+excerpt(c.Words.Get("de"))[:4])
			}
			return strings.Join(parts, ", ")
		}
		before := order()
		all := h.clauses(text.ID)
		if err := h.Move(h.head(), all[4].ID, true); err != nil {
			t.Fatal(err)
		}
		if want := "ti Abko, pr <fir, ar Die , ar Die , po <our, cl Gesc"; order() != want {
			t.Errorf("after the move %s, not %s", order(), want)
		}
		if got := h.clauses(text.ID)[2].Words.Get("de"); !strings.HasPrefix(got, "Die Laufzeit") {
			t.Errorf("the third is %q", got)
		}
		if err := h.Move(h.head(), all[4].ID, false); err != nil || order() != before {
			t.Errorf("moved back: %s, %v", order(), err)
		}
		// At the edge nothing happens.
		if err := h.Move(h.head(), all[2].ID, true); err != nil || order() != before {
			t.Errorf("at the edge: %s, %v", order(), err)
		}
		if _, err := h.Insert(h.head(), Clause{Text: text.ID, Part: Point, Words: both("после", "nach")}, all[2].ID); err != nil {
			t.Fatal(err)
		}
		if got := Numbers(h.clauses(text.ID))[h.clauses(text.ID)[3].ID]; got != "1.1" || h.clauses(text.ID)[3].Words.Get("ru") != "после" {
			t.Errorf("the new point stands as %s", got)
		}
		if _, err := h.Insert(h.head(), Clause{Text: text.ID, Part: Title, Words: both("а", "b")}, ""); key(err) != "clause.part.once" {
			t.Errorf("a second title: %v", err)
		}
		bad := h.clauses(text.ID)[2]
		bad.Words.Set("de", "<Stadt>")
		err := h.Write(h.head(), bad)
		if key(err) != "clause.placeholder" || errs.FieldsOf(err)[0].Field != "words.de" {
			t.Errorf("an unknown mark: %v", err)
		}
		if err := h.Remove(h.head(), all[2].ID); err != nil {
			t.Fatal(err)
		}
		if err := h.restored(all[2].ID); err != nil {
			t.Errorf("it does not return: %v", err)
		}
	})
}

// restored returns a clause from the bin, as the bin does.
func (h *house) restored(id string) error { return h.kinds()[1].Restore(h.head(), id) }

func TestPaste(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text := h.text()
		done, err := h.Paste(h.head(), text.ID, "ru", Split("Соглашение\n\nСтороны договорились.\n\nСтатья 1. Предмет\n1.1. Сотрудничать.\nСтатья 2. Срок\nПять лет."))
		if err != nil || done != (Pasted{0, 5}) {
			t.Fatalf("the first language: %+v, %v", done, err)
		}
		done, err = h.Paste(h.head(), text.ID, "de", Split("Abkommen\n\nDie Seiten vereinbaren.\n\nArtikel 1 Gegenstand\n1.1. Zusammenarbeit.\n1.2. Mehr.\nArtikel 2 Dauer\nFünf Jahre."))
		if err != nil || done != (Pasted{5, 1}) {
			t.Fatalf("the second language: %+v, %v", done, err)
		}
		var wrong []string
		for _, p := range Problems(text, h.clauses(text.ID)) {
			wrong = append(wrong, Numbers(h.clauses(text.ID))[p.Clause]+" "+p.Err.Field)
		}
		if strings.Join(wrong, ",") != "1.2 words.ru" {
			t.Errorf("wrong are %q", wrong)
		}
		if done, err = h.Paste(h.head(), text.ID, "de", Split("Abkommen")); err != nil || done != (Pasted{}) {
			t.Errorf("the same again: %+v, %v", done, err)
		}
		if _, err = h.Paste(h.head(), text.ID, "fr", nil); key(err) != "form.choice" {
			t.Errorf("a language that the text has not: %v", err)
		}
		if _, err = h.Paste(h.head(), text.ID, "ru", Split("1. <город>")); key(err) != "clause.placeholder" || errs.FieldsOf(err)[0].Field != "pasted" {
			t.Errorf("a mark that nobody knows: %v", err)
		}
	})
}

func TestRenewal(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		former := h.text(whole()...)
		a, _ := h.papers.Agreement(h.head(), h.agreement)
		next := h.paper(agreement.Agreement{Partner: a.Partner, Type: "renewal", Title: i18n.NewText("ru", "Продление"), Planned: true, Renews: a.ID})
		id, err := h.Begin(h.head(), Text{Agreement: next, OurLang: "ru", TheirLang: "en"}, former.ID)
		if err != nil {
			t.Fatal(err)
		}
		clauses := h.clauses(id)
		if len(clauses) != len(whole()) || clauses[3].Words.Get("ru") == "" || clauses[3].Words.Get("de") != "" {
			t.Errorf("taken over: %+v", clauses)
		}
		if text, _ := h.Text(h.head(), id); text.OurName.Get("ru") != "Город Пермь" || text.OurName.Get("en") != "Perm" {
			t.Errorf("the names: %+v", text)
		}
	})
}

func TestObligations(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text := h.text(whole()...)
		c := h.clauses(text.ID)[3]
		for want, bad := range map[string]Obligation{
			"form.choice": {Clause: c.ID, Side: "x", What: both("а", "b")}, "clause.obligation.what.empty": {Clause: c.ID, Side: Both}, "clause.obligation.due.empty": {Clause: c.ID, Side: Both, What: both("а", "b"), Repeat: "year"},
		} {
			if _, err := h.Oblige(h.head(), bad); key(err) != want {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		id, err := h.Oblige(h.head(), Obligation{Clause: c.ID, Side: Both, What: both("Принять школьников", "Schüler empfangen"), Due: edtf.OfYear(2027), Repeat: "year"})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // a second press makes nothing more
			if err := h.Take(h.head(), c.ID, id, "п. 1.1"); err != nil {
				t.Fatal(err)
			}
		}
		if len(h.promises) != 2 || h.promises[0].Side != Ours || h.promises[1].Side != Theirs || h.promises[0].Clause != "п. 1.1" || h.promises[0].Agreement != h.agreement || h.promises[1].Due.String() != "2027" {
			t.Errorf("promised: %+v", h.promises)
		}
		all, err := h.Obligations(h.head(), text.ID)
		if err != nil || len(all) != 1 || !all[0].Taken() || all[0].OurPromise == all[0].TheirPromise {
			t.Errorf("the obligations: %+v, %v", all, err)
		}
		if err := h.Release(h.head(), c.ID, id); err != nil {
			t.Fatal(err)
		}
		if all, _ = h.Obligations(h.head(), text.ID); len(all) != 0 {
			t.Errorf("released and still there: %+v", all)
		}
	})
}

// TestRights lets only the department's roles in.
func TestRights(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text := h.text(whole()...)
		for _, role := range []account.Role{account.Auditor} {
			ctx := keeptest.As(t, role)
			if _, err := h.Text(ctx, text.ID); err != nil {
				t.Errorf("%s does not see the text: %v", role, err)
			}
			if err := h.Finish(ctx, text.ID, text.Version); errs.KindOf(err) == 0 {
				t.Errorf("%s has made it ready", role)
			}
		}
		for _, role := range []account.Role{account.Branch, account.Guest, account.Anyone} {
			if _, err := h.Clauses(keeptest.As(t, role), text.ID); err == nil {
				t.Errorf("%s reads the draft", role)
			}
		}
	})
}
