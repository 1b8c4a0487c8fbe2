package console

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// faultRequest is what goes wrong with requests to the API from here on.
type faultRequest struct {
	// Method and Path are those of the requests: a path is a prefix, or has * for one
	// element. If omitted, every request is meant.
	Method string `json:"method,omitempty"`
	Path   string `json:"path,omitempty"`
	// Times is how often it happens. Defaults to 1; -1 is until it is deleted.
	Times int `json:"times,omitempty"`
	// After is how many of the requests are answered first.
	After int `json:"after,omitempty"`
	// Lose is "request", which then has no effect, or "response", which is lost after the
	// request had its effect.
	Lose string `json:"lose,omitempty"`
	// Status is answered instead, with Body or the API's own error.
	Status int    `json:"status,omitempty"`
	Body   string `json:"body,omitempty"`
	// RetryAfter is the header of that name, in seconds.
	RetryAfter int `json:"retry_after,omitempty"`
	// HTML answers the page of a gateway.
	HTML bool `json:"html,omitempty"`
	// Truncate breaks the connection in the middle of the response.
	Truncate bool `json:"truncate,omitempty"`
	// Slow is how long the response takes, as in "5s".
	Slow string `json:"slow,omitempty"`
}

// standing is a fault that was asked for.
type standing struct {
	faultRequest

	remove func()
}

func (f faultRequest) fault() (emulator.Fault, error) {
	fault := emulator.Fault{
		Method: f.Method, Path: f.Path, Times: max(f.Times, 0), After: f.After,
		Status: f.Status, Body: f.Body, HTML: f.HTML, Truncate: f.Truncate,
	}
	if f.Times == 0 {
		fault.Times = 1
	}
	if f.RetryAfter > 0 {
		fault.Header = http.Header{"Retry-After": {fmt.Sprint(f.RetryAfter)}}
	}
	switch f.Lose {
	case "":
	case "response":
		fault.When, fault.Reset = emulator.After, true
	case "request":
		fault.Reset = true
	default:
		return fault, fmt.Errorf("lose is %q, and has to be request or response", f.Lose)
	}
	if f.Slow != "" {
		slow, err := time.ParseDuration(f.Slow)
		if err != nil || slow <= 0 {
			return fault, fmt.Errorf("slow is %q, and has to be a duration such as 5s", f.Slow)
		}
		fault.Slow = slow
	}
	switch {
	case f.After < 0 || f.Times < -1:
		return fault, errors.New("after and times can't be negative, but for times = -1")
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fault, fmt.Errorf("%d is not a status of HTTP", f.Status)
	case f.Lose == "" && f.Status == 0 && f.Body == "" && !f.HTML && !f.Truncate && f.Slow == "":
		return fault, errors.New("say what goes wrong: lose, status, body, html, truncate or slow")
	}
	return fault, nil
}

func (c *Console) addFault(r *http.Request) (any, error) {
	var wanted faultRequest
	if err := body(r, &wanted); err != nil {
		return nil, err
	}
	fault, err := wanted.fault()
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = append(c.faults, standing{wanted, c.api.Load().Fail(fault)})
	return wanted, nil
}

// listFaults are those that were asked for, whether they happened or not.
func (c *Console) listFaults(*http.Request) (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := []faultRequest{}
	for _, one := range c.faults {
		all = append(all, one.faultRequest)
	}
	return all, nil
}

func (c *Console) clearFaults(*http.Request) (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range c.faults {
		one.remove()
	}
	c.faults = nil
	return map[string]any{}, nil
}
