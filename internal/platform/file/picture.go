package file

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"pobratim/internal/kit/errs"
)

// maxPixels is how large a picture may be.
const maxPixels = 40_000_000

// maxScans is how often a JPEG may go over its pixels. Progressive ones do so
// about ten times; a small file that does it a hundred thousand times would
// keep a processor busy for minutes. Little pictures inside count as well.
const maxScans = 100

// jpegQuality is high enough that a scan written anew is not seen to differ.
const jpegQuality = 90

// repaint decodes a picture and encodes it again, upright and without anything
// but its pixels. One at a time: a large one needs some hundred megabytes.
func (s *Service) repaint(ctx context.Context, typ Type, body []byte) (out []byte, width, height int, err error) {
	if !pictureIs(typ, body) {
		return nil, 0, 0, wrongType()
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return nil, 0, 0, damaged(err)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return nil, 0, 0, damaged(errors.New("no pixels"))
	}
	if pixels := int64(config.Width) * int64(config.Height) * depth(config.ColorModel); pixels > maxPixels {
		return nil, 0, 0, errs.Field(at, "file.pixels", "n", maxPixels/1_000_000)
	}
	if typ == JPG && bytes.Count(body, []byte("\xff\xda")) > maxScans {
		return nil, 0, 0, damaged(errors.New("too many scans"))
	}
	select {
	case s.easel <- struct{}{}:
		defer func() { <-s.easel }()
	case <-ctx.Done():
		return nil, 0, 0, errs.Wrap(ctx.Err(), errs.Unavailable, "form.file.failed")
	}
	img, err := decode(typ, body)
	if err != nil {
		return nil, 0, 0, damaged(err)
	}
	if typ == JPG {
		img = upright(img, orientation(body))
	}
	var b bytes.Buffer
	if typ == JPG {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: jpegQuality})
	} else {
		err = png.Encode(&b, img)
	}
	if err != nil {
		return nil, 0, 0, fmt.Errorf("picture cannot be written anew: %w", err)
	}
	return b.Bytes(), img.Bounds().Dx(), img.Bounds().Dy(), nil
}

// pictureIs compares the first bytes with a type.
func pictureIs(typ Type, body []byte) bool {
	if typ == JPG {
		return bytes.HasPrefix(body, []byte("\xff\xd8\xff"))
	}
	return bytes.HasPrefix(body, []byte("\x89PNG\r\n\x1a\n"))
}

func decode(typ Type, body []byte) (image.Image, error) {
	if typ == JPG {
		return jpeg.Decode(bytes.NewReader(body))
	}
	return png.Decode(bytes.NewReader(body))
}

// depth doubles the count of pixels that need twice the memory.
func depth(m color.Model) int64 {
	if m == color.NRGBA64Model || m == color.RGBA64Model || m == color.Gray16Model {
		return 2
	}
	return 1
}

// upright turns a picture as its Exif orientation asks: 1 as it is, 2 mirrored,
// 3 upside down, 4 both, 5 to 8 the same with rows and columns exchanged.
func upright(img image.Image, how int) image.Image {
	if how < 2 || how > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Rect(0, 0, w, h)
	if how >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	to := image.NewRGBA(size)
	row := image.NewRGBA(image.Rect(0, 0, w, 1)) // not the whole: it may be large
	for y := range h {
		draw.Draw(row, row.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		for x := range w {
			tx, ty := turned(how, x, y, w, h)
			copy(to.Pix[ty*to.Stride+4*tx:][:4], row.Pix[4*x:4*x+4])
		}
	}
	return to
}

// turned says where a pixel of a picture of w × h goes.
func turned(how, x, y, w, h int) (int, int) {
	switch how {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	}
	return y, w - 1 - x // 8
}
