package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// bareName is the bare loop in the tables.
const bareName = "bare loop"

// pageSize is how many workspaces a page of the list can hold.
const pageSize = 100

// bareLoop does the work of all operations with no Terraform and no provider,
// in the fewest requests that the API allows: a POST for each workspace; a list
// in pages; a list, and a DELETE for each.
func bareLoop(ctx context.Context, l load) (results, error) {
	api, server := l.serve()
	defer server.Close()
	loop := bare{url: server.URL + "/v1/admin/workspaces", load: l, client: &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: l.atOnce},
	}}
	defer loop.client.CloseIdleConnections()
	got := results{}
	for _, op := range operations {
		api.ResetRequests()
		began := time.Now()
		if err := loop.do(ctx, op.name); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", bareName, op.name, err)
		}
		got[op.name] = measured{Requests: len(api.Requests()), Wall: time.Since(began)}
	}
	return got, nil
}

type bare struct {
	load
	url    string
	client *http.Client
}

// item is what the loop reads of a workspace.
type item struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (b bare) do(ctx context.Context, operation string) error {
	switch operation {
	case "apply":
		return b.create(ctx)
	case "refresh":
		_, err := b.list(ctx)
		return err
	default:
		return b.destroy(ctx)
	}
}

func (b bare) create(ctx context.Context) error {
	return b.each(ctx, b.workspaces, func(ctx context.Context, i int) error {
		return b.send(ctx, http.MethodPost, "", body{"name": fmt.Sprint("bench ", i), "description": fmt.Sprintf("Workspace %d of a measurement", i)}, nil)
	})
}

// list reads page after page: the first returns how many there are.
func (b bare) list(ctx context.Context) ([]item, error) {
	var all []item
	for page := 0; ; page++ {
		var answer struct {
			Total int    `json:"total"`
			Data  []item `json:"data"`
		}
		query := url.Values{"page_size": {strconv.Itoa(pageSize)}, "current_page": {strconv.Itoa(page)}}
		if err := b.send(ctx, http.MethodGet, "?"+query.Encode(), nil, &answer); err != nil {
			return nil, err
		}
		all = append(all, answer.Data...)
		if len(all) >= answer.Total || len(answer.Data) == 0 {
			return all, nil
		}
	}
}

func (b bare) destroy(ctx context.Context) error {
	all, err := b.list(ctx)
	if err != nil {
		return err
	}
	return b.each(ctx, len(all), func(ctx context.Context, i int) error {
		if !strings.HasPrefix(all[i].Name, "bench ") {
			return nil // the organisation's own
		}
		return b.send(ctx, http.MethodDelete, "/"+all[i].ID, body{"name": all[i].Name}, nil)
	})
}

// each does n things, as many at once as Terraform does.
func (b bare) each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(b.atOnce)
	for i := range n {
		group.Go(func() error { return do(ctx, i) })
	}
	return group.Wait()
}

type body map[string]string

func (b bare) send(ctx context.Context, method, path string, content body, answer any) (err error) {
	var sent io.Reader
	if content != nil {
		text, err := json.Marshal(content)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, b.url+path, sent)
	if err != nil {
		return err
	}
	request.Header.Set("X-Portkey-Api-Key", emulator.AdminKey)
	response, err := b.client.Do(request)
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
