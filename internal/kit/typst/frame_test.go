package typst

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"
	"time"

	"pobratim/internal/kit/errs"
)

func TestFrame(t *testing.T) {
	doc := Doc{
		Main:  "= Привет",
		Files: map[string][]byte{"/a.json": []byte("{}"), "/empty.txt": {}, "/b.png": bytes.Repeat([]byte{7}, 70000)},
		At:    time.Date(2026, 6, 12, 9, 30, 0, 0, time.FixedZone("", 3*3600)),
	}
	f, err := docFrame(doc)
	if err != nil {
		t.Fatal(err)
	}
	var wire bytes.Buffer
	if err := errors.Join(writeFrame(&wire, f), writeFrame(&wire, frame{kind: 'x'})); err != nil {
		t.Fatal(err)
	}
	got, err := readFrame(&wire)
	if err != nil {
		t.Fatal(err)
	}
	back, err := got.doc()
	if err != nil {
		t.Fatal(err)
	}
	if !back.At.Equal(doc.At) || back.Main != doc.Main || len(back.Files) != 3 || !bytes.Equal(back.Files["/b.png"], doc.Files["/b.png"]) {
		t.Errorf("another document came back: %v", back)
	}
	if got, err := readFrame(&wire); err != nil || got.kind != 'x' || len(got.parts) != 0 {
		t.Errorf("second frame %v, %v", got, err)
	}
	if _, err := readFrame(&wire); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

func TestFrameRefused(t *testing.T) {
	for _, c := range []struct {
		name, wire string
		want       error
	}{
		{"text", "nonsense nonsense", errFrame},
		{"too many parts", "\x00\x00\x00D\x00\xff\xff\xff", errFrame},
		{"too long", "\x00\x00\x00D\x00\x00\x00\x01\xff\xff\xff\xff", errFrame},
		{"cut in the sizes", "\x00\x00\x00D\x00\x00\x00\x02\x00\x00\x00\x01", io.ErrUnexpectedEOF},
		{"cut in a part", "\x00\x00\x00D\x00\x00\x00\x01\x00\x00\x00\x09abc", io.ErrUnexpectedEOF},
	} {
		if _, err := readFrame(bytes.NewReader([]byte(c.wire))); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	for _, f := range []frame{{kind: 'X'}, {kind: frameDoc}, {frameDoc, [][]byte{[]byte("{}"), nil, []byte("/a")}}, {frameDoc, [][]byte{nil, nil}}} {
		if _, err := f.doc(); err == nil {
			t.Errorf("%v counts as a document", f)
		}
	}
}

func TestWireError(t *testing.T) {
	if err := toWire(nil).err(); err != nil {
		t.Errorf("no error became %v", err)
	}
	want := errs.Wrap(io.EOF, errs.Invalid, "typst.faulty", "fault", "x")
	got := toWire(want).err()
	if !errors.Is(got, want) || got.Error() != want.Error() {
		t.Errorf("%v became %v", want, got)
	}
	if e, _ := errors.AsType[*errs.E](got); !reflect.DeepEqual(e.Args, want.Args) {
		t.Errorf("arguments %v", e.Args)
	}
	if got := toWire(io.EOF).err(); errs.KindOf(got) != errs.Unavailable {
		t.Errorf("an error without a kind became %v", got)
	}
}

func FuzzFrame(f *testing.F) {
	var seed bytes.Buffer
	d, _ := docFrame(Doc{Main: "x", Files: map[string][]byte{"/a": {1}}})
	_ = writeFrame(&seed, d)
	f.Add(seed.Bytes())
	f.Fuzz(func(t *testing.T, wire []byte) {
		got, err := readFrame(bytes.NewReader(wire))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := writeFrame(&again, got); err != nil || !bytes.HasPrefix(wire, again.Bytes()) {
			t.Errorf("frame %v is written differently: %v", got, err)
		}
		_, _ = got.doc()
	})
}
