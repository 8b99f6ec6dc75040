package account

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/otp"
	"pobratim/internal/kit/passkey"
	"pobratim/internal/kit/passkey/passkeytest"
	"pobratim/internal/kit/secret"
)

func friends(t *testing.T) passkey.Site {
	t.Helper()
	site, ok := passkey.At("https://friends.example.org")
	if !ok {
		t.Fatal("no site")
	}
	return site
}

// device makes a passkey of the user in ctx.
func (o *office) device(ctx context.Context, name string) *passkeytest.Device {
	o.t.Helper()
	site := friends(o.t)
	d := passkeytest.New(o.t, site.Origin, site.Host)
	options, err := o.NewPasskey(ctx, site, name, phrase, "Пермь")
	if err != nil {
		o.t.Fatal(err)
	}
	if err := o.AddPasskey(ctx, site, name, d.Create(options)); err != nil {
		o.t.Fatal(err)
	}
	return d
}

func (o *office) byKey(d *passkeytest.Device) (Ticket, error) {
	o.t.Helper()
	options, err := o.AskPasskey(o.t.Context(), friends(o.t), "192.0.2.9:1")
	if err != nil {
		o.t.Fatal(err)
	}
	return o.SignInByPasskey(o.t.Context(), friends(o.t), d.Get(options), Attempt{Remote: "192.0.2.9:1"})
}

func key(err error) string {
	if e, ok := errors.AsType[*errs.E](err); ok {
		return e.Key
	}
	if list := errs.FieldsOf(err); len(list) > 0 {
		return list[0].Key
	}
	return ""
}

func TestPasskeys(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		maria := o.add("Мария Иванова", "m@example.org", phrase, Coordinator)
		ctx, _ := o.as("m@example.org", phrase)
		if _, err := o.NewPasskey(ctx, friends(t), "ноутбук", "мимо", "Пермь"); key(err) != "account.password.wrong" {
			t.Errorf("a wrong password: %v", err)
		}
		if _, err := o.NewPasskey(ctx, friends(t), " ", phrase, "Пермь"); key(err) != "account.passkey.name_empty" {
			t.Errorf("no name: %v", err)
		}
		d := o.device(ctx, "ноутбук")
		for range 2 {
			ticket, err := o.byKey(d)
			if err != nil || ticket.User.ID != maria.ID || ticket.Half {
				t.Fatalf("%+v, %v", ticket, err)
			}
			if v := o.who(ticket.Cookie); v.UserID != maria.ID {
				t.Errorf("viewer %+v", v)
			}
		}
		keys, err := o.Passkeys(ctx)
		if err != nil || len(keys) != 1 || keys[0].Name != "ноутбук" || keys[0].Host != "friends.example.org" || keys[0].SeenAt.IsZero() {
			t.Fatalf("%+v, %v", keys, err)
		}
		other := o.add("Анна", "a@example.org", phrase, Coordinator)
		if err := o.RemovePasskey(With(t.Context(), other.viewer("x")), keys[0].ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("somebody else's key: %v", err)
		}
		if err := o.RemovePasskey(ctx, keys[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := o.byKey(d); key(err) != "account.passkey.unknown" {
			t.Errorf("a removed key: %v", err)
		}
	})
}

