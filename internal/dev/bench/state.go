package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
)

// backend keeps one state over HTTP, as Terraform's backend of that name has it.
// With a file, Terraform writes the whole state after each resource: at 5,000 of
// them nothing else would be measured.
type backend struct {
	mu    sync.Mutex
	state []byte
}

func newBackend() *httptest.Server { return httptest.NewServer(&backend{}) }

// ServeHTTP answers GET and takes POST.
func (b *backend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch r.Method {
	case http.MethodGet:
		if len(b.state) == 0 {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		_, _ = w.Write(b.state) // Terraform sees for itself that it is cut off
	case http.MethodPost:
		state, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		b.state = state
	default:
		http.Error(w, "neither GET nor POST", http.StatusMethodNotAllowed)
	}
}
