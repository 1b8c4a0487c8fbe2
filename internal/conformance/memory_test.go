package conformance

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// inMemory lets the provider call the API without a socket in between: hundreds
// of thousands of histories would use up the ports of a machine.
func inMemory(env *harness.Env) {
	env.Tune(func(config *portkey.Options) { config.Transport = transport{env.API} }) //nolint:gosec // no key is kept
}

// transport hands requests to an API in this process. A fault that cuts the
// connection is one here too: before an answer, or in the middle of its body.
type transport struct{ api *emulator.Server }

var errCut = errors.New("connection reset by peer")

// RoundTrip has the API answer.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	recorder := &recorder{ResponseRecorder: httptest.NewRecorder()}
	cut := recorder.serve(t.api, r)
	if cut && !recorder.begun {
		return nil, errCut
	}
	answer := recorder.Result()
	if cut {
		answer.Body = io.NopCloser(io.MultiReader(bytes.NewReader(recorder.Body.Bytes()), broken{}))
	}
	return answer, nil
}

// recorder also knows whether an answer has begun.
type recorder struct {
	*httptest.ResponseRecorder
	begun bool
}

func (r *recorder) WriteHeader(status int) {
	r.begun = true
	r.ResponseRecorder.WriteHeader(status)
}

// serve reports whether the handler gave up on the connection.
func (r *recorder) serve(handler http.Handler, req *http.Request) (cut bool) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case http.ErrAbortHandler:
			cut = true
		default:
			panic(p)
		}
	}()
	handler.ServeHTTP(r, req)
	return false
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errCut }
