package file

import (
	"context"
	"net/http"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelPage is what the template file/panel shows.
type panelPage struct {
	Items []item
	Empty string   // words instead of a list; empty when there is one
	Add   *ui.Form // the short form; nil when the viewer may not add
	More  ui.Link  // the form with all details
}

// item is one file of the list.
type item struct {
	Name     ui.Value
	Note     ui.Value
	Meta     string // type, size, who and when
	Licence  string
	Audience *ui.Audience
	Save     ui.Link
	Change   *ui.Link
	Bin      *ui.Form
}

// panelOrder puts the files after what the subjects say.
const panelOrder = 900

// panel lists the files of any record in the office.
func (s *Service) panel(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if s.kinds[about.Kind].Allowed == nil {
		return nil, nil
	}
	files, err := s.List(ctx, about)
	if hidden(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	_, err = s.may(ctx, about, module.Edit)
	if err != nil && !hidden(err) {
		return nil, err
	}
	mayEdit := err == nil
	if len(files) == 0 && !mayEdit {
		return nil, nil
	}
	data := panelPage{}
	for _, a := range files {
		data.Items = append(data.Items, s.item(scene, a, mayEdit))
	}
	if len(files) == 0 {
		data.Empty = scene.T("file.none")
	}
	if mayEdit {
		data.Add = &ui.Form{Action: scene.Path(address(about)), Multipart: true, Once: ui.Once{Key: scene.Key + "-file"}, Fields: []ui.Field{picker(scene)},
			Submit: ui.Button{Text: scene.T("file.add"), Icon: ui.IconUpload}}
		data.More = ui.Link{Text: scene.T("file.add.more"), Href: scene.Path(address(about))}
	}
	return panelOf(scene, data, len(files)), nil
}

func panelOf(scene *web.Scene, data panelPage, n int) *module.Panel {
	return &module.Panel{Name: "files", Title: scene.T("file.panel"), Count: scene.Number(int64(n)), Template: "file/panel", Data: data, Order: panelOrder}
}

// item describes a file for the office.
func (s *Service) item(scene *web.Scene, a Attachment, mayEdit bool) item {
	at := scene.Path("/files/" + a.ID)
	it := item{
		Name:     ui.Value{Text: a.Name, Href: at},
		Note:     ui.Value{Text: a.Note},
		Meta:     strings.Join([]string{inShort(scene, a), scene.T("file.by", "who", a.Actor, "when", scene.Day(a.At.In(scene.Zone)))}, " · "),
		Licence:  a.Licence,
		Audience: keep.Audience(scene, a.Visibility),
		Save:     ui.Link{Text: scene.T("file.save"), Hidden: a.Name, Href: scene.Path("/files/"+a.ID, "save", "1"), Icon: ui.IconDownload},
	}
	if mayEdit {
		it.Change = &ui.Link{Text: scene.T("keep.change"), Hidden: a.Name, Href: scene.Path("/files/" + a.ID + "/edit"), Icon: ui.IconEdit}
		it.Bin = binForm(scene, a)
		it.Bin.Once.Key = scene.Key + "-" + a.ID[len(a.ID)-6:]
	}
	return it
}

// inShort says what a file is: «PDF · 1,2 МБ · русский».
func inShort(scene *web.Scene, a Attachment) string {
	parts := []string{a.Type.String(), scene.Size(a.Size)}
	if a.Type.Picture() {
		parts = append(parts, scene.T("file.pixel_size", "width", a.Width, "height", a.Height))
	}
	if a.Language != "" {
		parts = append(parts, scene.Language(a.Language))
	}
	return strings.Join(parts, " · ")
}

// hidden tells whether an error means that the viewer may not know.
func hidden(err error) bool {
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden, errs.Unauthenticated:
		return true
	}
	return false
}

// asPublic forgets who looks: the portal shows the same to everybody.
func asPublic(ctx context.Context) context.Context { return account.With(ctx, account.Viewer{}) }

// publicPanel lists the public files of a public record on the portal.
func (s *Service) publicPanel(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if s.kinds[about.Kind].Allowed == nil {
		return nil, nil
	}
	files, err := s.List(asPublic(ctx), about)
	if hidden(err) || err == nil && len(files) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	data := panelPage{}
	for _, a := range files {
		data.Items = append(data.Items, publicItem(scene, a))
	}
	return panelOf(scene, data, len(files)), nil
}

// publicItem leaves out who attached the file and when.
func publicItem(scene *web.Scene, a Attachment) item {
	return item{
		Name: ui.Value{Text: a.Name, Href: scene.Path("/files/" + a.ID)}, Note: ui.Value{Text: a.Note}, Meta: inShort(scene, a), Licence: a.Licence,
		Save: ui.Link{Text: scene.T("file.save"), Hidden: a.Name, Href: scene.Path("/files/"+a.ID, "save", "1"), Icon: ui.IconDownload},
	}
}

// publicDownload sends a public file of a public record.
func (s *Service) publicDownload(r *http.Request) (web.Reply, error) {
	return s.download(r.WithContext(asPublic(r.Context())))
}
