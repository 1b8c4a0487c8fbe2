package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// glance fetches the page of the emulator, and returns what it shows of the workspaces.
func (s *stage) glance(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.page, http.NoBody)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }() // was only read
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the page answered %s", response.Status)
	}
	return workspacesOf(response.Body)
}

// workspacesOf is the section of the workspaces of the page, as text: the name of each, and
// below it a line for each paragraph and each list.
func workspacesOf(page io.Reader) (string, error) {
	decoder := xml.NewDecoder(page)
	decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var all, line []string
	inside := false
	for {
		token, err := decoder.Token()
		if err != nil {
			return "", fmt.Errorf("the page has no section of workspaces: %w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			isSection := token.Name.Local == "section" && slices.ContainsFunc(token.Attr, func(a xml.Attr) bool { return a.Value == "workspaces" })
			inside = inside || isSection
			if token.Name.Local == "li" && len(line) > 0 {
				line[len(line)-1] += ","
			}
		case xml.CharData:
			if inside {
				line = append(line, strings.Fields(string(token))...)
			}
		case xml.EndElement:
			if !inside {
				continue
			}
			switch indent, isLine := indents[token.Name.Local]; {
			case token.Name.Local == "section":
				return strings.Join(all, "\n"), nil
			case isLine && len(line) > 0:
				all = append(all, indent+strings.Join(line, " "))
			}
			if _, isLine := indents[token.Name.Local]; isLine {
				line = nil
			}
		}
	}
}

// indents are those of the elements that are a line of their own.
var indents = map[string]string{"h2": "", "h3": "  ", "p": "      ", "ul": "      "}
