package console

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

//go:embed page.html object.html parts.html
var templates embed.FS

//go:embed style.css
var style string

var pages = template.Must(template.New("").Funcs(template.FuncMap{"path": objectPath}).ParseFS(templates, "*.html"))

// pages adds the routes of the page.
func (c *Console) pages(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", c.overview)
	mux.HandleFunc("GET /_emulator/style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write([]byte(style))
	})
	mux.HandleFunc("GET /_emulator/objects/{noun}/{id...}", c.object)
	mux.HandleFunc("POST /_emulator/objects/{noun}/{id...}", c.form(c.edit))
	mux.HandleFunc("POST /_emulator/do/{what}", c.form(c.do))
}

// render sends a page. Nothing of it comes from elsewhere, and no other page may show it.
func render(w http.ResponseWriter, status int, name string, shown any) {
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	var text strings.Builder
	if err := pages.ExecuteTemplate(&text, name, shown); err != nil {
		status = http.StatusInternalServerError
		text.Reset()
		text.WriteString("<!DOCTYPE html><title>Error</title><p>" + template.HTMLEscapeString(err.Error()))
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text.String()))
}

// form runs what a form asks for, and goes on to the page that it returns. What is not possible
// is said on a page of its own, with the way back.
func (c *Console) form(do func(*http.Request) (next, done string, err error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		err := r.ParseForm()
		var next, done string
		if err == nil {
			next, done, err = do(r)
		}
		if err != nil {
			render(w, http.StatusBadRequest, "refused", map[string]any{"Title": "Not possible", "Error": err.Error(), "Back": next})
			return
		}
		c.touched()
		http.Redirect(w, r, next+"?"+url.Values{"done": {done}}.Encode(), http.StatusSeeOther)
	}
}

// overview is the page at /.
func (c *Console) overview(w http.ResponseWriter, r *http.Request) {
	render(w, http.StatusOK, "page.html", c.glance(r.URL.Query().Get("organisation"), r.URL.Query().Get("done")))
}

// do is what the forms of the overview ask for.
func (c *Console) do(r *http.Request) (next, done string, err error) {
	switch next = "/"; r.PathValue("what") {
	case "advance":
		_, err = c.moveClock(strings.TrimSpace(r.PostForm.Get("by")))
		return next, "The clock was moved.", err
	case "reset":
		_, err = c.reset(r)
		return next, "Everything is as it was at the start.", err
	case "accept":
		err = try(func() { c.api.Load().Accept(r.PostForm.Get("id")) })
		return next, "The invite was accepted.", err
	case "use":
		amount := 0.0
		if _, err := fmt.Sscan(r.PostForm.Get("amount"), &amount); err != nil {
			return next, "", errors.New("amount is not a number")
		}
		err = c.grow(usage{Workspace: r.PostForm.Get("workspace"), Amount: amount})
		return objectPath(emulator.Workspaces, r.PostForm.Get("workspace")), "The usage has grown.", err
	}
	return next, "", errors.New("there is no such form")
}

// objectPath is where an object is shown. An id may be of two parts.
func objectPath(noun emulator.Noun, id string) string {
	parts := strings.Split(id, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return "/_emulator/objects/" + url.PathEscape(string(noun)) + "/" + strings.Join(parts, "/")
}

// find is an object by its noun and id.
func (c *Console) find(r *http.Request) (emulator.Object, error) {
	noun, id := emulator.Noun(r.PathValue("noun")), r.PathValue("id")
	if !slices.Contains(emulator.Nouns(), noun) {
		return emulator.Object{}, errors.New("there is no such kind of object")
	}
	home, element, isNested := strings.Cut(id, "/")
	for _, one := range c.api.Load().All(noun) {
		if one.ID == id || isNested && one.ID == element && one.WorkspaceID == home {
			return one, nil
		}
	}
	return emulator.Object{}, errors.New("there is no such object: it may have been deleted")
}

// object is the page of one object.
func (c *Console) object(w http.ResponseWriter, r *http.Request) {
	one, err := c.find(r)
	if err != nil {
		render(w, http.StatusNotFound, "refused", map[string]any{"Title": "Not found", "Error": err.Error(), "Back": "/"})
		return
	}
	render(w, http.StatusOK, "object.html", c.look(one, r.PathValue("id"), r.URL.Query().Get("done")))
}

// edit is what the form of an object asks for: what a person would do in Portkey's UI.
func (c *Console) edit(r *http.Request) (next, done string, err error) {
	one, err := c.find(r)
	if err != nil {
		return "/", "", err
	}
	api, id := c.api.Load(), r.PathValue("id")
	if next = objectPath(one.Noun, id); r.PostForm.Get("action") == "delete" {
		if err := try(func() { api.Drop(one.Noun, id) }); err != nil {
			return next, "", err
		}
		return "/", "It was deleted.", nil
	}
	fields, err := edited(one, r.PostForm)
	if err == nil && len(fields) > 0 {
		err = try(func() { api.Edit(one.Noun, id, fields) })
	}
	return next, "It was saved.", err
}

// edited are the fields that a form changes.
func edited(one emulator.Object, form url.Values) (map[string]any, error) {
	fields := map[string]any{}
	if text := form.Get("json"); strings.TrimSpace(text) != "" {
		if err := json.Unmarshal([]byte(text), &fields); err != nil {
			return nil, fmt.Errorf("the other fields are not a JSON object: %w", err)
		}
	}
	if name := form.Get("name"); form.Has("name") && name != one.Name {
		fields["name"] = name
	}
	if text := lines(form.Get("description")); form.Has("description") && text != textOf(one, "description") {
		fields["description"] = text
	}
	if form.Has("metadata") {
		metadata, err := metadataOf(form.Get("metadata"))
		if err != nil {
			return nil, err
		}
		if before := metadataIn(one); !maps.Equal(metadata, before) {
			values := map[string]any{}
			for key, value := range metadata {
				values[key] = value
			}
			fields["defaults"] = map[string]any{"metadata": values}
		}
	}
	return fields, nil
}

// lines is a text with the ends of lines that it had before a browser sent it.
func lines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

func textOf(one emulator.Object, field string) string {
	text, _ := one.Fields[field].(string)
	return text
}

// metadataIn is the metadata of a workspace.
func metadataIn(one emulator.Object) map[string]string {
	defaults, _ := one.Fields["defaults"].(map[string]any)
	metadata, _ := defaults["metadata"].(map[string]any)
	texts := map[string]string{}
	for key, value := range metadata {
		texts[key] = fmt.Sprint(value)
	}
	return texts
}

// metadataOf reads metadata that are written as lines of key = value.
func metadataOf(text string) (map[string]string, error) {
	metadata := map[string]string{}
	for line := range strings.Lines(lines(text)) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		key, value, is := strings.Cut(line, "=")
		if key = strings.TrimSpace(key); !is || key == "" {
			return nil, fmt.Errorf("metadata has the line %q, which is not key = value", line)
		}
		metadata[key] = strings.TrimSpace(value)
	}
	return metadata, nil
}
