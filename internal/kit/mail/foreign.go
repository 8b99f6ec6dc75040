package mail

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/jail"
)

// Job is the name of Handle among the handlers of a jail.
const Job = "mail"

// frame kinds of what the child sends: the message, then pieces of the
// attachments in their order.
const (
	sendsMessage = 'M'
	sendsNext    = 'N' // the next attachment begins
	sendsBytes   = 'B'
	piece        = 4 << 20
)

// ReadForeign has a child read a message. Errors are errs.E.
func ReadForeign(ctx context.Context, j *jail.Jail, in io.Reader) (*Read, error) {
	var read *Read
	files := -1
	limits := jail.Limits{In: MaxRead, Memory: 512 << 20, Out: 2 * MaxRead}
	err := j.Run(ctx, jail.Job{Name: Job, Limits: limits}, in, func(b []byte) error {
		broken := errs.New(errs.Invalid, "mail.read.none")
		if len(b) == 0 {
			return broken
		}
		switch kind, rest := b[0], b[1:]; {
		case kind == sendsMessage && read == nil:
			read = &Read{}
			return json.Unmarshal(rest, read)
		case kind == sendsNext && read != nil && files+1 < len(read.Attachments):
			files++
		case kind == sendsBytes && read != nil && files >= 0:
			read.Attachments[files].Body = append(read.Attachments[files].Body, rest...)
		default:
			return broken
		}
		return nil
	})
	if err == nil && read == nil {
		err = errs.New(errs.Invalid, "mail.read.none")
	}
	if err != nil {
		return nil, err
	}
	return read, nil
}

// Handle is the child's side of ReadForeign.
func Handle(_ json.RawMessage, in io.Reader, send func([]byte) error) error {
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	read, err := Parse(data)
	if err != nil {
		return err
	}
	bodies := make([][]byte, len(read.Attachments))
	for i := range read.Attachments {
		bodies[i], read.Attachments[i].Body = read.Attachments[i].Body, nil
	}
	head, err := json.Marshal(read)
	if err != nil {
		return err
	}
	if err := send(append([]byte{sendsMessage}, head...)); err != nil {
		return err
	}
	for _, body := range bodies {
		if err := send([]byte{sendsNext}); err != nil {
			return err
		}
		for len(body) > 0 {
			n := min(piece, len(body))
			if err := send(bytes.Join([][]byte{{sendsBytes}, body[:n]}, nil)); err != nil {
				return err
			}
			body = body[n:]
		}
	}
	return nil
}
