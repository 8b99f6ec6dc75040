package profile

import (
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// Pages are the pages of one's own account.
type Pages struct{ *account.Service }

// New makes the pages.
func New(accounts *account.Service) *Pages { return &Pages{accounts} }

// Module hands over the pages.
func (s *Pages) Module() module.Module {
	return module.Module{Name: "profile", Files: Files, Office: []module.Route{
		{Pattern: "GET /profile", Need: account.NeedProfile, Handle: s.profile},
		{Pattern: "POST /profile", Need: account.NeedProfile, Handle: s.savePrefs},
		{Pattern: "GET /profile/password", Need: account.NeedProfile, Handle: s.passwordPage},
		{Pattern: "POST /profile/password", Need: account.NeedProfile, Handle: s.savePassword},
		{Pattern: "GET /profile/codes", Need: account.NeedProfile, Handle: s.codesAsk},
		{Pattern: "POST /profile/codes", Need: account.NeedProfile, Handle: s.newCodes},
		{Pattern: "GET /profile/passkeys/new", Need: account.NeedProfile, Handle: s.passkeyPage},
		{Pattern: "POST /profile/passkeys/new", Need: account.NeedProfile, Handle: s.makePasskey},
		{Pattern: "POST /profile/passkeys", Need: account.NeedProfile, Handle: s.addPasskey},
		{Pattern: "POST /profile/passkeys/{id}/end", Need: account.NeedProfile, Handle: s.removeOwnPasskey},
		{Pattern: "GET /profile/second/new", Need: account.NeedProfile, Handle: s.newSecondPage},
		{Pattern: "POST /profile/second/new", Need: account.NeedProfile, Handle: s.newSecond},
		{Pattern: "POST /profile/second", Need: account.NeedProfile, Handle: s.confirmSecond},
		{Pattern: "GET /profile/second/end", Need: account.NeedProfile, Handle: s.endSecondPage},
		{Pattern: "POST /profile/second/end", Need: account.NeedProfile, Handle: s.endOwnSecond},
		{Pattern: "GET /profile/tokens/new", Need: account.NeedProfile, Handle: s.tokenPage},
		{Pattern: "POST /profile/tokens/new", Need: account.NeedProfile, Handle: s.newToken},
		{Pattern: "POST /profile/tokens/{id}/end", Need: account.NeedProfile, Handle: s.endToken},
		{Pattern: "POST /profile/sessions/end", Need: account.NeedProfile, Handle: s.endOthers},
		{Pattern: "POST /profile/sessions/{id}/end", Need: account.NeedProfile, Handle: s.endSession},
	}}
}
