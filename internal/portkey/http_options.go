package portkey

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// DefaultBaseURL is where the hosted service lives.
const DefaultBaseURL = "https://api.portkey.ai/v1"

// keyHeader is the documented header of authorisation.
const keyHeader = "x-portkey-api-key"

// Level is how much a log line matters.
type Level int

// The levels that the client logs at.
const (
	LevelDebug Level = iota
	LevelInfo
	LevelWarn
)

// Options are what a Client is created from.
type Options struct {
	// APIKey is sent with every request. Blanks around it are dropped.
	APIKey string
	// BaseURL is a URL as ParseBaseURL returns it; "" means DefaultBaseURL.
	BaseURL string
	// MaxRetries is how many attempts may follow the first one.
	MaxRetries int
	// RequestTimeout bounds each attempt; 0 means 30 seconds.
	RequestTimeout time.Duration
	// MaxRequestsPerSecond spaces all attempts of the clients that share a pace; 0
	// means no ceiling.
	MaxRequestsPerSecond float64
	// Headers are sent along with every request.
	Headers map[string]string
	// CACertPEM is trusted in addition to the certificates of the system.
	CACertPEM []byte
	// ClientCertPEM and ClientKeyPEM identify the client; both or neither.
	ClientCertPEM []byte
	ClientKeyPEM  []byte
	// UserAgent replaces Go's own.
	UserAgent string
	// Transport replaces the real one in tests.
	Transport http.RoundTripper
	// Log takes the log lines; nil means silence.
	Log func(ctx context.Context, level Level, message string, fields map[string]any)
	// Mask takes each secret that an answer contains, as soon as it is decoded, and WithMasks
	// returns a context whose log lines hide what Mask took: see Hide. nil does nothing.
	Mask      func(secret string)
	WithMasks func(ctx context.Context) context.Context
	// Waits are the times the client waits; the zero value means DefaultWaits.
	Waits Waits
}

// Waits are the times the client waits. Tests shorten them.
type Waits struct {
	// RetryMin and RetryMax bound the pause between attempts: the ceiling starts
	// at RetryMin, doubles up to RetryMax, and the pause is drawn below it.
	RetryMin, RetryMax time.Duration
	// RetryAfterMax is the longest Retry-After that is waited for. The call fails
	// at once and says so when the server asks for more.
	RetryAfterMax time.Duration
	// TakenName is how long a taken name is looked at again, TakenNamePause the
	// time between two looks.
	TakenName, TakenNamePause time.Duration
	// FindCreated is how long the outcome of an unanswered create is looked for,
	// FindCreatedPause the first pause between looks, which doubles up to 5 s.
	FindCreated, FindCreatedPause time.Duration
	// StopGrace is how long an open write may take once its caller is to stop.
	StopGrace time.Duration
	// SetAgain is how long a write is repeated that sets what was cleared for it,
	// SetAgainPause the first pause between attempts, which doubles up to 5 s.
	SetAgain, SetAgainPause time.Duration
	// Granted is how long a create is repeated that was rejected for lack of a right that
	// may be about to be granted, GrantedPause the first pause between attempts, which
	// doubles up to 5 s.
	Granted, GrantedPause time.Duration
	// CatchUp is how long an edit waits for an answer that shows what this process wrote
	// before, CatchUpPause the first pause between reads, which doubles up to 5 s.
	CatchUp, CatchUpPause time.Duration
	// SyncedPause is the first pause between looks whether the capabilities of an MCP server
	// are synced, which doubles up to 5 s.
	SyncedPause time.Duration
	// WriteSettle is the pause between the bounded reads that follow a write.
	WriteSettle time.Duration
	// Gather is how long a write of a row waits for those of other rows; see Rows.Write.
	Gather time.Duration
	// ExportPause is the first pause between reads of an export of logs, which doubles up
	// to 15 s.
	ExportPause time.Duration
}

