package account

import (
	"context"
	"strings"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Module hands over the pages of users, profile and the door. The routes at
// the door are the only ones here without a permission.
func (s *Service) Module() module.Module {
	nobody := module.Need{}
	users := &module.Nav{Key: "account.users.title", Order: 90, Section: module.SectionRun}
	return module.Module{
		Name: "account", Files: Files,
		Office: []module.Route{
			{Pattern: "GET /sign-in", Need: nobody, Handle: s.signInPage},
			{Pattern: "POST /sign-in", Need: nobody, Handle: s.signIn},
			{Pattern: "GET /sign-in/code", Need: nobody, Handle: s.codePage},
			{Pattern: "POST /sign-in/code", Need: nobody, Handle: s.signInByCode},
			{Pattern: "POST /sign-in/passkey/begin", Need: nobody, Handle: s.askPasskey},
			{Pattern: "POST /sign-in/passkey", Need: nobody, Handle: s.signInByPasskey},
			{Pattern: "GET /sign-in/second", Need: nobody, Handle: s.secondPage},
			{Pattern: "POST /sign-in/second", Need: nobody, Handle: s.signInSecond},
			{Pattern: "POST /sign-out", Need: nobody, Handle: s.signOut},
			{Pattern: "GET /invite", Need: nobody, Handle: s.invitePage},
			{Pattern: "GET /invite/{code}", Need: nobody, Handle: s.invitePage},
			{Pattern: "POST /invite", Need: nobody, Handle: s.accept},
			{Pattern: "GET /users", Need: NeedUsers, Handle: s.list, Nav: users},
			{Pattern: "GET /users/new", Need: NeedUsers, Handle: s.newPage},
			{Pattern: "POST /users/new", Need: NeedUsers, Handle: s.invite},
			{Pattern: "POST /users/look", Need: NeedUsers, Handle: s.lookAsRole},
			{Pattern: "POST " + lookEnd, Need: NeedProfile, Handle: s.endLook},
			{Pattern: "POST /users/{id}/look", Need: NeedUsers, Handle: s.lookAtUser},
			{Pattern: "GET /users/{id}", Need: NeedUsers, Handle: s.view},
			{Pattern: "POST /users/{id}", Need: NeedUsers, Handle: s.save},
			{Pattern: "POST /users/{id}/invite", Need: NeedUsers, Handle: s.inviteAgain},
			{Pattern: "POST /users/{id}/sessions/end", Need: NeedUsers, Handle: s.endSessionsOf},
			{Pattern: "POST /users/{id}/passkeys/{key}/end", Need: NeedUsers, Handle: s.removePasskeyOf},
			{Pattern: "POST /users/{id}/second/end", Need: NeedUsers, Handle: s.endSecondOf},
		},
		Kinds:    []record.Kind{{Name: Kind, Path: "/users/{id}", Title: s.title, Sees: s.mayRead, Show: show}},
		Pointers: []record.Pointer{{Table: "users", Column: "organisation_id", Key: []string{"id"}, Kind: "organisation", Words: "account.moves"}},
		Personal: []module.PersonalField{
			{Table: "users", Column: "name", Whose: "user", Purpose: "shows colleagues who did what", Retention: "as long as the history that names the user"},
			{Table: "users", Column: "email", Whose: "user", Purpose: "identifies the user when signing in", Retention: "until the account is erased"},
			{Table: "users", Column: "organisation_id", Whose: "user", Purpose: "limits what a guest sees to the affairs of their organisation", Retention: "until the account is erased"},
			{Table: "users", Column: "seen_at", Whose: "user", Purpose: "lets administrators find accounts that nobody uses", Retention: "until the account is erased"},
			{Table: "sessions", Column: "browser", Whose: "user", Purpose: "lets users recognise and end their own sessions", Retention: "one day after the session has ended"},
			{Table: "sessions", Column: "address", Whose: "user", Purpose: "lets users recognise and end their own sessions", Retention: "one day after the session has ended"},
			{Table: "passkeys", Column: "name", Whose: "user", Purpose: "lets users recognise their passkeys", Retention: "until the key is removed"},
			{Table: "passkeys", Column: "seen_at", Whose: "user", Purpose: "shows users when a passkey was last used", Retention: "until the key is removed"},
			{Table: "one_time_codes", Column: "secret", Whose: "user", Purpose: "checks the codes of the user's application", Retention: "until the second step is taken away"},
			{Table: "tokens", Column: "name", Whose: "user", Purpose: "lets users recognise and revoke the programs that read in their name", Retention: "until revoked or run out"},
			{Table: "tokens", Column: "seen_at", Whose: "user", Purpose: "shows users when a program last read in their name", Retention: "until revoked or run out"},
			{Table: "drafts", Column: "sealed", Whose: "user", Purpose: "returns a form that could not be sent; readable only with the browser's cookie", Retention: "one hour"},
		},
	}
}

func (s *Service) title(ctx context.Context, id, _ string) (string, error) {
	u, err := userByID(ctx, s.db, id)
	return u.Name, err
}

// show writes the values of a user's history in words.
func show(_ context.Context, p *i18n.Printer, field, value string) string {
	switch field {
	case "roles":
		var names []string
		for role := range strings.FieldsSeq(value) {
			names = append(names, p.T("account.role."+role))
		}
		return p.Join(names)
	case "disabled":
		return p.T("account.state.disabled")
	case "token_until":
		if at, err := clock.ParseStamp(value); err == nil {
			return p.Instant(at)
		}
	case "look":
		return p.T("account.role." + value)
	case "way":
		return p.T("account.way." + value)
	}
	return ""
}
