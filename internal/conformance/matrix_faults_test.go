package conformance

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// fault is one thing that goes wrong with a request.
type fault struct {
	name string
	// status is what is answered for good; 0 where that is no word about the fault.
	status int
	// lose keeps a request from the server, or its answer from the client; nil lets it pass.
	lose func(*http.Request) error
	// serve answers in the API's stead. own is the API's own answer, empty where
	// the request has had no effect.
	serve func(w http.ResponseWriter, r *http.Request, own *httptest.ResponseRecorder)
	// ask changes the request before the API gets it.
	ask func(*http.Request)
	// needsReal tells that serve makes something of the real answer.
	needsReal bool
	// refuses tells that the answer says that there was no effect: it is a lie of the
	// API's own where a create had one, which looks like any other.
	refuses bool
	// pretends tells that a write without answer of its own can't tell it from success.
	pretends bool
	// listsOnly tells that it can happen to lists only.
	listsOnly bool
	// harmless tells that answers say the same in another way: the caller has to cope.
	harmless bool
}

// faults is every fault of the matrix.
var faults = sync.OnceValue(func() []fault {
	var all []fault
	for _, status := range []int{400, 401, 402, 403, 404, 408, 409, 412, 422, 429, 500, 501, 502, 503, 504} {
		all = append(all,
			fault{name: fmt.Sprintf("%d of the API", status), status: status, refuses: refuses(status), serve: says(status, "")},
			fault{name: fmt.Sprintf("%d of a gateway", status), status: status, refuses: refuses(status), serve: page(status)})
	}
	for _, retryAfter := range []string{"2", "0", "-1", "1.5", "9223372036854775808", "Thu, 01 Jan 1998 00:00:00 GMT", "soon"} {
		all = append(all, fault{name: "429 with Retry-After " + retryAfter, status: 429, refuses: true, serve: says(429, retryAfter)})
	}
	return append(all,
		fault{name: "503 with Retry-After", status: 503, refuses: true, serve: says(503, "1")},
		fault{name: "connection refused", lose: refuse},
		fault{name: "untrusted certificate", lose: distrust},
		fault{name: "connection reset before the request is read", lose: reset},
		fault{name: "connection closed without an answer", serve: hangUp},
		fault{name: "slow headers", harmless: true, needsReal: true, serve: slowly(20*time.Second, 0)},
		fault{name: "headers that never come", serve: slowly(time.Hour, 0)},
		fault{name: "slow body", harmless: true, needsReal: true, serve: slowly(0, 20*time.Second)},
		fault{name: "body that never ends", needsReal: true, serve: slowly(0, time.Hour)},
		fault{name: "connection closed within the body", needsReal: true, serve: cutShort},
		fault{name: "half a JSON text", needsReal: true, serve: rewritten(func(b []byte) []byte { return b[:len(b)/2] })},
		fault{name: "empty body", pretends: true, serve: text("application/json", "")},
		fault{name: "HTML with 200", serve: page(http.StatusOK)},
		fault{name: "wrong content type", needsReal: true, harmless: true, serve: mislabelled},
		fault{name: "extra fields", needsReal: true, harmless: true, serve: edit(extraFields)},
		fault{name: "missing fields", needsReal: true, serve: edit(missingFields)},
		fault{name: "null for objects", needsReal: true, serve: edit(nullObjects)},
		fault{name: "text for numbers", needsReal: true, harmless: true, serve: edit(numbersAsText)},
		fault{name: "numbers for booleans", needsReal: true, harmless: true, serve: edit(booleansAsNumbers)},
		fault{name: "no id", needsReal: true, serve: edit(withoutIDs)},
		fault{name: "an object without an id", pretends: true, serve: text("application/json", "{}")},
		fault{name: "JSON that is no object", pretends: true, serve: text("application/json", `"ok"`)},
		fault{name: "200 MB", serve: huge},
		fault{name: "gzip bomb", serve: bomb},
		fault{name: "page that points to itself", listsOnly: true, needsReal: true, ask: firstPage, serve: edit(samePage)},
		fault{name: "redirect to itself", serve: redirect("")},
		fault{name: "redirect to another host", serve: redirect("http://elsewhere.example.com")},
	)
})

func refuses(status int) bool { return status < 500 && status != http.StatusRequestTimeout }