func TestPasskeyIsRefused(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		site := friends(t)
		maria := o.add("Мария Иванова", "m@example.org", phrase, Coordinator)
		o.add("Админ", "root@example.org", phrase, Administrator)
		ctx, _ := o.as("m@example.org", phrase)
		d := o.device(ctx, "ноутбук")
		stranger := passkeytest.New(t, site.Origin, site.Host)
		if _, err := o.byKey(stranger); key(err) != "account.passkey.unknown" {
			t.Errorf("an unknown key: %v", err)
		}

		// An answer is taken once.
		options, err := o.AskPasskey(t.Context(), site, "192.0.2.9:1")
		if err != nil {
			t.Fatal(err)
		}
		answer := d.Get(options)
		if _, err := o.SignInByPasskey(t.Context(), site, answer, Attempt{}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.SignInByPasskey(t.Context(), site, answer, Attempt{}); key(err) != "account.passkey.late" {
			t.Errorf("the answer again: %v", err)
		}

		// And within five minutes.
		if options, err = o.AskPasskey(t.Context(), site, "192.0.2.9:1"); err != nil {
			t.Fatal(err)
		}
		answer = d.Get(options)
		o.now = o.now.Add(challengeFor)
		if _, err := o.SignInByPasskey(t.Context(), site, answer, Attempt{}); key(err) != "account.passkey.late" {
			t.Errorf("after five minutes: %v", err)
		}

		// A challenge of the profile does not open the door.
		if options, err = o.NewPasskey(ctx, site, "второй", phrase, "Пермь"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.SignInByPasskey(t.Context(), site, d.Get(options), Attempt{}); key(err) != "account.passkey.late" {
			t.Errorf("a challenge for making a key: %v", err)
		}
		if err := o.AddPasskey(With(t.Context(), User{ID: "x", Roles: []Role{Coordinator}}.viewer("x")), site, "чужой", stranger.Create(options)); key(err) != "account.passkey.late" {
			t.Errorf("somebody else's challenge: %v", err)
		}
		if _, err := o.SignInByPasskey(t.Context(), site, []byte("{"), Attempt{}); key(err) != "account.passkey.unknown" {
			t.Errorf("rubbish: %v", err)
		}

		if err := o.Change(o.system(), UserChange{ID: maria.ID, Version: 1, Name: maria.Name, Roles: maria.Roles, Disabled: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.byKey(d); key(err) != "account.passkey.unknown" {
			t.Errorf("access was closed: %v", err)
		}
	})
}

// A key that counts backwards is refused, and stays refused.
func TestClonedPasskey(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.add("Мария Иванова", "m@example.org", phrase, Coordinator)
		ctx, _ := o.as("m@example.org", phrase)
		d := o.device(ctx, "ноутбук")
		copied := *d
		for range 3 {
			if _, err := o.byKey(d); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := o.byKey(&copied); key(err) != "account.passkey.cloned" {
			t.Fatalf("the copy: %v", err)
		}
		if _, err := o.byKey(d); key(err) != "account.passkey.cloned" {
			t.Errorf("the original: %v", err)
		}
		if keys, err := o.Passkeys(ctx); err != nil || !keys[0].Cloned {
			t.Errorf("%+v, %v", keys, err)
		}
		if n, err := db.One(t.Context(), o.db, db.Value[int], `SELECT count(*) FROM revisions WHERE changes LIKE '%passkey_cloned%'`); err != nil || n != 1 {
			t.Errorf("%d entries in the history, %v", n, err)
		}
	})
}

// enrol sets up the second step and returns its secret and the recovery codes.
func (o *office) enrol(ctx context.Context) (secret []byte, recovery []string) {
	o.t.Helper()
	token, err := o.NewSecond(ctx, phrase)
	if err != nil {
		o.t.Fatal(err)
	}
	if secret, err = o.SecondSecret(ctx, token); err != nil {
		o.t.Fatal(err)
	}
	if _, err := o.ConfirmSecond(ctx, token, "abc"); key(err) != "account.second.wrong" {
		o.t.Fatalf("a wrong first code: %v", err)
	}
	if recovery, err = o.ConfirmSecond(ctx, token, otp.Code(secret, otp.StepAt(o.now))); err != nil {
		o.t.Fatal(err)
	}
	if _, err := o.ConfirmSecond(ctx, token, otp.Code(secret, otp.StepAt(o.now))); key(err) != "account.second.late" {
		o.t.Errorf("the same enrolment again: %v", err)
	}
	return secret, recovery
}

func (o *office) step(half Ticket, code string) (Ticket, error) {
	o.t.Helper()
	if !half.Half || !strings.HasSuffix(half.Cookie.Name, "-second") {
		o.t.Fatalf("no second step: %+v", half)
	}
	return o.SignInSecond(o.t.Context(), half.Cookie.Value, Attempt{Code: code, Remote: "192.0.2.1:999"})
}

func TestSecondStep(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.add("Мария Иванова", "m@example.org", phrase, Coordinator)
		ctx, _ := o.as("m@example.org", phrase)
		secret, recovery := o.enrol(ctx)
		half, err := o.signIn("m@example.org", phrase)
		if err != nil {
			t.Fatal(err)
		}
		if v := o.who(half.Cookie); v.SignedIn() {
			t.Error("the password alone opens a session")
		}
		if _, err := o.step(half, otp.Code(secret, otp.StepAt(o.now))); key(err) != "account.second.wrong" {
			t.Errorf("the code of the enrolment again: %v", err)
		}
		o.now = o.now.Add(otp.Step)
		code := otp.Code(secret, otp.StepAt(o.now))
		whole, err := o.step(half, code[:3]+" "+code[3:])
		if err != nil || whole.Way != ByCodes || !o.who(whole.Cookie).SignedIn() {
			t.Fatalf("%+v, %v", whole, err)
		}
		if _, err := o.step(half, code); errs.KindOf(err) != errs.Unauthenticated {
			t.Errorf("the half again: %v", err)
		}
		if half, err = o.signIn("m@example.org", phrase); err != nil {
			t.Fatal(err)
		}
		if _, err := o.step(half, code); key(err) != "account.second.wrong" {
			t.Errorf("the code again: %v", err)
		}
		if _, err := o.step(half, recovery[0]); err != nil {
			t.Errorf("a recovery code: %v", err)
		}
		if half, err = o.signIn("m@example.org", phrase); err != nil {
			t.Fatal(err)
		}
		if _, err := o.step(half, recovery[0]); key(err) != "account.second.wrong" {
			t.Errorf("the recovery code again: %v", err)
		}
		o.now = o.now.Add(secondFor)
		if _, err := o.step(half, otp.Code(secret, otp.StepAt(o.now))); errs.KindOf(err) != errs.Unauthenticated {
			t.Errorf("ten minutes later: %v", err)
		}
	})
}

