package api

import (
	"pobratim/internal/kit/clock"
	"pobratim/internal/platform/audit"
)

// catalogName is the record of the open data for catalogues of data.
const catalogName = "dcat.jsonld"

// catalog is the open data as DCAT-AP in JSON-LD. Terms of use are those that
// the municipality has stated; none are made up.
func (f *Frame) catalog(c *call) (reply, error) {
	s, base := c.scene, f.origin(c.r)
	licence := c.city.Licence.In(s.Lang).Value
	changed, err := f.changed(c)
	if err != nil {
		return reply{}, err
	}
	publisher := object{"@type": "foaf:Agent", "foaf:name": department(c)}
	stated := func(o object) object {
		if licence != "" {
			o["dct:rights"] = object{"@type": "dct:RightsStatement", "rdfs:label": text(s.Lang, licence)}
		}
		return o
	}
	var datasets []object
	for _, set := range Sets(f.Gate, f.Tables) {
		at := base + f.Base + "/open/" + set.Name
		var files []object
		for _, one := range set.Files {
			url := base + f.Base + "/open/" + one.Name
			files = append(files, stated(object{"@id": url, "@type": "dcat:Distribution", "dct:title": text(s.Lang, one.Format), "dcat:accessURL": object{"@id": url}, "dcat:downloadURL": object{"@id": url}, "dcat:mediaType": object{"@id": "https://www.iana.org/assignments/media-types/" + one.MediaType}}))
		}
		dataset := object{
			"@id": at, "@type": "dcat:Dataset", "dct:identifier": set.Name, "dct:title": text(s.Lang, s.T(set.Kind+".list")+": "+c.city.Name.In(s.Lang).Value),
			"dct:description": text(s.Lang, s.T("api.set."+set.Name)), "dct:publisher": publisher, "dcat:distribution": files,
		}
		if changed != "" {
			dataset["dct:modified"] = object{"@type": "xsd:dateTime", "@value": changed}
		}
		if c.city.Email != "" {
			dataset["dcat:contactPoint"] = object{"@type": []string{"vcard:Organization", "vcard:Kind"}, "vcard:fn": department(c), "vcard:hasEmail": object{"@id": "mailto:" + c.city.Email}}
		}
		datasets = append(datasets, stated(dataset))
	}
	service := object{
		"@id": base + f.Base, "@type": "dcat:DataService", "dct:title": text(s.Lang, s.T("api.title", "city", c.city.Name.In(s.Lang).Value)),
		"dcat:endpointURL": object{"@id": base + f.Base + "/v1/"}, "dcat:endpointDescription": object{"@id": base + f.Base + "/openapi.json"}, "dct:publisher": publisher,
	}
	return reply{kind: "application/ld+json; charset=utf-8", body: stated(object{
		"@context": object{
			"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "vcard": "http://www.w3.org/2006/vcard/ns#",
			"rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#",
		},
		"@id": base + f.Base + "/open/" + catalogName, "@type": "dcat:Catalog", "dct:title": text(s.Lang, s.T("api.catalog", "city", c.city.Name.In(s.Lang).Value)),
		"dct:description": text(s.Lang, s.T("api.catalog_about")), "dct:publisher": publisher, "dct:language": language(s.Lang),
		"foaf:homepage": object{"@id": base + f.Portal + "/open-data"}, "dcat:dataset": datasets, "dcat:service": service,
	})}, nil
}

// language is a language in the vocabulary that DCAT-AP asks for, that of the
// Publications Office of the European Union; nil for one that is not listed here.
func language(lang string) any {
	code := map[string]string{"en": "ENG", "ru": "RUS"}[lang]
	if code == "" {
		return nil
	}
	return object{"@id": "http://publications.europa.eu/resource/authority/language/" + code}
}

func text(lang, value string) object { return object{"@language": lang, "@value": value} }

// department is who publishes, or the city where no department is named.
func department(c *call) object {
	name := c.city.Department.In(c.scene.Lang)
	if name.Value == "" {
		name = c.city.Name.In(c.scene.Lang)
	}
	return text(name.Lang, name.Value)
}

// changed is when a record last changed, as an instant; empty when none has.
func (f *Frame) changed(c *call) (string, error) {
	last, err := f.History.List(c.ctx, audit.Filter{Limit: 1})
	if err != nil || len(last) == 0 {
		return "", err
	}
	return clock.Stamp(last[0].At), nil
}
