package console

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// maxBody is the longest body of a request to the console, in bytes.
const maxBody = 4 << 20

// routes are the requests of the console.
func (c *Console) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, "ok\n")
	})
	for pattern, handle := range map[string]func(r *http.Request) (any, error){
		"POST /_emulator/reset":               c.reset,
		"GET /_emulator/requests":             c.requests,
		"DELETE /_emulator/requests":          c.clearRequests,
		"GET /_emulator/faults":               c.listFaults,
		"POST /_emulator/faults":              c.addFault,
		"DELETE /_emulator/faults":            c.clearFaults,
		"POST /_emulator/advance":             c.advance,
		"POST /_emulator/usage":               c.use,
		"POST /_emulator/invites/{id}/accept": c.accept,
		"GET /_emulator/keys":                 c.listKeys,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			answer(w, r, handle)
			if r.Method != http.MethodGet {
				c.touched()
			}
		})
	}
	c.pages(mux)
	return mux
}

// answer sends what a handler returns as JSON. An error is the caller's fault.
func answer(w http.ResponseWriter, r *http.Request, handle func(*http.Request) (any, error)) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	status := http.StatusOK
	value, err := handle(r)
	if err != nil {
		status, value = http.StatusBadRequest, map[string]string{"error": err.Error()}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(value) // a caller who has left is no error
}

// body reads a JSON object into a struct, and refuses keys that it lacks. An empty body is {}.
func body(r *http.Request, into any) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("the body is not valid: %w", err)
	}
	return nil
}

// reset starts again from the seed, or from the one in the body.
func (c *Console) reset(r *http.Request) (any, error) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	seed := c.options.Seed
	if len(bytes.TrimSpace(text)) > 0 {
		if seed, err = ParseSeed(bytes.NewReader(text)); err != nil {
			return nil, err
		}
	}
	api, keys, err := c.fresh(seed)
	if err != nil {
		return nil, err
	}
	c.start(api, keys)
	return map[string]any{"keys": c.Keys()}, nil
}

// touched has the data saved after a change without a request to the API.
func (c *Console) touched() {
	if c.saver != nil {
		c.saver.changed()
	}
}

// shownRequest is a request in the log.
type shownRequest struct {
	Time   time.Time `json:"time"`
	Method string    `json:"method"`
	Path   string    `json:"path"`
	Query  string    `json:"query,omitempty"`
	Status int       `json:"status"`
	// Key is the name of the key.
	Key     string          `json:"key,omitempty"`
	Body    json.RawMessage `json:"body,omitempty"`
	Refusal json.RawMessage `json:"refusal,omitempty"`
}

// requests are the last requests to the API, oldest first, of a method and below a path.
func (c *Console) requests(r *http.Request) (any, error) {
	names := keyNames(c.Keys())
	method, below := r.URL.Query().Get("method"), r.URL.Query().Get("path")
	all := []shownRequest{}
	for _, one := range c.api.Load().Requests() {
		if method != "" && !strings.EqualFold(method, one.Method) || !strings.HasPrefix(strings.TrimPrefix(one.Path, "/v1"), strings.TrimPrefix(below, "/v1")) {
			continue
		}
		shown := shownOf(one, names)
		shown.Body, shown.Refusal = asJSON(one.Body), asJSON(one.Refusal)
		all = append(all, shown)
	}
	return all, nil
}

// shownOf is a request without what was sent and answered.
func shownOf(one emulator.Request, names map[string]string) shownRequest {
	return shownRequest{Time: one.At, Method: one.Method, Path: one.Path, Query: one.RawQuery, Status: one.Status, Key: names[one.Key]}
}

// asJSON is a body as JSON: as a text where it is none.
func asJSON(body []byte) json.RawMessage {
	if len(body) == 0 || json.Valid(body) {
		return body
	}
	text, _ := json.Marshal(string(body)) // a text can't fail
	return text
}

func (c *Console) clearRequests(*http.Request) (any, error) {
	c.api.Load().ResetRequests()
	return map[string]any{}, nil
}

// advance moves the clock: {"by": "36h"}, also in days, as in "30d".
func (c *Console) advance(r *http.Request) (any, error) {
	var wanted struct {
		By string `json:"by"`
	}
	if err := body(r, &wanted); err != nil {
		return nil, err
	}
	return c.moveClock(wanted.By)
}

func (c *Console) moveClock(by string) (any, error) {
	d, err := duration(by)
	if err != nil {
		return nil, err
	}
	api := c.api.Load()
	api.Advance(d)
	return map[string]any{"now": api.Now()}, nil
}

// duration is that of Go, or a number of days, as in 30d. Time does not run backwards.
func duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if days, isDays := strings.CutSuffix(text, "d"); isDays {
		var n int
		n, err = strconv.Atoi(days)
		d = time.Duration(n) * 24 * time.Hour
	}
	const most = 10 * 365 * 24 * time.Hour
	if err != nil || d <= 0 || d > most {
		return 0, fmt.Errorf("by is %q, and has to be a duration such as 90m, 36h or 30d, of ten years at most", text)
	}
	return d, nil
}

// usage says whose usage grows, and by how much.
type usage struct {
	Workspace string `json:"workspace"`
	APIKey    string `json:"api_key"`
	Provider  string `json:"provider"`
	// Policy is the id of a usage limits policy, Value the entity of it.
	Policy string  `json:"usage_limits_policy"`
	Value  string  `json:"value"`
	Amount float64 `json:"amount"`
}

func (c *Console) use(r *http.Request) (any, error) {
	var wanted usage
	if err := body(r, &wanted); err != nil {
		return nil, err
	}
	return map[string]any{}, c.grow(wanted)
}

func (c *Console) grow(wanted usage) error {
	if wanted.Amount <= 0 {
		return errors.New("amount has to be more than 0")
	}
	api := c.api.Load()
	named := 0
	var do func()
	for noun, id := range map[emulator.Noun]string{
		emulator.Workspaces: wanted.Workspace, emulator.APIKeys: wanted.APIKey, emulator.Providers: wanted.Provider,
	} {
		if id != "" {
			named++
			do = func() { api.Use(noun, id, wanted.Amount) }
		}
	}
	if wanted.Policy != "" {
		named++
		do = func() { api.Spend(wanted.Policy, wanted.Value, wanted.Amount) }
	}
	if named != 1 || wanted.Policy != "" && wanted.Value == "" {
		return errors.New("name one of workspace, api_key, provider, and usage_limits_policy with its value")
	}
	return try(do)
}

func (c *Console) accept(r *http.Request) (any, error) {
	var user string
	err := try(func() { user = c.api.Load().Accept(r.PathValue("id")) })
	return map[string]any{"user_id": user}, err
}

func (c *Console) listKeys(*http.Request) (any, error) { return c.Keys(), nil }

// message is what a refusal says.
func message(refusal []byte) string {
	var parsed struct {
		Error any `json:"error"`
		Data  struct {
			Message string `json:"message"`
			Code    string `json:"errorCode"`
		} `json:"data"`
	}
	_ = json.Unmarshal(refusal, &parsed) // what is no JSON has no message
	switch text, isText := parsed.Error.(string); {
	case parsed.Data.Message != "" && parsed.Data.Code != "":
		return parsed.Data.Code + " " + parsed.Data.Message
	case parsed.Data.Message != "":
		return parsed.Data.Message
	case isText:
		return text
	}
	const longest = 200
	text := []rune(strings.Join(strings.Fields(string(refusal)), " "))
	return string(text[:min(len(text), longest)])
}