// DefaultWaits returns the times that users get.
func DefaultWaits() Waits {
	return Waits{
		RetryMin:         500 * time.Millisecond,
		RetryMax:         5 * time.Second,
		RetryAfterMax:    60 * time.Second,
		TakenName:        3 * time.Second,
		TakenNamePause:   500 * time.Millisecond,
		FindCreated:      30 * time.Second,
		FindCreatedPause: 500 * time.Millisecond,
		StopGrace:        6 * time.Second,
		SetAgain:         time.Minute,
		SetAgainPause:    500 * time.Millisecond,
		Granted:          20 * time.Second,
		GrantedPause:     500 * time.Millisecond,
		CatchUp:          20 * time.Second,
		CatchUpPause:     200 * time.Millisecond,
		SyncedPause:      500 * time.Millisecond,
		WriteSettle:      200 * time.Millisecond,
		Gather:           200 * time.Millisecond,
		ExportPause:      time.Second,
	}
}

func (o Options) withDefaults() Options {
	if o.BaseURL == "" {
		o.BaseURL = DefaultBaseURL
	}
	if o.RequestTimeout <= 0 {
		o.RequestTimeout = 30 * time.Second
	}
	if o.Waits == (Waits{}) {
		o.Waits = DefaultWaits()
	}
	if o.Log == nil {
		o.Log = func(context.Context, Level, string, map[string]any) {}
	}
	if o.Mask == nil {
		o.Mask = func(string) {}
	}
	if o.WithMasks == nil {
		o.WithMasks = func(ctx context.Context) context.Context { return ctx }
	}
	return o
}

// Hide keeps the secrets of the configuration, and those that answers will contain, out of
// a log that mask and withMasks are of.
func (o *Options) Hide(mask func(secret string), withMasks func(context.Context) context.Context) {
	for _, secret := range o.Secrets() {
		mask(secret)
	}
	o.Mask, o.WithMasks = mask, withMasks
}

// Secrets lists what of the configuration must show in no log: the key, the
// values of the extra headers, and the client's private key.
func (o Options) Secrets() []string {
	secrets := []string{strings.TrimSpace(o.APIKey)}
	for _, value := range o.Headers {
		secrets = append(secrets, secretsOf(strings.TrimSpace(value))...)
	}
	if key := strings.TrimSpace(string(o.ClientKeyPEM)); key != "" {
		secrets = append(secrets, key)
	}
	return secrets
}

// OptionError says which of the Options cannot be used, and why. It never
// repeats the value.
type OptionError struct {
	Field  string
	Reason string
}

// Error puts the field in front of the reason.
func (e *OptionError) Error() string { return e.Field + " " + e.Reason }

// ParseBaseURL checks a base URL and brings it into the form that Options takes:
// a URL without a path gets /v1, a path is kept but for slashes at its end. Plain
// http would show the key to everyone on the way, so it is an error unless the
// host is this machine or allowInsecureHTTP is set.
func ParseBaseURL(raw string, allowInsecureHTTP bool) (string, error) {
	// The messages never quote raw: it may contain a password.
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return "", errors.New("the base URL is not a URL: write it like " + DefaultBaseURL)
	}
	port, portErr := strconv.ParseUint(u.Port(), 10, 16)
	switch {
	case u.User != nil:
		return "", errors.New("the base URL must not contain a user name or password: authorise with the API key, or with extra headers")
	case u.Scheme != "https" && u.Scheme != "http":
		return "", errors.New("the base URL must start with https://, as in " + DefaultBaseURL)
	case u.Hostname() == "":
		return "", errors.New("the base URL must name a host, as in " + DefaultBaseURL)
	case u.Port() != "" && (portErr != nil || port == 0):
		return "", errors.New("the port in the base URL must be between 1 and 65535")
	case u.RawQuery != "" || u.ForceQuery:
		return "", errors.New("the base URL must not contain a query: remove the question mark and what follows it")
	case strings.Contains(raw, "#"):
		return "", errors.New("the base URL must not contain a fragment: remove the # and what follows it")
	case u.Scheme == "http" && !allowInsecureHTTP && !isLoopback(u.Hostname()):
		return "", errors.New("the base URL is plain http to another machine, which would send the API key unencrypted: use https, or allow insecure http explicitly")
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	if path == "" {
		path = "/v1"
	}
	origin := url.URL{Scheme: u.Scheme, Host: strings.ToLower(strings.TrimSuffix(u.Host, ":"))}
	return origin.String() + path, nil
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && addr.Unmap().IsLoopback()
}

