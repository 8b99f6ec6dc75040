package typst

import (
	"embed"
	"errors"
	"io/fs"

	"github.com/klauspost/compress/zstd"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/typst/internal/parts"
)

//go:embed all:assets
var assets embed.FS

//go:embed locale
var locale embed.FS

// Locale holds the words for this package's error keys.
func Locale() fs.FS { return locale }

// Licences holds the licence texts of the embedded fonts, one file per family.
// Reading it fails with fs.ErrNotExist when the assets have not been built.
func Licences() fs.FS {
	sub, err := fs.Sub(assets, "assets/built/"+parts.LicenceDir)
	if err != nil { // only for a path that is not valid
		panic(err)
	}
	return sub
}

// Built is nil when the typesetter is embedded in this program, and otherwise
// errs.Unavailable with the key "typst.assets": run `make assets`, build again.
func Built() error {
	for _, p := range append(parts.Fonts(), parts.Module()) {
		if _, err := fs.Stat(assets, embedded(p)); err != nil {
			return noAssets(err)
		}
	}
	return nil
}

func embedded(p parts.Part) string { return "assets/built/" + p.Name + parts.Suffix }

func noAssets(err error) error {
	return errs.Wrap(err, errs.Unavailable, "typst.assets", "command", "make assets")
}

// unpack reads and decompresses one embedded part.
func unpack(p parts.Part) ([]byte, error) {
	small, err := assets.ReadFile(embedded(p))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noAssets(err)
	}
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	return dec.DecodeAll(small, nil)
}