// Neither a recovery code nor a link from the administrator stands for both steps.
func TestSecondStepIsNotGoneAround(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		maria := o.add("Мария Иванова", "m@example.org", phrase, Coordinator)
		ctx, _ := o.as("m@example.org", phrase)
		secret, recovery := o.enrol(ctx)
		half, err := o.SignInByCode(t.Context(), Attempt{Email: "m@example.org", Code: recovery[0], Remote: "192.0.2.1:9"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.step(half, recovery[1]); key(err) != "account.second.wrong" {
			t.Errorf("two recovery codes: %v", err)
		}
		o.now = o.now.Add(otp.Step)
		if whole, err := o.step(half, otp.Code(secret, otp.StepAt(o.now))); err != nil || whole.Way != ByRecovery {
			t.Errorf("recovery code and application: %+v, %v", whole, err)
		}
		_, code, err := o.Reinvite(o.system(), maria.ID)
		if err != nil {
			t.Fatal(err)
		}
		half, codes, err := o.Accept(t.Context(), Attempt{Code: code, Password: "восемь слонов пьют кефир", Remote: "192.0.2.1:9"})
		if err != nil || codes != nil {
			t.Fatalf("the link gives codes: %v, %v", codes, err)
		}
		o.now = o.now.Add(otp.Step)
		if _, err := o.step(half, otp.Code(secret, otp.StepAt(o.now))); err != nil {
			t.Errorf("the link and the application: %v", err)
		}
	})
}

func TestSecondStepIsLimitedAndEnds(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		maria := o.add("Мария Иванова", "m@example.org", phrase, Coordinator)
		o.add("Админ", "root@example.org", phrase, Administrator)
		ctx, _ := o.as("m@example.org", phrase)
		o.enrol(ctx)
		var err error
		for i := range attemptsPerAccount + 1 {
			half, signErr := o.signIn("m@example.org", phrase) // knowing the password gives no more attempts
			if signErr != nil {
				t.Fatal(signErr)
			}
			_, err = o.step(half, "000000")
			if i < attemptsPerAccount && key(err) != "account.second.wrong" {
				t.Fatalf("attempt %d: %v", i, err)
			}
		}
		if errs.KindOf(err) != errs.TooMany {
			t.Errorf("one attempt more: %v", err)
		}
		if err := o.EndSecondOf(ctx, maria.ID); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("no administrator: %v", err)
		}
		if err := o.EndSecondOf(o.system(), maria.ID); err != nil {
			t.Fatal(err)
		}
		if whole, err := o.signIn("m@example.org", phrase); err != nil || whole.Half {
			t.Errorf("without a second step: %+v, %v", whole, err)
		}
		found, err := db.All(t.Context(), o.db, db.Value[string], `SELECT changes FROM revisions ORDER BY seq`)
		if err != nil || !slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, `second`) && strings.Contains(s, "true") }) {
			t.Errorf("not in the history: %q, %v", found, err)
		}
	})
}

// What was begun and not ended is dropped, and cannot fill the disk.
func TestCeremoniesEnd(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		err := o.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for i := range maxCeremonies {
				if err := insertCeremony(ctx, tx, ceremony{purpose: entering}, secret.Digest(strconv.Itoa(i)), o.now.Add(time.Minute)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.begin(t.Context(), ceremony{purpose: entering}, "x", time.Minute); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("too many: %v", err)
		}
		o.now = o.now.Add(2 * time.Minute)
		if err := o.begin(t.Context(), ceremony{purpose: entering}, "x", time.Minute); err != nil {
			t.Errorf("the old ones are over: %v", err)
		}
		if n, err := countCeremonies(t.Context(), o.db); err != nil || n != 1 {
			t.Errorf("%d are left, %v", n, err)
		}
	})
}
