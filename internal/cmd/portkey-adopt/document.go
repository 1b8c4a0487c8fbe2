package main

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// document is a JSON text as jsonencode, or in a heredoc if jsonencode would spell it otherwise:
// the plan would show that as a change. With secret, what looks like a secret in it becomes a
// variable.
func (w writer) document(name, value string, secret bool, path string) string {
	if name == "template" && !strings.HasPrefix(strings.TrimSpace(value), "[") { // a text of a person
		return w.text("", value)
	}
	decoder := json.NewDecoder(strings.NewReader(value))
	decoder.UseNumber()
	d := documentWriter{writer: w, path: path, secret: secret, refers: w.block.kind() == configs, source: value, found: &[]insertion{}}
	expression, err := d.value(decoder, "", false)
	if _, more := decoder.Token(); err != nil || more != io.EOF { //nolint:errorlint // the decoder returns it as it is
		if secret {
			return w.secretText(path)
		}
		return w.text("", value)
	}
	if tfkit.CanonicalJSON(value) == value {
		return "jsonencode(" + expression + ")"
	}
	if body, ok := withInsertions(value, *d.found); ok {
		return body
	}
	return "jsonencode(" + expression + ")"
}

// insertion is an expression in place of a part of a text.
type insertion struct {
	start, end int64
	expression string
}

// withInsertions is a JSON text in a heredoc, with expressions in it. It reports false if a
// heredoc would change the text.
func withInsertions(value string, insertions []insertion) (string, bool) {
	if strings.HasPrefix(heredoc(value), `"`) {
		return "", false
	}
	// The text is laid out first, so that no expression is taken for a part of it.
	const mark = "\x00"
	var marked strings.Builder
	done := int64(0)
	for _, one := range insertions {
		marked.WriteString(value[done:one.start] + mark)
		done = one.end
	}
	marked.WriteString(value[done:])
	out := laidOut(marked.String())
	for _, one := range insertions {
		out = strings.Replace(out, mark, "${jsonencode("+one.expression+")}", 1)
	}
	return strings.TrimSuffix(out, "\n"), true
}

// secretText is a variable for a whole text.
func (w writer) secretText(path string) string {
	return "var." + w.module.variable(w.block, path, false)
}

// documentWriter writes JSON as an expression, in the order that it has.
type documentWriter struct {
	writer

	path           string
	secret, refers bool
	// source is the text, and found are the references and variables in its order.
	source string
	found  *[]insertion
}

// value is the next value. key is the one that it has in its object, and hidden is whether
// that says that it is a secret.
func (d documentWriter) value(decoder *json.Decoder, key string, hidden bool) (string, error) {
	before := decoder.InputOffset()
	token, err := decoder.Token()
	if err != nil {
		return "", err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return d.object(decoder, key, hidden)
		}
		var items []string
		for decoder.More() {
			item, err := d.value(decoder, key, hidden)
			if err != nil {
				return "", err
			}
			items = append(items, item)
		}
		_, err := decoder.Token()
		return joinList(items), err
	case string:
		expression := d.text(key, token, hidden)
		if expression != quoted(token) {
			start := before + int64(strings.IndexByte(d.source[before:], '"')) // behind the comma or the colon
			*d.found = append(*d.found, insertion{start, decoder.InputOffset(), expression})
		}
		return expression, nil
	case json.Number:
		return token.String(), nil
	case bool:
		if token {
			return "true", nil
		}
		return "false", nil
	default:
		return "null", nil
	}
}

func (d documentWriter) object(decoder *json.Decoder, key string, hidden bool) (string, error) {
	var keys, values []string
	hidden = hidden || headers.MatchString(key)
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return "", err
		}
		name, _ := token.(string)
		inner := d
		inner.path += "." + name
		value, err := inner.value(decoder, name, hidden || secretKeys.MatchString(name))
		if err != nil {
			return "", err
		}
		keys, values = append(keys, objectKey(name)), append(values, value)
	}
	_, err := decoder.Token()
	return joinObject(keys, values), err
}

var (
	// secretKeys are the keys of JSON whose values are secrets.
	secretKeys = regexp.MustCompile(`(?i)(api.?key|secret|token|passw|credential|authorization|private.?key|service_account_json)`)
	headers    = regexp.MustCompile(`(?i)headers$`)
)

// text is a string. What config refers to is the slug of a guardrail, or that of a provider
// behind an @.
func (d documentWriter) text(key, value string, hidden bool) string {
	if d.secret && hidden && value != "" {
		return d.secretText(d.path)
	}
	if !d.refers {
		return quoted(value)
	}
	if slug, is := strings.CutPrefix(value, "@"); is {
		slug, _, _ = strings.Cut(slug, "/") // of a model
		if reference := d.referTo(providers, slug); reference != "" {
			rest := quoted(strings.TrimPrefix(value, "@"+slug))
			return `"@${` + reference + `}` + rest[1:]
		}
	}
	if key == "virtual_key" {
		if reference := d.referTo(providers, value); reference != "" {
			return reference
		}
	}
	if reference := d.referTo(guardrails, value); reference != "" {
		return reference
	}
	return quoted(value)
}
