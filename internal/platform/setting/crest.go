package setting

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"image/png"
	"io"
	"math"
	"net/http"
	"strconv"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/svgclean"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Crest is the coat of arms, or another sign of the city, as it is stored.
type Crest struct {
	Sum    string `json:"sum"`  // SHA-256 of its bytes
	Type   string `json:"type"` // "png" or "svg"
	Width  int    `json:"width"`
	Height int    `json:"height"` // pixels; of a drawing only the ratio means something
}

// Limits of a crest.
const (
	maxCrest      = 1 << 20 // bytes as it comes
	maxCrestSide  = 2000    // pixels
	maxCrestForm  = 4 << 20 // bytes of the whole form; beyond that no answer reaches the browser
	crestOnScreen = 80      // pixels of its height in the head, twice for sharp screens
)

// crestPath is where office and portal serve it, whatever kind of picture it is.
const crestPath = "/crest.image"

// Picture is the crest for the head of a page; base is the address of the office
// or of the portal, which both serve it.
func (c *Crest) Picture(base, alt string) *ui.Picture {
	if c == nil {
		return nil
	}
	width := max(1, int(math.Round(crestOnScreen/2*float64(c.Width)/float64(c.Height))))
	return &ui.Picture{Src: base + crestPath + "?" + c.Sum[:8], Alt: alt, Width: width, Height: crestOnScreen / 2}
}

// readCrest examines a picture and writes it anew: a PNG with nothing but its
// pixels, a drawing with nothing but its shapes.
func readCrest(body []byte) (Crest, []byte, error) {
	if len(body) > maxCrest {
		return Crest{}, nil, errs.Field("crest", "form.file.size", "size", i18n.Bytes(maxCrest))
	}
	var c Crest
	if bytes.HasPrefix(body, []byte("\x89PNG\r\n\x1a\n")) {
		config, err := png.DecodeConfig(bytes.NewReader(body))
		if err != nil {
			return c, nil, errs.Field("crest", "setting.crest.damaged").Because(err)
		}
		if config.Width > maxCrestSide || config.Height > maxCrestSide || config.Width < 1 || config.Height < 1 {
			return c, nil, errs.Field("crest", "setting.crest.large", "max", strconv.Itoa(maxCrestSide))
		}
		img, err := png.Decode(bytes.NewReader(body))
		if err != nil {
			return c, nil, errs.Field("crest", "setting.crest.damaged").Because(err)
		}
		var out bytes.Buffer
		if err := png.Encode(&out, img); err != nil {
			return c, nil, err
		}
		c, body = Crest{Type: "png", Width: config.Width, Height: config.Height}, out.Bytes()
	} else {
		drawing, err := svgclean.Clean(body)
		if err != nil {
			key := "setting.crest.kind"
			if errors.Is(err, svgclean.ErrSize) || errors.Is(err, svgclean.ErrEmpty) {
				key = "setting.crest.drawing"
			}
			return c, nil, errs.Field("crest", key).Because(err)
		}
		c, body = Crest{Type: "svg", Width: 1000, Height: max(1, int(math.Round(1000*drawing.Height/drawing.Width)))}, drawing.Body
	}
	sum := sha256.Sum256(body)
	c.Sum = hex.EncodeToString(sum[:])
	return c, body, nil
}

// SaveCrest puts a picture in the place of the present crest; no bytes remove
// it. Version has to be the one that was looked at.
func (s *Service) SaveCrest(ctx context.Context, version int64, body []byte) error {
	if _, err := s.gate.Require(ctx, Need); err != nil {
		return err
	}
	var crest *Crest
	if len(body) > 0 {
		c, clean, err := readCrest(body)
		if err != nil {
			return err
		}
		crest, body = &c, clean
	}
	return s.replace(ctx, version, func(ctx context.Context, w *audit.Writer, next *Settings) error {
		next.Crest = crest
		if _, err := db.Exec(ctx, w, `DELETE FROM crests`); err != nil || crest == nil {
			return err
		}
		_, err := db.Exec(ctx, w, `INSERT INTO crests (sha256, body) VALUES ($1, $2)`, crest.Sum, base64.StdEncoding.EncodeToString(body))
		return err
	})
}

// Crest is the crest with its bytes, for anybody; NotFound without one.
func (s *Service) Crest(ctx context.Context) (Crest, []byte, error) {
	v, err := s.Get(ctx)
	if err != nil {
		return Crest{}, nil, err
	}
	if v.Crest == nil {
		return Crest{}, nil, errs.New(errs.NotFound, "record.missing")
	}
	text, err := db.One(ctx, s.db, db.Value[string], `SELECT body FROM crests WHERE sha256 = $1`, v.Crest.Sum)
	if err != nil {
		return Crest{}, nil, err
	}
	body, err := base64.StdEncoding.DecodeString(text)
	return *v.Crest, body, err
}

// check wants the bytes of the crest to be there and to match their hash.
func (s *Service) check(ctx context.Context) ([]string, error) {
	c, body, err := s.Crest(ctx)
	if errs.KindOf(err) == errs.NotFound {
		if v, err := s.Get(ctx); err != nil || v.Crest == nil {
			return nil, err
		}
		return []string{"the coat of arms is missing"}, nil
	}
	if sum := sha256.Sum256(body); err == nil && hex.EncodeToString(sum[:]) != c.Sum {
		return []string{"the coat of arms does not match its hash"}, nil
	}
	return nil, err
}

