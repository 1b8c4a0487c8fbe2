// Command panicking is the provider as main serves it, but that it panics in the
// middle of a create of something called "panics".
package main

import (
	"bytes"
	"io"
	"log"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

func main() {
	if err := tf6server.Serve("registry.terraform.io/portkey-community/portkey", server); err != nil {
		log.Fatal(err)
	}
}

func server() tfprotov6.ProviderServer {
	return guard.Wrap(providerserver.NewProtocol6(provider.New("test", withPanic)())())
}

func withPanic(config *portkey.Options) {
	config.Transport = panicking{base: config.BaseURL}
}

type panicking struct{ base string }

// RoundTrip asks for /panic before it panics: the test answers that when all is ready.
func (p panicking) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodPost {
		return http.DefaultTransport.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if bytes.Contains(body, []byte(`"panics"`)) {
		ready, err := http.NewRequestWithContext(r.Context(), http.MethodGet, p.base+"/panic", nil)
		if err != nil {
			return nil, err
		}
		if resp, err := http.DefaultTransport.RoundTrip(ready); err == nil {
			_ = resp.Body.Close()
		}
		panic("in the middle of a create")
	}
	sent := r.Clone(r.Context())
	sent.Body = io.NopCloser(bytes.NewReader(body))
	return http.DefaultTransport.RoundTrip(sent)
}
