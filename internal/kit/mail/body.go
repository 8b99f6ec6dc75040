package mail

import (
	"html"
	"regexp"
	"strings"
)

// link finds addresses of the web in plain words.
var link = regexp.MustCompile(`https?://[^\s<>"«»]+[^\s<>"«».,;:!?)]`)

// Paragraphs are the paragraphs of a text, each as its lines.
func (t Text) Paragraphs() [][]string {
	var all [][]string
	for _, p := range strings.Split(unixLines(t.Body), "\n\n") {
		if p = strings.Trim(p, "\n"); p != "" {
			all = append(all, strings.Split(p, "\n"))
		}
	}
	return all
}

func unixLines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// rightToLeft are the languages that are written so.
func rightToLeft(lang string) bool {
	switch lang {
	case "ar", "fa", "he", "ur":
		return true
	}
	return false
}

// Plain is the body as plain words, the languages parted by a line.
func (m *Message) Plain() string {
	var all []string
	for _, t := range m.Texts {
		all = append(all, strings.TrimSpace(unixLines(t.Body)))
	}
	return strings.Join(all, "\n\n* * *\n\n") + "\n"
}

// HTML is the same body as a small page: paragraphs, lines and links, nothing
// that is fetched from anywhere.
func (m *Message) HTML() string {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html")
	if len(m.Texts) > 0 {
		b.WriteString(` lang="` + html.EscapeString(m.Texts[0].Lang) + `"`)
	}
	b.WriteString("><head><meta charset=\"utf-8\"><title>" + html.EscapeString(m.Subject) + "</title></head>\n<body style=\"font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5\">\n")
	for i, t := range m.Texts {
		if i > 0 {
			b.WriteString("<hr>\n")
		}
		b.WriteString(`<div lang="` + html.EscapeString(t.Lang) + `"`)
		if rightToLeft(t.Lang) {
			b.WriteString(` dir="rtl"`)
		}
		b.WriteString(">\n")
		for _, p := range t.Paragraphs() {
			b.WriteString("<p>")
			for n, line := range p {
				if n > 0 {
					b.WriteString("<br>\n")
				}
				b.WriteString(linked(line))
			}
			b.WriteString("</p>\n")
		}
		b.WriteString("</div>\n")
	}
	b.WriteString("</body></html>\n")
	return b.String()
}

// linked is a line as HTML in which addresses of the web are links.
func linked(line string) string {
	var b strings.Builder
	last := 0
	for _, at := range link.FindAllStringIndex(line, -1) {
		url := html.EscapeString(line[at[0]:at[1]])
		b.WriteString(html.EscapeString(line[last:at[0]]) + `<a href="` + url + `">` + url + `</a>`)
		last = at[1]
	}
	b.WriteString(html.EscapeString(line[last:]))
	return b.String()
}