// send serves the crest.
func (s *Service) send(r *http.Request) (web.Reply, error) {
	c, body, err := s.Crest(r.Context())
	if err != nil {
		return nil, err
	}
	return web.File{Name: "crest." + c.Type, Type: map[string]string{"png": "image/png", "svg": "image/svg+xml"}[c.Type], Body: body, Tag: c.Sum}, nil
}

type crestPage struct {
	Head   ui.Head
	Now    *ui.Picture
	None   string
	Form   ui.Form
	Remove *ui.Form
}

func (s *Service) crestForm(r *http.Request) (web.Reply, error) {
	if _, err := s.gate.Require(r.Context(), Need); err != nil {
		return nil, err
	}
	return s.showCrest(r, nil)
}

func (s *Service) showCrest(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	v, err := s.Get(r.Context())
	if err != nil {
		return nil, err
	}
	title := sc.T("setting.crest")
	version := []ui.Hidden{{Name: "version", Value: strconv.FormatInt(v.Version, 10)}}
	p := &crestPage{
		Head: ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("setting.crest.lead")}, None: sc.T("setting.crest.none"),
		Form: ui.Form{
			Action: sc.Path("/settings/crest"), Multipart: true, Once: sc.Once(), Hidden: version,
			Fields: []ui.Field{{Kind: ui.FieldFile, Name: "crest", Label: sc.T("setting.crest.file"), Hint: sc.T("setting.crest.hint"), Accept: ".png,.svg", Choose: sc.T("setting.crest.choose"), NoFile: sc.T("setting.crest.no_file")}},
			Submit: ui.Button{Text: sc.T("setting.crest.save"), Kind: ui.ButtonPrimary, Icon: ui.IconUpload}, Cancel: &ui.Link{Text: sc.T("form.cancel"), Href: sc.Path("/settings")},
		},
	}
	if v.Crest != nil {
		p.Now = v.Crest.Picture(sc.Base, sc.T("setting.crest.alt", "city", v.Name.In(sc.Lang).Value))
		p.Remove = &ui.Form{Action: sc.Path("/settings/crest"), Once: ui.Once{Key: sc.Key + "-remove"}, Hidden: append(version, ui.Hidden{Name: "do", Value: "remove"}), Submit: ui.Button{Text: sc.T("setting.crest.remove"), Kind: ui.ButtonQuiet}}
	}
	page := web.Page{Template: "setting/crest", Title: title, Data: p, Crumbs: []web.Crumb{{Text: sc.T("setting.title"), Path: "/settings"}}}
	if failed != nil {
		status, ok := sc.Mark(&p.Form, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, sc.ErrorTitle(title)
	}
	return page, nil
}

func (s *Service) saveCrest(r *http.Request) (web.Reply, error) {
	ctx, sc := r.Context(), web.SceneOf(r)
	if _, err := s.gate.Require(ctx, Need); err != nil {
		return nil, err
	}
	if r.MultipartForm == nil && r.PostForm == nil {
		if err := r.ParseMultipartForm(maxCrestForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
			return s.showCrest(r, errs.Field("crest", "form.file.failed").Because(err))
		}
	}
	f := form.Read(r.PostForm)
	version, _ := strconv.ParseInt(f.Typed("version"), 10, 64)
	var body []byte
	if f.Typed("do") != "remove" {
		file, _, err := r.FormFile("crest")
		if err != nil {
			return s.showCrest(r, errs.Field("crest", "form.file.none").Because(err))
		}
		defer file.Close()
		if body, err = io.ReadAll(io.LimitReader(file, maxCrest+1)); err != nil {
			return s.showCrest(r, errs.Field("crest", "form.file.failed").Because(err))
		}
		if len(body) == 0 {
			return s.showCrest(r, errs.Field("crest", "setting.crest.kind"))
		}
	}
	if err := s.SaveCrest(audit.WithKey(ctx, f.Typed(ui.OnceName)), version, body); err != nil {
		return s.showCrest(r, err)
	}
	return web.Redirect{To: "/settings", Notice: sc.T("setting.saved")}, nil
}

// replace changes the settings in one transaction.
func (s *Service) replace(ctx context.Context, version int64, change func(ctx context.Context, w *audit.Writer, next *Settings) error) error {
	_, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := load(ctx, w)
		if err != nil {
			return record.Ref{}, err
		}
		next := before
		if err := change(ctx, w, &next); err != nil {
			return record.Ref{}, err
		}
		if err := raise(ctx, w, version); err != nil {
			return record.Ref{}, err
		}
		if err := store(ctx, w, next); err != nil {
			return record.Ref{}, err
		}
		was, err := before.fields()
		if err != nil {
			return record.Ref{}, err
		}
		is, err := next.fields()
		if err != nil {
			return record.Ref{}, err
		}
		return Ref, w.Changed(ctx, Ref, next.Name.In(first(next.OfficeLangs)).Value, was, is)
	})
	s.mu.Lock()
	s.held = nil
	s.mu.Unlock()
	return err
}
