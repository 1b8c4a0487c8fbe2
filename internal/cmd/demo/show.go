package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// received lists the requests that the API received, in order, with the body of each write.
func received(requests []emulator.Request) string {
	var b strings.Builder
	fmt.Fprintf(&b, "The emulator received %s:", count(len(requests), "request"))
	if len(requests) == 0 {
		return strings.TrimSuffix(b.String(), ":") + "."
	}
	for _, request := range requests {
		path := request.Path
		if request.RawQuery != "" {
			path += "?" + request.RawQuery
		}
		fmt.Fprintf(&b, "\n  %-6s %s → %d", request.Method, path, request.Status)
		if len(request.Body) > 0 {
			fmt.Fprintf(&b, "\n         %s", bytes.TrimSpace(request.Body))
		}
	}
	return b.String()
}

func count(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun
	case 1:
		return "1 " + noun
	default:
		return fmt.Sprintf("%d %ss", n, noun)
	}
}

// indent is a writer that puts a prefix before each line that isn't empty.
type indent struct {
	out    io.Writer
	prefix string
	inLine bool
}

func (w *indent) Write(text []byte) (int, error) {
	var b bytes.Buffer
	for _, c := range text {
		if c != '\n' && !w.inLine {
			b.WriteString(w.prefix)
		}
		w.inLine = c != '\n'
		b.WriteByte(c)
	}
	if _, err := w.out.Write(b.Bytes()); err != nil {
		return 0, err
	}
	return len(text), nil
}
