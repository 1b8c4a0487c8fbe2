package portkey

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// What an answer may cost is promised, whatever is in it. All that is ever
// allocated is more than what is in use at once, and doesn't depend on the garbage
// collector.
const mostPerAnswer = 100 << 20

// TestAnswers_memory reads the answers that cost the most memory. It is not
// parallel, since allocations are counted for the whole process.
func TestAnswers_memory(t *testing.T) {
	if testing.Short() {
		t.Skip("decodes hundreds of MB, and the race detector allocates as well")
	}
	// filled is as large as an answer may be. most is how many times one stands in it at most.
	filled := func(before, one, after string, most int) string {
		times := min(most, (maxBody-len(before)-len(after))/len(one))
		text := before + strings.Repeat(one, times) + after
		return text + strings.Repeat(" ", maxBody-len(text))
	}
	metadata := func(keys int) string {
		var b strings.Builder
		for i := range keys {
			fmt.Fprintf(&b, `"%x":1,`, i)
		}
		return filled(`{"id":"x","defaults":{"metadata":{`+b.String()+`"last":"`, "x", `"}}}`, 1)
	}
	for name, body := range map[string]string{
		"a long text":                filled(`{"id":"x","name":"`, "x", `"}`, maxBody),
		"items without end":          filled(`{"data":[{}`, ",{}", `],"total":1}`, maxBody),
		"as many items as may be":    filled(`{"data":[{"id":"x"}`, `,{"id":"x"}`, `],"total":1}`, maxItems-1),
		"more items than may be":     filled(`{"data":[{}`, ",{}", `],"total":1}`, maxValues/2-10),
		"items that are nothing":     filled(`{"data":[null`, ",null", `],"total":1}`, maxValues-10),
		"limits without end":         filled(`{"id":"x","usage_limits":[{}`, ",{}", `]}`, maxBody),
		"as many limits as may be":   filled(`{"id":"x","usage_limits":[{}`, ",{}", `]}`, maxValues/2-10),
		"rate limits without end":    filled(`{"id":"x","rate_limits":[{}`, ",{}", `]}`, maxBody),
		"metadata without end":       metadata(maxBody / 10),
		"as much metadata as may be": metadata(maxValues - 10),
		"brackets without end":       filled(`{"id":`, "[", "", maxBody),
		"values that nobody reads":   filled(`{"id":"x","other":[0`, ",0", "]}", maxValues-10),
		"a page of limits":           filled(`{"data":[{"id":"x","usage_limits":[{}`, ",{}", `]}],"total":1}`, maxValues/2-10),
	} {
		packed := zipped(t, []byte(body))
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed)
		})
		client := against(t, server.URL, nil)
		for verb, read := range map[string]func() error{
			"read": func() error { _, err := NewWorkspaces(client).GetUncached(t.Context(), "x"); return err },
			"list": func() error {
				_, _, err := readPage[Workspace](t.Context(), client, workspacesPath, nil, pageParameters{}, 0)
				return err
			},
		} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := read()
			runtime.ReadMemStats(&after)
			used := after.TotalAlloc - before.TotalAlloc
			t.Logf("%s: a %s took %d MB: %.100v", name, verb, used>>20, err)
			if used > mostPerAnswer {
				t.Errorf("%s: a %s took more than %d MB", name, verb, mostPerAnswer>>20)
			}
		}
	}
}

func zipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := io.Copy(writer, bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}
