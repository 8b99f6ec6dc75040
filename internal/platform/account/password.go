package account

import (
	"context"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/password"
)

// checkPassword judges a new password and says at the field what is wrong.
func checkPassword(field, typed string, context []string) error {
	fault := password.Judge(typed, context)
	if fault == "" {
		return nil
	}
	return errs.Field(field, "account.password."+string(fault), "min", password.Min, "max", password.Max)
}

// hash makes the stored form of a password.
func hash(ctx context.Context, h *password.Hasher, typed string) (string, error) {
	encoded, err := h.Hash(ctx, typed)
	if err != nil {
		return "", errs.Wrap(err, errs.Unavailable, "account.busy")
	}
	return encoded, nil
}

// matches compares a password with its stored form.
func matches(ctx context.Context, h *password.Hasher, encoded, typed string) (ok, outdated bool, err error) {
	if ok, outdated, err = h.Matches(ctx, encoded, typed); err != nil {
		return false, false, errs.Wrap(err, errs.Unavailable, "account.busy")
	}
	return ok, outdated, nil
}