// reservedHeaders cannot be set by the user, since the client or the transport
// under it depends on them.
var reservedHeaders = map[string]string{
	"X-Portkey-Api-Key": "is where the API key goes",
	"Accept":            "is set by the client",
	"Accept-Encoding":   "is set by the client",
	"Content-Type":      "is set by the client",
	"Content-Length":    "is set by the client",
	"Transfer-Encoding": "is set by the client",
	"Connection":        "is set by the client",
	"Host":              "is part of the base URL",
	// Go's transport takes either for a promise that a write may be repeated.
	"Idempotency-Key":   "is not understood by Portkey, and would let a create be sent twice",
	"X-Idempotency-Key": "is not understood by Portkey, and would let a create be sent twice",
}

// headerName is what RFC 9110 calls a token.
var headerName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

// CheckAPIKey refuses a key that can't go into a header.
func CheckAPIKey(key string) error {
	if strings.TrimSpace(key) == "" {
		return &OptionError{"APIKey", "is empty"}
	}
	if !isPlainText(strings.TrimSpace(key)) {
		return &OptionError{"APIKey", "contains control characters or characters outside of ASCII: was it copied with a line break or with quotes around it?"}
	}
	return nil
}

// CheckHeader refuses an extra header that can't be sent, or that the client
// sets by itself.
func CheckHeader(name, value string) error {
	if !headerName.MatchString(name) {
		return &OptionError{"Headers", "contains a name that is not the name of an HTTP header"}
	}
	if reason, reserved := reservedHeaders[http.CanonicalHeaderKey(name)]; reserved {
		return &OptionError{"Headers", "must not set " + name + ", which " + reason}
	}
	if !isPlainText(strings.TrimSpace(value)) {
		return &OptionError{"Headers", "contains control characters or characters outside of ASCII in " + name}
	}
	return nil
}

// headers builds what every request carries.
func (o Options) headers() (http.Header, error) {
	if err := CheckAPIKey(o.APIKey); err != nil {
		return nil, err
	}
	header := http.Header{}
	for name, value := range o.Headers {
		if err := CheckHeader(name, value); err != nil {
			return nil, err
		}
		header.Set(name, strings.TrimSpace(value))
	}
	if !isPlainText(o.UserAgent) {
		return nil, &OptionError{"UserAgent", "contains control characters or characters outside of ASCII"}
	}
	if o.UserAgent != "" {
		header.Set("User-Agent", o.UserAgent)
	}
	header.Set(keyHeader, strings.TrimSpace(o.APIKey))
	header.Set("Accept", "application/json")
	return header, nil
}

func isPlainText(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

// tlsConfig trusts and presents what the configuration says.
func (o Options) tlsConfig() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if len(o.CACertPEM) > 0 {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool() // a system without certificates of its own
		}
		if !pool.AppendCertsFromPEM(o.CACertPEM) {
			return nil, &OptionError{"CACertPEM", "contains no certificate in PEM form"}
		}
		config.RootCAs = pool
	}
	switch {
	case len(o.ClientCertPEM) == 0 && len(o.ClientKeyPEM) == 0:
		return config, nil
	case len(o.ClientKeyPEM) == 0:
		return nil, &OptionError{"ClientKeyPEM", "is missing: a client certificate needs its key"}
	case len(o.ClientCertPEM) == 0:
		return nil, &OptionError{"ClientCertPEM", "is missing: a client key needs its certificate"}
	}
	pair, err := tls.X509KeyPair(o.ClientCertPEM, o.ClientKeyPEM)
	if err != nil {
		return nil, &OptionError{"ClientCertPEM", fmt.Sprintf("and ClientKeyPEM are no pair in PEM form: %v", err)}
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}
