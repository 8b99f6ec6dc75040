// Package account owns the people who use the office: users, their roles,
// sessions, passwords and the one table that says who may do what.
//
// The table (Policy) grants a role an action on a kind of record within a
// scope. A route cannot be mounted without naming action and kind, and every
// exported service method asks again (Gate.Require), so pages, commands, jobs
// and imports come through the same door. Only what happens before anybody is
// known asks nothing: SignIn, SignInByCode, AskPasskey, SignInByPasskey,
// SignInSecond, Invited, Accept, Identify, SignOut, and the kept forms.
//
// It follows OWASP ASVS 5.0, chapters 6 and 7: passwords of 12 to 128 characters
// of any kind, hashed with Argon2id and compared in the same time for unknown
// users; guessing slowed per account and per address; sessions on the server,
// known by the digest of a 256-bit token, that end after 8 idle hours or 7 days;
// one-time codes of 120 bits, kept as digests.
//
// What the frame of the office does with every request:
//
//	viewer, err := accounts.Identify(r)     // an error is a failing database
//	ctx = accounts.Seeing(ctx, viewer)      // viewer and actor; nothing writes through other eyes
//	err = accounts.Refuse(viewer, r)        // nor is anything sent
//	// language, theme, density and shortcuts: viewer.Prefs
//
// and when a route or a service answers Unauthenticated: a GET goes to
// /sign-in?next=<path within the frame>; a POST is kept first, so that nothing
// that was typed is lost:
//
//	token, err := accounts.KeepDraft(ctx, viewer.Former, pathAndQuery, r.PostForm)
//	http.SetCookie(w, accounts.DraftCookie(ctx, token))
//
// Signing in then leads to ResumePath, where the frame gives Resume's request
// to its own mux. RemoteAddr has to be the client's own address by then, which
// web.Behind sees to, and
// paths under /invite/ stay out of logs: they hold a secret.
package account
