package biff

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

// stream joins records: number, bytes, number, bytes.
func stream(parts ...any) []byte {
	var b []byte
	for i := 0; i < len(parts); i += 2 {
		data := parts[i+1].(string)
		b = binary.LittleEndian.AppendUint16(b, uint16(parts[i].(int)))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(data)))
		b = append(b, data...)
	}
	return b
}

const (
	globalsBegin = "\x00\x06\x05\x00"
	sheetBegin   = "\x00\x06\x10\x00"
)

// workbook is a stream of one sheet with the given records.
func workbook(global, sheet []byte) []byte {
	build := func(at uint32) []byte {
		place := string(binary.LittleEndian.AppendUint32(nil, at))
		b := stream(begin, globalsBegin, boundSheet, place+"\x01\x00\x01\x00a")
		b = append(append(b, global...), stream(end, "")...)
		return b
	}
	b := build(uint32(len(build(0))))
	return append(append(append(b, stream(begin, sheetBegin)...), sheet...), stream(end, "")...)
}

func le64(f float64) string {
	return string(binary.LittleEndian.AppendUint64(nil, math.Float64bits(f)))
}

func cells(b *Book) string {
	var s []string
	for _, c := range b.Sheets[0].Cells {
		s = append(s, fmt.Sprintf("%d,%d=%s", c.Row, c.Column, c.Text))
	}
	return strings.Join(s, " ")
}

func TestRead(t *testing.T) {
	// A text over the end of its record, which goes on with wider characters.
	texts := stream(sst, "\x02\x00\x00\x00\x02\x00\x00\x00"+"\x04\x00\x00ab", following, "\x01\x1f\x04\x20\x04"+"\x02\x00\x08\x01\x00xy\x00\x00\x00\x00")
	global := append(texts, stream(xf, "\x00\x00\x00\x00", xf, "\x00\x00\x0e\x00", xf, "\x00\x00\xa4\x00")...)
	global = append(stream(format, "\xa4\x00\x04\x00\x00yyyy"), global...)
	sheet := stream(
		labelSST, "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00", labelSST, "\x01\x00\x01\x00\x00\x00\x01\x00\x00\x00",
		number, "\x00\x00\x00\x00\x01\x00"+le64(32793), number, "\x00\x00\x01\x00\x02\x00"+le64(32793), number, "\x00\x00\x02\x00\x00\x00"+le64(0.30000000000000004),
		rk, "\x02\x00\x00\x00\x00\x00"+"\x16\x00\x00\x00", mulRK, "\x02\x00\x01\x00"+"\x00\x00\x01\x00\x00\x40"+"\x00\x00\xfe\xff\xff\xff"+"\x02\x00",
		boolErr, "\x03\x00\x00\x00\x00\x00\x01\x00", boolErr, "\x03\x00\x01\x00\x00\x00\x2a\x01",
		formula, "\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00", text, "\x02\x00\x00ok",
		formula, "\x04\x00\x01\x00\x00\x00"+le64(5)+"\x00\x00", formula, "\x04\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00",
		label, "\x05\x00\x00\x00\x00\x00\x02\x00\x01\x1f\x04\x20\x04", merged, "\x01\x00\x00\x00\x01\x00\x02\x00\x03\x00",
		begin, "\x00\x06\x20\x00", number, "\x09\x00\x00\x00\x00\x00"+le64(9), end, "") // a chart within
	b, err := Read(workbook(global, sheet))
	if err != nil {
		t.Fatal(err)
	}
	want := "0,0=1989-10-12 0,1=1989 0,2=0.3 1,0=abПР 1,1=xy 2,0=5 2,1=0.02 2,2=-1 3,0=true 3,1=#N/A 4,0=ok 4,1=5 5,0=ПР"
	if got := cells(b); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if s := b.Sheets[0]; s.Name != "a" || !s.Hidden || b.Bare != 1 || len(s.Merged) != 1 || s.Merged[0] != [4]int{0, 2, 1, 3} {
		t.Errorf("got %+v", b)
	}
}

func TestRefused(t *testing.T) {
	whole := workbook(nil, stream(number, "\x00\x00\x00\x00\x00\x00"+le64(1)))
	for name, c := range map[string]struct {
		b    []byte
		want error
	}{
		"nothing":    {nil, ErrBroken},
		"noise":      {[]byte("noise"), ErrBroken},
		"cut":        {whole[:len(whole)-6], ErrBroken},
		"locked":     {stream(begin, globalsBegin, filePass, "\x01\x00"), ErrLocked},
		"Excel 95":   {stream(begin, "\x00\x05\x05\x00"), ErrOld},
		"Excel 4":    {stream(0x0409, "\x00\x00\x10\x00"), ErrOld},
		"no sheet":   {stream(begin, globalsBegin, boundSheet, "\xff\xff\xff\xff\x00\x00\x01\x00a", end, ""), ErrBroken},
		"many texts": {workbook(stream(sst, "\x00\x00\x00\x00\xff\xff\xff\xff"), nil), ErrBroken},
	} {
		if _, err := Read(c.b); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(workbook(stream(sst, "\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00a"), stream(labelSST, "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00")))
	f.Fuzz(func(t *testing.T, b []byte) {
		book, err := Read(b)
		if err == nil && len(book.Sheets) > maxSheets {
			t.Error(len(book.Sheets))
		}
	})
}
