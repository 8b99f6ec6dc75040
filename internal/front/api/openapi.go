package api

import (
	"net/http"
	"strconv"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/transfer"
)

// object is a JSON object of the description.
type object = map[string]any

// describe is the description of everything here, made from the registers.
func (f *Frame) describe(c *call) (reply, error) {
	s := c.scene
	paths, schemas := object{}, object{
		"Problem": object{"type": "object", "description": s.T("api.problem"), "required": []string{"type", "title", "status"}, "properties": object{
			"type": object{"type": "string"}, "title": object{"type": "string"}, "status": object{"type": "integer"}, "detail": object{"type": "string"},
		}},
		"Cited": object{"type": "object", "required": []string{"title"}, "properties": object{
			"title": object{"type": "string"}, "url": object{"type": "string"}, "inferred": object{"type": "boolean"},
		}},
	}
	for _, t := range f.Tables {
		schemas[t.Kind] = recordSchema(s, t)
		of := "#/components/schemas/" + t.Kind
		title := s.T(t.Kind + ".list")
		paths["/v1/"+t.Name] = object{"get": operation(s, "list-"+t.Name, title, object{
			"type": "object", "required": []string{"items"}, "properties": object{"items": object{"type": "array", "items": object{"$ref": of}}, "next": object{"type": "string", "description": s.T("api.next")}},
		}, query("after", s.T("api.after"), object{"type": "string"}),
			query("limit", s.T("api.limit_is"), object{"type": "integer", "minimum": 1, "maximum": mostLimit, "default": usualLimit}), f.langs(c))}
		paths["/v1/"+t.Name+"/{id}"] = object{"get": operation(s, "get-"+t.Name, title+": "+s.T("api.one"), object{"$ref": of},
			object{"name": "id", "in": "path", "required": true, "schema": object{"type": "string"}}, f.langs(c))}
	}
	info := object{"title": s.T("api.title", "city", c.city.Name.In(s.Lang).Value), "version": "1", "description": s.T("api.about")}
	if licence := c.city.Licence.In(s.Lang).Value; licence != "" {
		info["license"] = object{"name": licence}
	}
	return reply{body: object{
		"openapi": "3.1.0", "info": info, "servers": []object{{"url": f.Base}}, "paths": paths,
		"security":   []object{{}, {"token": []string{}}},
		"components": object{"schemas": schemas, "securitySchemes": object{"token": object{"type": "http", "scheme": "bearer", "description": s.T("api.token_is")}}},
	}}, nil
}

func query(name, words string, schema object) object {
	return object{"name": name, "in": "query", "required": false, "description": words, "schema": schema}
}

func (f *Frame) langs(c *call) object {
	return query("lang", c.scene.T("api.lang"), object{"type": "string", "enum": c.city.Langs})
}

func operation(s *web.Scene, id, summary string, schema object, parameters ...object) object {
	answers := object{"200": object{"description": summary, "content": object{"application/json": object{"schema": schema}}}, "304": object{"description": s.T("api.unchanged")}}
	for _, status := range []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests} {
		answers[strconv.Itoa(status)] = object{"description": http.StatusText(status), "content": object{"application/problem+json": object{"schema": object{"$ref": "#/components/schemas/Problem"}}}}
	}
	return object{"operationId": id, "summary": summary, "parameters": parameters, "responses": answers}
}

// recordSchema is what a record of a register looks like.
func recordSchema(s *web.Scene, t transfer.Table) object {
	values := object{}
	open := export.Open(t)
	for _, c := range t.Columns {
		schema := columnSchema(c)
		words := s.T(c.Key)
		if _, everybody := open.Column(c.Name); !everybody {
			words += " — " + s.T("api.token_only")
		}
		schema["description"] = words
		values[c.Name] = schema
	}
	return object{"type": "object", "title": s.T(t.Kind + ".kind"), "required": []string{"id", "title", "values"}, "properties": object{
		"id": object{"type": "string"}, "title": object{"type": "string"},
		"values":  object{"type": "object", "additionalProperties": false, "properties": values},
		"sources": object{"type": "object", "description": s.T("api.sources"), "additionalProperties": object{"type": "array", "items": object{"$ref": "#/components/schemas/Cited"}}},
	}}
}

func columnSchema(c transfer.Column) object {
	switch c.Type {
	case transfer.Langs:
		return object{"type": "object", "additionalProperties": object{"type": "string"}}
	case transfer.List:
		return object{"type": "array", "items": object{"type": "string"}}
	case transfer.Flag:
		return object{"type": "boolean"}
	case transfer.Date:
		return object{"type": "string", "format": "edtf"}
	}
	if c.Control == ui.FieldNumber {
		return object{"type": []string{"integer", "string"}}
	}
	return object{"type": "string"}
}