func says(status int, retryAfter string) func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	codes := map[int]string{400: "AB01", 401: "AB05", 403: "AB03", 404: "AB08", 409: "AB07"}
	return func(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"success":false,"data":{"message":%q,"errorCode":%q}}`, http.StatusText(status), codes[status])
	}
}

func page(status int) func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		fmt.Fprintf(w, "<html><head><title>%d of a gateway</title></head></html>", status)
	}
}

func text(contentType, body string) func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	}
}

func refuse(*http.Request) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

func distrust(*http.Request) error {
	return &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
}

// reset is a connection that was there: the client can't know how far it got.
func reset(r *http.Request) error {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	return &net.OpError{Op: "write", Net: "tcp", Err: os.NewSyscallError("write", syscall.ECONNRESET)}
}

func hangUp(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	panic(http.ErrAbortHandler)
}

// resend sends the real answer with another body.
func resend(w http.ResponseWriter, own *httptest.ResponseRecorder, body []byte) {
	for name, values := range own.Header() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(own.Code)
	_, _ = w.Write(body)
}

func rewritten(change func([]byte) []byte) func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, _ *http.Request, own *httptest.ResponseRecorder) {
		resend(w, own, change(own.Body.Bytes()))
	}
}

func mislabelled(w http.ResponseWriter, _ *http.Request, own *httptest.ResponseRecorder) {
	own.Header().Set("Content-Type", "text/plain")
	resend(w, own, own.Body.Bytes())
}

// slowly waits before the answer, and in the middle of its body.
func slowly(head, body time.Duration) func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, r *http.Request, own *httptest.ResponseRecorder) {
		rest(r, head)
		for name, values := range own.Header() {
			w.Header()[name] = values
		}
		w.Header().Set("Content-Length", strconv.Itoa(own.Body.Len()))
		w.WriteHeader(own.Code)
		half := own.Body.Len() / 2
		_, _ = w.Write(own.Body.Bytes()[:half])
		_ = http.NewResponseController(w).Flush()
		rest(r, body)
		_, _ = w.Write(own.Body.Bytes()[half:])
	}
}

// rest waits, but not for a caller who is gone.
func rest(r *http.Request, d time.Duration) {
	select {
	case <-time.After(d):
	case <-r.Context().Done():
		panic(http.ErrAbortHandler)
	}
}

func cutShort(w http.ResponseWriter, _ *http.Request, own *httptest.ResponseRecorder) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(own.Body.Len()))
	w.WriteHeader(own.Code)
	_, _ = w.Write(own.Body.Bytes()[:own.Body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

const hugeSize = 200 << 20

var blanks = bytes.Repeat([]byte(" "), 1<<20)

func huge(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
	w.Header().Set("Content-Type", "application/json")
	for range hugeSize / len(blanks) {
		if _, err := w.Write(blanks); err != nil {
			return
		}
	}
}

// bombed is 200 MB of blanks, which take 200 KB on the wire.
var bombed = sync.OnceValue(func() []byte {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	for range hugeSize / len(blanks) {
		_, _ = writer.Write(blanks)
	}
	_ = writer.Close()
	return packed.Bytes()
})

func bomb(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Encoding", "gzip")
	_, _ = w.Write(bombed())
}

func redirect(origin string) func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
		w.Header().Set("Location", origin+r.URL.RequestURI())
		w.WriteHeader(http.StatusTemporaryRedirect)
	}
}

// edit changes the objects of an answer: itself, or the items of a list.
func edit(change func(object config, envelope bool) config) func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
	return rewritten(func(body []byte) []byte {
		var answer any
		if json.Unmarshal(body, &answer) != nil {
			return body
		}
		switch whole := answer.(type) {
		case config:
			items, isList := whole["data"].([]any)
			for i, item := range items {
				if object, ok := item.(config); ok {
					items[i] = change(object, false)
				}
			}
			answer = change(whole, isList)
		case []any:
			for i, item := range whole {
				if object, ok := item.(config); ok {
					whole[i] = change(object, false)
				}
			}
		}
		edited, err := json.Marshal(answer)
		if err != nil {
			panic(err)
		}
		return edited
	})
}

func extraFields(object config, _ bool) config {
	object["a_later_field"] = config{"deep": []any{1, "two", nil}}
	return object
}

func missingFields(object config, envelope bool) config {
	if envelope {
		return config{"data": object["data"]}
	}
	return config{"id": object["id"]}
}

func nullObjects(object config, _ bool) config {
	for name, value := range object {
		switch value.(type) {
		case config, []any:
			object[name] = nil
		}
	}
	return object
}

func numbersAsText(object config, _ bool) config {
	return each(object, func(value any) any {
		if number, ok := value.(float64); ok {
			return strconv.FormatFloat(number, 'f', -1, 64)
		}
		return value
	})
}

func booleansAsNumbers(object config, _ bool) config {
	return each(object, func(value any) any {
		switch value {
		case true:
			return 1
		case false:
			return 0
		}
		return value
	})
}

// each changes every value that is no object and no list.
func each(object config, change func(any) any) config {
	for name, value := range object {
		switch value := value.(type) {
		case config:
			object[name] = each(value, change)
		case []any:
			for i, one := range value {
				if inner, ok := one.(config); ok {
					value[i] = each(inner, change)
				} else {
					value[i] = change(one)
				}
			}
		default:
			object[name] = change(value)
		}
	}
	return object
}

func withoutIDs(object config, _ bool) config {
	delete(object, "id")
	delete(object, "slug")
	return object
}

func firstPage(r *http.Request) {
	query := r.URL.Query()
	query.Set("current_page", "0")
	r.URL.RawQuery = query.Encode()
}

// samePage says that there is more than the page, which comes again whatever page
// is asked for.
func samePage(object config, envelope bool) config {
	if envelope {
		object["total"] = 1000
	}
	return object
}
