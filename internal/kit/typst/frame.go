package typst

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"pobratim/internal/kit/errs"
)

// What passes between the program and its worker, over two pipes: frames of one
// kind and some parts. All numbers are big-endian 32-bit: kind, number of
// parts, the length of each part; then the parts.
const (
	frameStart = 'S' // to the worker, once: workerConfig
	frameReady = 'R' // from the worker, once: workerReady
	frameDoc   = 'D' // to the worker: docHead, main, then path and bytes of each file
	framePaper = 'P' // from the worker: paperHead, PDF

	maxParts = 4096
	maxFrame = 256 << 20
)

type frame struct {
	kind  byte
	parts [][]byte
}

var errFrame = errors.New("malformed frame between the program and its worker")

func (f frame) size() int {
	n := 0
	for _, p := range f.parts {
		n += len(p)
	}
	return n
}

func writeFrame(w io.Writer, f frame) error {
	if len(f.parts) > maxParts || f.size() > maxFrame {
		return fmt.Errorf("%w: %d parts, %d bytes", errFrame, len(f.parts), f.size())
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(f.kind))
	head = binary.BigEndian.AppendUint32(head, uint32(len(f.parts)))
	for _, p := range f.parts {
		head = binary.BigEndian.AppendUint32(head, uint32(len(p)))
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for _, p := range f.parts {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

// readFrame reads one frame. The end of the stream before a frame is io.EOF.
func readFrame(r io.Reader) (frame, error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return frame{}, err
	}
	kind, n := binary.BigEndian.Uint32(head[:]), binary.BigEndian.Uint32(head[4:])
	if kind > 255 || n > maxParts {
		return frame{}, errFrame
	}
	sizes := make([]byte, 4*n)
	if _, err := io.ReadFull(r, sizes); err != nil {
		return frame{}, cutShort(err)
	}
	f := frame{kind: byte(kind), parts: make([][]byte, n)}
	left := int64(maxFrame)
	for i := range f.parts {
		size := int64(binary.BigEndian.Uint32(sizes[4*i:]))
		if left -= size; left < 0 {
			return frame{}, errFrame
		}
		// Grows with what really arrives: a false length costs no memory.
		var b bytes.Buffer
		if _, err := io.CopyN(&b, r, size); err != nil {
			return frame{}, cutShort(err)
		}
		f.parts[i] = b.Bytes()
	}
	return f, nil
}

func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// workerConfig tells a new worker how to run.
type workerConfig struct {
	Engine     Options
	HeapTarget int64 // soft limit of the Go heap, bytes
}

// workerReady is the answer, once the engine stands.
type workerReady struct {
	Error *wireError `json:",omitempty"`
	Notes []string   `json:",omitempty"`
}

type docHead struct{ At time.Time }

// paperHead is the answer to a document.
type paperHead struct {
	Error       *wireError   `json:",omitempty"`
	Diagnostics []Diagnostic `json:",omitempty"`
	Resident    int64        // memory of the worker after the document, bytes; 0 if unknown
}

// wireError is an errs.E on its way to another process.
type wireError struct {
	Kind  errs.Kind
	Key   string
	Args  []any
	Cause string
}

func toWire(err error) *wireError {
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*errs.E](err)
	if !ok {
		e = errs.Wrap(err, errs.Unavailable, "typst.start")
	}
	w := &wireError{Kind: e.Kind, Key: e.Key, Args: e.Args}
	if e.Err != nil {
		w.Cause = e.Err.Error()
	}
	return w
}

func (w *wireError) err() error {
	if w == nil {
		return nil
	}
	return &errs.E{Kind: w.Kind, Key: w.Key, Args: w.Args, Err: errors.New(w.Cause)}
}

func docFrame(doc Doc) (frame, error) {
	head, err := json.Marshal(docHead{doc.At})
	if err != nil {
		return frame{}, errs.Wrap(err, errs.Invalid, "typst.path", "path", "At")
	}
	f := frame{frameDoc, [][]byte{head, []byte(doc.Main)}}
	for _, name := range slices.Sorted(maps.Keys(doc.Files)) {
		f.parts = append(f.parts, []byte(name), doc.Files[name])
	}
	return f, nil
}

func (f frame) doc() (Doc, error) {
	if f.kind != frameDoc || len(f.parts) < 2 || len(f.parts)%2 != 0 {
		return Doc{}, errFrame
	}
	var head docHead
	if err := json.Unmarshal(f.parts[0], &head); err != nil {
		return Doc{}, err
	}
	doc := Doc{Main: string(f.parts[1]), Files: map[string][]byte{}, At: head.At}
	for i := 2; i < len(f.parts); i += 2 {
		doc.Files[string(f.parts[i])] = f.parts[i+1]
	}
	return doc, nil
}

// jsonFrame is a frame whose first part is a JSON value.
func jsonFrame(kind byte, head any, more ...[]byte) (frame, error) {
	b, err := json.Marshal(head)
	return frame{kind, append([][]byte{b}, more...)}, err
}

// open reads the JSON value of a frame of the expected kind.
func (f frame) open(kind byte, parts int, head any) error {
	if f.kind != kind || len(f.parts) != parts {
		return errFrame
	}
	return json.Unmarshal(f.parts[0], head)
}
