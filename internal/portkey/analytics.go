package portkey

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"net/url"
	"strings"
)

// AnalyticsWords are what messages call analytics.
var AnalyticsWords = Words{One: "analytics", Many: "analytics", Rights: "scope analytics.view"}

// Figures are one data point, group or summary of the analytics, by the names of the API.
// Numbers keep their digits: as floats, amounts of money would get others.
type Figures map[string]json.RawMessage

// AnalyticsGraph is the answer to a graph or a summary. Of a summary, there are no points.
type AnalyticsGraph struct {
	Summary Opt[Figures]        `json:"summary"`
	Points  Opt[items[Figures]] `json:"data_points"`
}

// Digits are those of a number, which arrives as one or as a text (documented); false for
// null and for what is no number.
func (f Figures) Digits(name string) (string, bool) {
	raw := bytes.TrimSpace(f[name])
	text := string(raw)
	if bytes.HasPrefix(raw, []byte(`"`)) {
		_ = json.Unmarshal(raw, &text)
		text = strings.TrimSpace(text)
	}
	const longest = 100 // more would take for ever to compute with
	if len(text) > longest || !json.Valid([]byte(text)) {
		return "", false
	}
	number, _, err := big.ParseFloat(text, 10, 0, big.ToNearestEven)
	return text, err == nil && !number.IsInf()
}

// Text is that of a figure; a number is its digits. It is false for null and for what is
// nested.
func (f Figures) Text(name string) (string, bool) {
	raw := bytes.TrimSpace(f[name])
	var text string
	switch {
	case len(raw) == 0 || bytes.Equal(raw, []byte("null")) || bytes.HasPrefix(raw, []byte("{")) || bytes.HasPrefix(raw, []byte("[")):
		return "", false
	case json.Unmarshal(raw, &text) == nil:
		return text, true
	default:
		return string(raw), true
	}
}

// List are the objects of a figure that is a list of objects.
func (f Figures) List(name string) ([]Figures, bool) {
	var list Opt[items[Figures]]
	err := json.Unmarshal(f[name], &list)
	got, there := list.Get()
	return got, err == nil && there
}

// Analytics reads a graph or a summary of a workspace, by its path, such as graphs/cost.
func (c *Client) Analytics(ctx context.Context, path string, query url.Values) (AnalyticsGraph, error) {
	var got AnalyticsGraph
	_, err := c.get(ctx, append([]string{"analytics"}, strings.Split(path, "/")...), query, &got)
	return got, err
}

// List are the points of a graph.
func (g AnalyticsGraph) List() []Figures { return g.Points.Or(nil) }

// AnalyticsGroups reads the groups of a workspace's requests, the first limit ones, or all
// where it is 0. by is what they are grouped by: one element of a path, or metadata/ and
// a key. value is the value of a group.
func (c *Client) AnalyticsGroups(ctx context.Context, by string, query url.Values, limit int, value func(Figures) string) ([]Figures, error) {
	path := []string{"analytics", "groups"}
	kind, key, isMetadata := strings.Cut(by, "/")
	if path = append(path, kind); isMetadata {
		path = append(path, key)
	}
	all, err := readPages(ctx, c, path, query, pageParameters{enough: limit}, func(f Figures) string { return "=" + value(f) })
	return all.items, err
}
