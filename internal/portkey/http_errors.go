package portkey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
)

// Error is a request that failed.
type Error struct {
	// Method and Path are the request's; the path is relative to the base URL and
	// lacks the query.
	Method, Path string
	// BaseURL is that of the server that was asked.
	BaseURL string
	// Status is the answer's; 0 where there was none.
	Status int
	// Code is Portkey's own (AB01 and so on), Message its words, Param the field
	// at fault, RequestID what Portkey's support asks for. Each may be empty.
	Code, Message, Param, RequestID string
	// HTML reports that the answer was a page for people: a proxy's, or another
	// server's than Portkey.
	HTML bool
	// Attempts is how often the request was tried.
	Attempts int
	// Err is what went wrong on the way or with decoding; nil where the server
	// itself answered with an error.
	Err error

	// unsent reports that no attempt reached a server, doubt that one of them may
	// have changed something there, whatever a later one was answered.
	unsent, doubt bool
	// archived reports that the server returned an object that was deleted.
	archived bool
	// keyReported is set once a 401 of this key was reported; nil where none counts.
	keyReported *atomic.Bool
}

// Error says all of it in one line: what was asked, what was answered.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s: ", e.Method, e.Path)
	if e.Status != 0 {
		fmt.Fprintf(&text, "%d", e.Status)
		if e.Code != "" {
			text.WriteString(" " + e.Code)
		}
		text.WriteString(": ")
	}
	message := e.Message
	if message == "" {
		message = strings.ToLower(http.StatusText(e.Status))
	}
	if message == "" {
		message = "no message"
	}
	text.WriteString(message)
	var notes []string
	if e.BaseURL != "" {
		notes = append(notes, "at "+e.BaseURL)
	}
	if e.Param != "" {
		notes = append(notes, "field "+e.Param)
	}
	if e.RequestID != "" {
		notes = append(notes, "request id "+e.RequestID)
	}
	if e.Attempts > 1 {
		notes = append(notes, fmt.Sprintf("%d attempts", e.Attempts))
	}
	if len(notes) > 0 {
		text.WriteString(" (" + strings.Join(notes, ", ") + ")")
	}
	return text.String()
}

// IsKnownRejection reports whether the server rejected the key with 401, and this was
// asked before of another rejection of the same key: one key fails everything, and is
// to be explained once.
func (e *Error) IsKnownRejection() bool {
	return e.Status == http.StatusUnauthorized && e.keyReported != nil && e.keyReported.Swap(true)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// IsRefused reports whether the server answered that the object is not there, not any
// more, or not for this key. Portkey returns 403 for both (vendor's repository), and a
// wrong base URL or a proxy 404 for anything, so neither proves that it was deleted.
func IsRefused(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Status == http.StatusForbidden || e.Status == http.StatusNotFound || e.archived)
}

// IsConflict reports whether the server answered 409.
func IsConflict(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusConflict
}

// IsInvalid reports whether the server answered 400: it does not take what was sent.
func IsInvalid(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusBadRequest
}

// IsUnknownOutcome reports whether a write may have happened although it failed.
// Only a 4xx, 408 excepted, is a refusal: what else comes back may be a gateway's
// word about a request that the API has carried out.
func IsUnknownOutcome(err error) bool {
	var e *Error
	if !errors.As(err, &e) || e.Method == http.MethodGet {
		return false
	}
	return e.doubt || e.Status != 0 && leavesDoubt(e.Status)
}

func leavesDoubt(status int) bool {
	return status < 400 || status >= 500 || status == http.StatusRequestTimeout
}

// IsNotSent reports whether no attempt got a connection to a server.
func IsNotSent(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.unsent
}

// complaint is what an answer with an error says.
type complaint struct {
	code, message, param, requestID string
	html                            bool
}

// parseComplaint reads every shape of error that is on record: the details under
// error (documented) or data (documented, and quoted in the help centre), or at
// the top (vendor's tests); errorCode or code; error as a plain string, by a
// proxy; and pages that are no JSON at all.
func parseComplaint(header http.Header, body []byte) complaint {
	found := complaint{requestID: requestID(header)}
	if !json.Valid(body) {
		found.html = isHTML(header, body)
		found.message = pageText(body, found.html)
		return found
	}
	var top map[string]json.RawMessage
	if json.Unmarshal(body, &top) != nil {
		found.message = scalarText(body)
		return found
	}
	levels := make([]map[string]json.RawMessage, 0, 3)
	for _, key := range []string{"error", "data"} {
		var level map[string]json.RawMessage
		if json.Unmarshal(top[key], &level) == nil {
			levels = append(levels, level)
		}
	}
	levels = append(levels, top)
	for _, level := range levels {
		var details map[string]json.RawMessage
		_ = json.Unmarshal(level["error_details"], &details) // absent or of another shape: no details
		fill(&found.code, level, "errorCode", "code")
		fill(&found.message, level, "message")
		fill(&found.param, details, "param")
		fill(&found.param, level, "param")
		fill(&found.requestID, level, "request_id")
	}
	var text string
	if found.message == "" && json.Unmarshal(top["error"], &text) == nil {
		found.message = text
	}
	return found
}

// requestID looks where servers and the proxies before them commonly put one;
// Portkey's support asks for it, but its header is not documented.
func requestID(header http.Header) string {
	for _, name := range []string{"X-Request-Id", "X-Portkey-Request-Id", "X-Portkey-Trace-Id", "X-Amzn-Requestid", "Cf-Ray"} {
		if id := header.Get(name); id != "" {
			return id
		}
	}
	return ""
}

// fill sets target from the first of the keys that has a value, unless it is set.
func fill(target *string, level map[string]json.RawMessage, keys ...string) {
	for _, key := range keys {
		if *target == "" {
			*target = scalarText(level[key])
		}
	}
}

// scalarText is a JSON string's text, or the JSON itself where another type
// stands in for one.
func scalarText(raw json.RawMessage) string {
	var text string
	if len(raw) == 0 || json.Unmarshal(raw, &text) == nil { // null decodes to ""
		return text
	}
	return string(raw)
}

// isHTML goes by the body where it can, since servers mislabel JSON.
func isHTML(header http.Header, body []byte) bool {
	body = bytes.TrimSpace(body)
	labelled := strings.HasPrefix(strings.ToLower(header.Get("Content-Type")), "text/html")
	return bytes.HasPrefix(body, []byte("<")) || labelled && len(body) > 0 && !json.Valid(body)
}

var titleTag = regexp.MustCompile(`(?is)<title[^>]*>(.{1,300}?)</title>`)

// pageText describes an answer that is no JSON by the little of it that helps.
func pageText(body []byte, isHTML bool) string {
	if len(bytes.TrimSpace(body)) == 0 {
		return ""
	}
	if !isHTML {
		return "an answer that is not JSON: " + string(body[:min(len(body), 200)])
	}
	text := "an HTML page instead of JSON, so this was a proxy, or the base URL is not Portkey's"
	if title := titleTag.FindSubmatch(body[:min(len(body), 64<<10)]); title != nil {
		text += "; its title: " + html.UnescapeString(string(title[1]))
	}
	return text
}
