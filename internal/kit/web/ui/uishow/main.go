// Command uishow serves the page of components in both frames under the same
// content security policy as the product, for looking and for the checks of
// web/check. It prints its address.
//
//	go run ./internal/kit/web/ui/uishow --listen 127.0.0.1:8099
//
// Addresses: /office, /portal, /home; ?lang=ru|en, &theme=, &size=, &palette=,
// &spacing=, &serif=1, &images=off, &dense=1, &narrow=1.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"html/template"
	"log"
	"net"
	"net/http"
	"strconv"

	"pobratim/internal/kit/web/assets"
	"pobratim/internal/kit/web/ui"
)

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default pobratim-inspect"

const slots = `{{define "content"}}{{template "ui/show" .}}{{end}}`
const home = `{{define "hero"}}{{template "ui/hero" .Hero}}{{end}}
{{define "content"}}<div class="stack">{{template "ui/figures" .Figures}}<section>{{template "ui/section" .Sections.cities}}{{template "ui/cities" .Cities}}</section></div>{{end}}
{{define "hero-map"}}<svg viewBox="0 0 480 480" aria-hidden="true"><circle cx="240" cy="240" r="238" fill="none" stroke="#5f86a8"/>{{range .}}<path transform="rotate({{.Bearing}} 240 240)" d="M240 240v-{{.Length}}" stroke="#e0ac4c"/>{{end}}<circle cx="240" cy="240" r="5" fill="#fff"/></svg>{{end}}`

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	if err := run(*listen); err != nil {
		log.Fatal(err)
	}
}

func run(listen string) error {
	set, err := assets.Load()
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Prefix, set)
	for path, more := range map[string]string{"/office": slots, "/portal": slots, "/home": home} {
		page, err := ui.Parse(set.Path("icons.svg"))
		if err != nil {
			return err
		}
		if _, err := page.Parse(more); err != nil {
			return err
		}
		mux.HandleFunc("GET "+path, show(page, set, path))
	}
	socket, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", socket.Addr())
	return http.Serve(socket, mux)
}

func show(page *template.Template, set *assets.Set, path string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		lang, look := r.FormValue("lang"), lookOf(r)
		if lang != "en" {
			lang = "ru"
		}
		var out bytes.Buffer
		var err error
		if path == "/office" {
			err = page.ExecuteTemplate(&out, "ui/office", ui.SampleOffice(lang, files(set, "office"), look))
		} else {
			err = page.ExecuteTemplate(&out, "ui/portal", ui.SamplePortal(lang, files(set, "portal"), look))
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(out.Bytes())
	}
}

func files(set *assets.Set, face string) ui.Assets {
	return ui.Assets{
		Styles: []string{set.Path(face + ".css")}, Scripts: []string{set.Path(face + ".js")},
		Fonts: []string{set.Path("golos-text-cyrillic-wght-normal.woff2")}, Icon: set.Path("favicon.svg"),
	}
}

func lookOf(r *http.Request) ui.Look {
	size, _ := strconv.Atoi(r.FormValue("size"))
	return ui.Look{
		Theme: r.FormValue("theme"), Size: size, Palette: r.FormValue("palette"), Spacing: r.FormValue("spacing"),
		Serif: r.FormValue("serif") == "1", NoImage: r.FormValue("images") == "off", Dense: r.FormValue("dense") == "1", Narrow: r.FormValue("narrow") == "1",
	}
}
