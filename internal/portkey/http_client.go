package portkey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Client speaks to one control plane with one key. It is safe for concurrent use.
type Client struct {
	opts      Options // with the defaults filled in
	headers   http.Header
	secrets   *strings.Replacer
	*keyState // with the other clients of the pool

	mu             sync.Mutex
	totals         Totals
	longWait       time.Duration // the longest wait for a turn that was not reported yet
	announcedUntil time.Time     // until when waits are known to whoever reads the log
	serverDate     time.Time     // the Date of the latest answer, and when it came
	serverSeen     time.Time
	graceEnd       time.Time // when open writes are cut off; zero before a stop
}

// Totals are the sums over the life of a client.
type Totals struct {
	Requests, Retries int
	// Waited is the time that requests were held back, added up over requests
	// that waited together.
	Waited time.Duration
}

// New creates a client that shares nothing. Its errors are *OptionError.
func New(opts Options) (*Client, error) { return new(Pool).Client(opts) }

// Client creates a client. Its errors are *OptionError.
func (p *Pool) Client(opts Options) (*Client, error) {
	headers, err := opts.headers()
	if err != nil {
		return nil, err
	}
	tlsConfig, err := opts.tlsConfig()
	if err != nil {
		return nil, err
	}
	c := &Client{
		opts:    opts.withDefaults(),
		headers: headers,
		secrets: newRedactor(headers),
	}
	if _, err := url.Parse(c.opts.BaseURL); err != nil {
		return nil, &OptionError{"BaseURL", "is not a URL"}
	}
	c.keyState = p.stateOf(c.opts)
	if c.opts.Transport == nil {
		c.opts.Transport = &http.Transport{
			Proxy:                  withoutSetting(http.ProxyFromEnvironment),
			DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
			TLSClientConfig:        tlsConfig,
			TLSHandshakeTimeout:    10 * time.Second,
			ForceAttemptHTTP2:      true,
			MaxIdleConnsPerHost:    20, // Terraform runs ten operations at once by default
			MaxResponseHeaderBytes: 256 << 10,
			// Shorter than the minute after which common load balancers hang up: a
			// POST that meets a connection just closed has an unknown outcome.
			IdleConnTimeout: 30 * time.Second,
		}
	}
	return c, nil
}

// withoutSetting keeps a proxy setting that is no URL out of the error about it:
// net/http quotes it whole, with the password that it may contain.
func withoutSetting(find func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		proxy, err := find(r)
		if err != nil {
			return nil, errors.New("the proxy that the environment names (HTTPS_PROXY or HTTP_PROXY) is not a URL, such as http://proxy.example.com:3128")
		}
		return proxy, nil
	}
}

// do sends a request. What is not a 2xx with JSON or nothing in it is an *Error.
func (c *Client) do(ctx context.Context, r request) (answer, error) {
	return c.call(ctx, r, nil)
}

// call sends a request and decodes the answer, or only checks whether it could be
// where into is nil. An answer that cannot be decoded is an *Error too; after a
// write, one of unknown outcome.
func (c *Client) call(ctx context.Context, r request, into any) (answer, error) {
	a, err := c.newCall(ctx, r)
	if err != nil {
		return answer{}, err
	}
	holder, confidential := into.(secretReturner)
	a.confidential = confidential
	got, err := a.run()
	if err != nil {
		return got, err
	}
	if into == nil {
		if len(bytes.TrimSpace(got.body)) == 0 {
			return got, nil
		}
		into = new(json.RawMessage)
	}
	if err := json.Unmarshal(got.body, into); err != nil {
		failed := a.refusal(got)
		failed.Err = err
		failed.Message = c.clean(fmt.Sprintf("cannot read the answer: %v", err), maxMessage)
		if len(got.body) == 0 {
			failed.Message = "the answer is empty"
		}
		return got, failed
	}
	if confidential {
		c.learn(holder.returned())
	}
	return got, nil
}

// get reads what is at a path.
func (c *Client) get(ctx context.Context, path []string, query url.Values, into any) (answer, error) {
	return c.call(ctx, request{method: http.MethodGet, path: path, query: query}, into)
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// checkID refuses what cannot be an id. Only what passes is put into a path, so
// that no input reaches another endpoint than the one that is written there.
func checkID(id string) error {
	if !idPattern.MatchString(id) {
		return fmt.Errorf("%.60q cannot be an id of Portkey: ids consist of letters, digits, - and _", id)
	}
	return nil
}

// detach returns a context that outlives its caller's: once that is done, what runs in
// it has StopGrace left. The grace is counted once for the whole client,
// so that the steps of a create share it. Whoever detaches must cancel before
// the caller's context ends for another reason than a stop.
func (c *Client) detach(ctx context.Context) (context.Context, context.CancelFunc) {
	open, cancel := context.WithCancel(context.WithoutCancel(ctx))
	unwatch := context.AfterFunc(ctx, func() { time.AfterFunc(c.graceLeft(), cancel) })
	return open, func() {
		unwatch()
		cancel()
	}
}

func (c *Client) graceLeft() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.graceEnd.IsZero() {
		c.graceEnd = time.Now().Add(c.opts.Waits.StopGrace)
	}
	return time.Until(c.graceEnd)
}

// Now is the time by the server's clock, as far as its responses have shown it.
func (c *Client) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.serverSeen.IsZero() {
		return time.Now()
	}
	return c.serverDate.Add(time.Since(c.serverSeen))
}

// WithMasks returns ctx with the secrets that answers contained masked in its logs.
func (c *Client) WithMasks(ctx context.Context) context.Context { return c.opts.WithMasks(ctx) }

// Totals returns the sums so far.
func (c *Client) Totals() Totals {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.totals
}

// LongWait returns the longest time that a call spent waiting for its turn, if
// that was more than a minute, and forgets it.
func (c *Client) LongWait() (time.Duration, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	longest := c.longWait
	c.longWait = 0
	return longest, longest > 0
}

func (c *Client) tally(count func(*Totals)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	count(&c.totals)
}
