package main

import (
	"context"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

// screen is one picture of the recording: what a part of the demo printed.
type screen struct {
	title string // of the step
	// parts are what is shown of it, in order.
	parts []part
}

// part is the lines from one with the prefix first to one with the prefix last, or to an
// empty line if last is empty.
type part struct{ first, last string }

var (
	theEdit    = part{teamsFile + ":", ""}
	theChange  = part{"      # ", "    Plan:"}
	theWrites  = part{"  PUT ", "         {"}
	noChanges  = part{"    No changes.", ""}
	planned    = part{"$ ", "$ "}
	whatIsSent = "The Admin API receives:"
)

// screens are the acts of the demo that are shown.
var screens = []screen{
	{"Change a budget", []part{theEdit, planned, theChange, theWrites}},
	{"Somebody edits a workspace outside Terraform", []part{planned, theChange, theWrites}},
	{"Import a workspace that was created by hand", []part{{"import.tf:", "    }"}, planned, theChange}},
	{"Remove a protected environment", []part{theEdit, planned, {"    Error: Cannot destroy", "    with deletion_protection"}}},
	{"Plan again", []part{planned, noChanges}},
	{"Look at the organisation", []part{{"Workspaces", ""}}},
}

// record writes the screens of the output of the demo, as a picture that shows them in
// turn.
func record(printed, cli, file string) error {
	acts := strings.Split(printed, "\n"+strings.Repeat("─", 80)+"\n")
	var shown [][]string
	for _, s := range screens {
		i := slices.IndexFunc(acts, func(act string) bool {
			heading, _, _ := strings.Cut(act, "\n")
			return strings.HasSuffix(heading, ". "+s.title)
		})
		if i < 0 {
			return fmt.Errorf("the demo has no act %q", s.title)
		}
		lines := []string{"# " + s.title}
		for _, p := range s.parts {
			found, err := p.of(strings.Split(acts[i], "\n"))
			if err != nil {
				return fmt.Errorf("%s: %w", s.title, err)
			}
			if p == theWrites {
				lines = append(lines, "", whatIsSent)
			} else {
				lines = append(lines, "")
			}
			lines = append(lines, found...)
		}
		shown = append(shown, wrapped(strings.Split(steady(strings.Join(lines, "\n")), "\n")))
	}
	return os.WriteFile(file, []byte(picture(shown, cli)), 0o644) //nolint:gosec // as any other file of the repository
}

func (p part) of(lines []string) ([]string, error) {
	first := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, p.first) })
	if first < 0 {
		return nil, fmt.Errorf("no line begins with %q", p.first)
	}
	for last := first; last < len(lines); last++ {
		switch line := lines[last]; {
		case p.last == "" && line == "":
			return lines[first:last], nil
		case p.last != "" && strings.HasPrefix(line, p.last):
			return lines[first : last+1], nil
		}
	}
	return nil, fmt.Errorf("nothing after %q begins with %q", p.first, p.last)
}

var (
	uuid  = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	slug  = regexp.MustCompile(`ws-(\w+)-[0-9a-f]{6}`)
	stamp = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`)
)

// steady replaces ids and times by constants, so that a recording changes only if the
// behaviour does.
func steady(text string) string {
	ids := map[string]string{}
	text = uuid.ReplaceAllStringFunc(text, func(id string) string {
		if ids[id] == "" {
			sum := fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, len(ids))))
			ids[id] = sum[:8] + "-" + sum[8:12] + "-4" + sum[13:16] + "-a" + sum[17:20] + "-" + sum[20:32]
		}
		return ids[id]
	})
	text = slug.ReplaceAllString(text, "ws-$1-4e8a1c")
	return stamp.ReplaceAllStringFunc(text, func(at string) string {
		if strings.HasSuffix(at, "T00:00:00.000Z") {
			return "2027-04-01T00:00:00.000Z" // a reset
		}
		return "2027-03-10T09:41:00.000Z"
	})
}

// columns is the maximum length of a line of the picture.
const columns = 106

// wrapped breaks lines that are too long, between the fields of a body.
func wrapped(lines []string) []string {
	var all []string
	for _, line := range lines {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		for len(line) > columns {
			at := strings.LastIndexAny(line[:columns], ", ") + 1
			if at <= len(indent) {
				at = columns
			}
			all = append(all, line[:at])
			line = indent + " " + line[at:]
		}
		all = append(all, line)
	}
	return all
}

// The measures of the picture, in pixels, and how long each screen is shown.
const (
	lineHeight = 18
	charWidth  = 8.0
	margin     = 20
	seconds    = 7
)

// picture draws screens as an SVG without scripts, which shows them in turn, or only the
// first if reduced motion is preferred.
func picture(screens [][]string, cli string) string {
	most := 0
	for _, lines := range screens {
		most = max(most, len(lines))
	}
	width, height := int(columns*charWidth)+2*margin, most*lineHeight+2*margin+lineHeight
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" role="img" aria-label="A recording of %s with this provider">
<!-- %s: generated by "make demo-recording" from a run of the demo. -->
<style>
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #d5dbe3; white-space: pre }
.add { fill: #7ee2a8 } .change { fill: #ffd479 } .remove { fill: #ff9d9d } .command { fill: #fff; font-weight: bold } .note { fill: #8fa3b8 }
.screen { opacity: 0; animation: show %ds step-end infinite }
.screen:first-of-type { opacity: 1 }
@keyframes show { 0%% { opacity: 1 } %.4g%% { opacity: 0 } }
@media (prefers-reduced-motion: reduce) { .screen { animation: none } }
</style>
<rect width="100%%" height="100%%" rx="8" fill="#1b2430"/>
`, width, height, width, cli, cli, seconds*len(screens), 100/float64(len(screens)))
	for i, lines := range screens {
		fmt.Fprintf(&b, "<g class=\"screen\" style=\"animation-delay: %ds\">\n", i*seconds-seconds*len(screens)*min(i, 1))
		for row, line := range lines {
			if line == "" {
				continue
			}
			fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\"%s xml:space=\"preserve\">", margin, margin+(row+1)*lineHeight, class(line))
			_ = xml.EscapeText(&b, []byte(line)) // a Builder takes everything
			b.WriteString("</text>\n")
		}
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func class(line string) string {
	trimmed := strings.TrimLeft(line, " ")
	for prefix, name := range map[string]string{"$": "command", "+": "add", "~": "change", "-": "remove", "#": "note", "Plan:": "command", "No changes.": "command"} {
		if strings.HasPrefix(trimmed, prefix) {
			return ` class="` + name + `"`
		}
	}
	return ""
}

// cliVersion is the first line of the version command of the CLI.
func (s *stage) cliVersion(ctx context.Context) (string, error) {
	got, err := s.sandbox.Run(ctx, s.workDir, io.Discard, "version")
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(got.Stdout, "\n")
	return line, nil
}
