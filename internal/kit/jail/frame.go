package jail

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"pobratim/internal/kit/errs"
)

// What passes between the program and the child: to the child one frame with
// the order and after it the bytes of the file until the end of the stream;
// back any number of parts and one end. A frame is its kind, its length as
// big-endian 32-bit, and its bytes.
const (
	frameOrder = 'O' // to the child: order
	framePart  = 'P' // from the child: what the handler sends
	frameEnd   = 'E' // from the child: outcome

	frameHead = 5
	maxFrame  = 32 << 20
)

var errFrame = errors.New("malformed frame between the program and its child")

// order tells the child what to do.
type order struct {
	Name    string
	Limits  Limits
	Request json.RawMessage `json:",omitempty"`
}

// outcome is how the handler ended.
type outcome struct {
	Error *wireError `json:",omitempty"`
}

func writeFrame(w io.Writer, kind byte, b []byte) error {
	if len(b) > maxFrame {
		return fmt.Errorf("%w: %d bytes", errFrame, len(b))
	}
	head := [frameHead]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(len(b)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(b)
	return err
}

// readFrame reads one frame of at most limit bytes. The end of the stream
// before a frame is io.EOF. The buffer grows with what really arrives: a false
// length costs no memory.
func readFrame(r io.Reader, limit int64) (byte, []byte, error) {
	var head [frameHead]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	size := int64(binary.BigEndian.Uint32(head[1:]))
	if size > min(limit, maxFrame) {
		return 0, nil, fmt.Errorf("%w: %d bytes", errFrame, size)
	}
	var b bytes.Buffer
	if _, err := io.CopyN(&b, r, size); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return 0, nil, err
	}
	return head[0], b.Bytes(), nil
}

// wireError is an errs.E on its way to the parent.
type wireError struct {
	Kind  errs.Kind
	Key   string
	Args  []any  `json:",omitempty"`
	Field string `json:",omitempty"`
	Cause string `json:",omitempty"`
}

func toWire(err error) *wireError {
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*errs.E](err)
	if !ok {
		e = errs.Wrap(err, errs.Invalid, "jail.broken")
	}
	w := &wireError{Kind: e.Kind, Key: e.Key, Args: e.Args, Field: e.Field}
	if e.Err != nil {
		w.Cause = e.Err.Error()
	}
	return w
}

func (w *wireError) err() error {
	if w == nil {
		return nil
	}
	e := &errs.E{Kind: w.Kind, Key: w.Key, Args: w.Args, Field: w.Field}
	for i, a := range e.Args {
		if n, ok := a.(json.Number); ok { // counts choose the plural form
			whole, err := n.Int64()
			if err == nil {
				e.Args[i] = int(whole)
			} else {
				e.Args[i] = n.String()
			}
		}
	}
	if w.Cause != "" {
		e.Err = errors.New(w.Cause)
	}
	return e
}

func (o *outcome) read(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode(o)
}
