package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// bareName is the bare loop in the tables.
const bareName = "bare loop"

// pageSize is how many objects a page of a list can have.
const pageSize = 100

// bareLoop does the work of all operations with no Terraform and no provider, in the
// fewest requests that the API allows.
func bareLoop(ctx context.Context, l load) (results, error) {
	api, server := l.serve()
	defer server.Close()
	requests := &loop{url: server.URL + "/v1/", atOnce: l.atOnce, client: &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: l.atOnce},
	}}
	defer requests.client.CloseIdleConnections()
	do := l.bare(requests, l.n)
	got := results{}
	for _, op := range l.operations {
		op.begin(api)
		began := time.Now()
		if err := do(ctx, op.name); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", bareName, op.name, err)
		}
		got[op.name] = measured{Requests: len(api.Requests()), Wall: time.Since(began)}
	}
	return got, nil
}

// loop sends requests.
type loop struct {
	url    string
	atOnce int
	client *http.Client
}

// item is what the loop reads of an object.
type item struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// list reads page after page: the first returns how many objects there are.
func (l *loop) list(ctx context.Context, path string, filter url.Values) ([]item, error) {
	var all []item
	for page := 0; ; page++ {
		var answer struct {
			Total int    `json:"total"`
			Data  []item `json:"data"`
		}
		query := url.Values{"page_size": {strconv.Itoa(pageSize)}, "current_page": {strconv.Itoa(page)}}
		maps.Copy(query, filter)
		if err := l.send(ctx, http.MethodGet, path+"?"+query.Encode(), nil, &answer); err != nil {
			return nil, err
		}
		all = append(all, answer.Data...)
		if len(all) >= answer.Total || len(answer.Data) == 0 {
			return all, nil
		}
	}
}

// each does n things, as many at once as Terraform does.
func (l *loop) each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(l.atOnce)
	for i := range n {
		group.Go(func() error { return do(ctx, i) })
	}
	return group.Wait()
}

type body map[string]any

func (l *loop) send(ctx context.Context, method, path string, content body, answer any) (err error) {
	var sent io.Reader
	if content != nil {
		text, err := json.Marshal(content)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, l.url+path, sent)
	if err != nil {
		return err
	}
	request.Header.Set("X-Portkey-Api-Key", emulator.AdminKey)
	response, err := l.client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // was only read
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s: %s", method, path, response.Status, text)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(text, answer)
}
