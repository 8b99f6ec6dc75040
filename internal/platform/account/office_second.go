package account

import (
	"net/http"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// The second step at the door and in the profile.

func (s *Service) secondPage(r *http.Request) (web.Reply, error) {
	token := s.secondToken(r)
	if _, err := s.pending(r.Context(), stepping, token); errs.KindOf(err) == errs.NotFound {
		return web.Redirect{To: "/sign-in"}, nil
	} else if err != nil {
		return nil, err
	}
	return s.showSecond(r, nil)
}

func (s *Service) secondToken(r *http.Request) string {
	c, err := r.Cookie(s.named(r.Context(), secondCookie))
	if err != nil {
		return ""
	}
	return c.Value
}

func (s *Service) showSecond(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &FormPage{Head: ui.Head{Lead: sc.T("account.second.lead")}, Form: ui.Form{
		Action: sc.Path("/sign-in/second"),
		Hidden: []ui.Hidden{{Name: "next", Value: web.LocalPath(r.FormValue("next"))}},
		Fields: []ui.Field{{Kind: ui.FieldText, Name: "code", Label: sc.T("account.second.code"), Hint: sc.T("account.second.code_hint"), Autocomplete: "one-time-code", NoSpell: true, Width: ui.WidthMedium, Autofocus: true}},
		Submit: ui.Button{Text: sc.T("account.sign_in.do"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.sign_in.back"), Href: sc.Path("/sign-in")},
	}, Help: s.help(r, sc)}
	return ShowForm(sc, sc.T("account.second.title"), p, failed)
}

func (s *Service) signInSecond(r *http.Request) (web.Reply, error) {
	ticket, err := s.SignInSecond(r.Context(), s.secondToken(r), attempt(r))
	if errs.KindOf(err) == errs.Unauthenticated {
		return web.Redirect{To: "/sign-in", Notice: web.SceneOf(r).T("account.second.again")}, nil
	}
	if err != nil {
		return s.showSecond(r, err)
	}
	to := s.enter(r, ticket)
	to.Cookies = append(to.Cookies, s.cookie(r.Context(), secondCookie, "", time.Time{}))
	return to, nil
}

func (s *Service) endSecondOf(r *http.Request) (web.Reply, error) {
	id := r.PathValue("id")
	if err := s.EndSecondOf(r.Context(), id); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/users/" + id + "#ways", Notice: web.SceneOf(r).T("account.second.ended")}, nil
}
