package audit

import "context"

// Actor is who acts: a user, a command of the program, or a job.
type Actor struct {
	ID   string // identifier of the user, or the name of the command
	Name string // as shown in the history
}

type ctxKey int

const (
	actorKey ctxKey = iota
	idempotencyKey
	holdKey
)

// WithActor says in whose name changes in ctx are made.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey, a)
}

// ActorFrom is who acts; the program itself when nobody was named.
func ActorFrom(ctx context.Context) Actor {
	if a, ok := ctx.Value(actorKey).(Actor); ok {
		return a
	}
	return Actor{ID: "pobratim", Name: "pobratim"}
}

// WithKey carries the idempotency key of the request.
func WithKey(ctx context.Context, key string) context.Context {
	if key == "" {
		return ctx
	}
	return context.WithValue(ctx, idempotencyKey, key)
}

func keyFrom(ctx context.Context) string {
	key, _ := ctx.Value(idempotencyKey).(string)
	return key
}

// WithoutKey leaves the idempotency key behind, for what must not be answered
// with an earlier outcome, such as signing in.
func WithoutKey(ctx context.Context) context.Context {
	return context.WithValue(ctx, idempotencyKey, "")
}

// Hold makes every Write in ctx return why without doing anything. It lets a
// form be shown again as if it had a mistake.
func Hold(ctx context.Context, why error) context.Context {
	return context.WithValue(ctx, holdKey, why)
}
