package emulator_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// BenchmarkRead compares plain reads of a workspace with an answer of the same size that
// net/http sends without further ado, over the same connections: clients and servers share
// the machine, so that the rate of the second is the ceiling of the first.
func BenchmarkRead(b *testing.B) {
	api := emulator.New(emulator.KeepRequests(500))
	home := api.AddWorkspace(map[string]any{"name": "Payments"})
	read := func(client *http.Client, url string) []byte {
		request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("x-portkey-api-key", emulator.AdminKey)
		response, err := client.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK {
			b.Fatal(response.Status, err)
		}
		return body
	}
	served := httptest.NewServer(api)
	defer served.Close()
	path := "/v1/admin/workspaces/" + home.ID
	sample := read(http.DefaultClient, served.URL+path)
	ceiling := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(sample)
	}))
	defer ceiling.Close()
	for name, server := range map[string]*httptest.Server{"emulator": served, "net-http": ceiling} {
		b.Run(name, func(b *testing.B) {
			const connections = 16
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}}
			b.SetParallelism(connections / 2)
			began := time.Now()
			b.RunParallel(func(loop *testing.PB) {
				for loop.Next() {
					read(client, server.URL+path)
				}
			})
			b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "requests/s")
		})
	}
}
