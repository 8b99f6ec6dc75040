package contact

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"pobratim/internal/platform/module"
)

// freeMail are providers whose domain says nothing of who writes.
func freeMail() []string {
	return []string{"gmail.com", "mail.ru", "bk.ru", "inbox.ru", "list.ru", "yandex.ru", "ya.ru", "rambler.ru", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "gmx.de", "web.de", "qq.com", "163.com", "126.com", "libero.it", "orange.fr", "proton.me"}
}

// Correspondent tells who writes from an address of e-mail: the person who has
// it, and the partnership to whose organisation the address or its domain
// belongs. What is not known, or fits several, is empty.
func (s *Service) Correspondent(ctx context.Context, box string) (person, partner string, err error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: PersonKind})
	if err != nil {
		return "", "", err
	}
	people, err := boxes(ctx, s.DB)
	if err != nil {
		return "", "", err
	}
	named := 0
	for _, p := range people {
		if strings.EqualFold(p.Email, box) && scope.Sees(p.Visibility, false) {
			person = p.ID
			named++
		}
	}
	if named > 1 {
		person = ""
	}
	all, err := sites(ctx, s.DB)
	_, domain, _ := strings.Cut(strings.ToLower(box), "@")
	exact, near := map[string]bool{}, map[string]bool{}
	for _, o := range all {
		switch {
		case !scope.Sees(o.Visibility, false):
		case strings.EqualFold(o.Email, box):
			exact[o.Partner] = true
		case !slices.Contains(freeMail(), domain) && slices.Contains([]string{mailDomain(o.Email), siteDomain(o.Website)}, domain):
			near[o.Partner] = true
		}
	}
	for _, found := range []map[string]bool{exact, near} {
		if len(found) == 1 {
			for partner = range found {
				return person, partner, err
			}
		}
	}
	return person, "", err
}

func mailDomain(email string) string {
	_, domain, _ := strings.Cut(strings.ToLower(email), "@")
	return domain
}

// siteDomain is the host of an address of the web, as it stands in addresses of
// e-mail.
func siteDomain(site string) string {
	u, err := url.Parse(site)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
