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
	var all []*Attachment
	files := -1
	limits := jail.Limits{In: MaxRead, Memory: 512 << 20, Out: 3 * MaxRead}
	err := j.Run(ctx, jail.Job{Name: Job, Limits: limits}, in, func(b []byte) error {
		broken := errs.New(errs.Invalid, "mail.read.none")
		if len(b) == 0 {
			return broken
		}
		switch kind, rest := b[0], b[1:]; {
		case kind == sendsMessage && read == nil:
			read = &Read{}
			if err := json.Unmarshal(rest, read); err != nil {
				return err
			}
			all = read.files()
		case kind == sendsNext && files+1 < len(all):
			files++
		case kind == sendsBytes && files >= 0:
			all[files].Body = append(all[files].Body, rest...)
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

// files are the attachments of a message and of the one that it brings, in the
// order in which they are sent.
func (r *Read) files() []*Attachment {
	var all []*Attachment
	for i := range r.Attachments {
		all = append(all, &r.Attachments[i])
	}
	if r.Forwarded != nil {
		all = append(all, r.Forwarded.files()...)
	}
	return all
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
	files := read.files()
	bodies := make([][]byte, len(files))
	for i, a := range files {
		bodies[i], a.Body = a.Body, nil
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
