package emulator

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// snapshot is what a server has, as JSON. Of each object it has the latest state: what it
// was before is only for reads that are stale.
type snapshot struct {
	Format        int                  `json:"format"`
	Ahead         time.Duration        `json:"clock_ahead_ns"`
	Organisations []string             `json:"organisations"`
	Keys          []Key                `json:"keys"`
	Spent         map[string]savedUse  `json:"spent,omitempty"`
	Objects       map[Noun][]savedItem `json:"objects"`
	AuditLog      []map[string]any     `json:"audit_log,omitempty"`
	Exports       []savedExport        `json:"exports,omitempty"`
}

const snapshotFormat = 1

type savedUse struct {
	Amount float64   `json:"amount"`
	Until  time.Time `json:"until,omitzero"`
}

type savedItem struct {
	ID             string         `json:"id"`
	Slug           string         `json:"slug,omitempty"`
	Name           string         `json:"name,omitempty"`
	WorkspaceID    string         `json:"workspace_id,omitempty"`
	OrganisationID string         `json:"organisation_id"`
	CreatedAt      time.Time      `json:"created_at"`
	LastUpdatedAt  time.Time      `json:"last_updated_at"`
	Archived       bool           `json:"archived,omitempty"`
	Fields         any            `json:"fields"`
	Versions       []savedVersion `json:"versions,omitempty"`
	Current        int            `json:"current,omitempty"`
}

type savedVersion struct {
	ID        string    `json:"id"`
	Fields    any       `json:"fields"`
	Described any       `json:"described,omitempty"`
	Label     any       `json:"label,omitempty"`
	CreatedAt time.Time `json:"created_at"`
}

type savedExport struct {
	ID             string         `json:"id"`
	OrganisationID string         `json:"organisation_id"`
	WorkspaceID    string         `json:"workspace_id"`
	Status         string         `json:"status"`
	Fields         map[string]any `json:"fields"`
	Rows           int            `json:"rows"`
	Reads          int            `json:"reads"`
	CreatedAt      time.Time      `json:"created_at"`
	LastUpdatedAt  time.Time      `json:"last_updated_at"`
}

// Save writes all that the server has, secrets included, so that [Server.Load] of another
// one, of the same options, goes on from there. The log of requests, faults and what reads
// lag by are not saved.
func (s *Server) Save(w io.Writer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	saved := snapshot{
		Format: snapshotFormat, Ahead: s.ahead, Organisations: s.organisations,
		Spent: map[string]savedUse{}, Objects: map[Noun][]savedItem{},
	}
	for _, secret := range slices.Sorted(maps.Keys(s.keys)) {
		saved.Keys = append(saved.Keys, s.keys[secret])
	}
	for id, one := range s.spent {
		saved.Spent[id] = savedUse{one.amount, one.until}
	}
	for noun, objects := range s.stores {
		for _, h := range objects.all {
			if o := h.latest(); o != nil {
				saved.Objects[noun] = append(saved.Objects[noun], savedObject(o))
			}
		}
	}
	saved.AuditLog = slices.Clone(s.auditSeeds)
	for _, one := range s.audited {
		saved.AuditLog = append(saved.AuditLog, s.auditRecord(one))
	}
	saved.AuditLog = newest(saved.AuditLog, s.most)
	for _, one := range s.exports {
		saved.Exports = append(saved.Exports, savedExport{
			one.id, one.organisation, one.workspace, one.status, one.fields, one.rows, one.reads, one.created, one.updated,
		})
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", " ")
	return encoder.Encode(saved)
}

func savedObject(o *Object) savedItem {
	item := savedItem{
		ID: o.ID, Slug: o.Slug, Name: o.Name, WorkspaceID: o.WorkspaceID, OrganisationID: o.OrganisationID,
		CreatedAt: o.CreatedAt, LastUpdatedAt: o.LastUpdatedAt, Archived: o.Archived, Fields: tagged(o.Fields), Current: o.current,
	}
	for _, v := range o.versions {
		item.Versions = append(item.Versions, savedVersion{v.id, tagged(v.fields), v.described, v.label, v.createdAt})
	}
	return item
}

// Load replaces all that the server has by what [Server.Save] wrote. On an error nothing is
// replaced.
func (s *Server) Load(r io.Reader) error {
	var saved snapshot
	if err := json.NewDecoder(r).Decode(&saved); err != nil {
		return fmt.Errorf("the data is not what the emulator saves: %w", err)
	}
	if saved.Format != snapshotFormat || len(saved.Organisations) == 0 {
		return fmt.Errorf("the data has the format %d, and this emulator reads %d", saved.Format, snapshotFormat)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	stores := map[Noun]*store{}
	for noun := range s.tables {
		stores[noun] = newStore()
	}
	for noun, items := range saved.Objects {
		if stores[noun] == nil {
			return fmt.Errorf("the data has objects of a kind that this emulator does not know: %s", noun)
		}
		for _, item := range items {
			o := item.object(noun)
			h := &history{}
			h.put(o.LastUpdatedAt, o)
			stores[noun].add(h, o)
		}
	}
	s.stores, s.organisations, s.ahead = stores, saved.Organisations, saved.Ahead
	s.keys, s.spent = map[string]Key{}, map[string]spending{}
	s.audited, s.auditSeeds, s.exports = nil, saved.AuditLog, nil
	for _, one := range saved.Exports {
		s.exports = append(s.exports, &logExport{
			one.ID, one.OrganisationID, one.WorkspaceID, one.Status, one.Fields, one.Rows, one.Reads, one.CreatedAt, one.LastUpdatedAt,
		})
	}
	for _, key := range saved.Keys {
		s.keys[key.Secret] = key
	}
	for id, one := range saved.Spent {
		s.spent[id] = spending{one.Amount, one.Until}
	}
	return nil
}

func (item savedItem) object(noun Noun) *Object {
	o := &Object{
		Noun: noun, ID: item.ID, Slug: item.Slug, Name: item.Name, WorkspaceID: item.WorkspaceID, OrganisationID: item.OrganisationID,
		CreatedAt: item.CreatedAt, LastUpdatedAt: item.LastUpdatedAt, Archived: item.Archived, current: item.Current,
	}
	o.Fields, _ = untagged(item.Fields).(map[string]any)
	for _, v := range item.Versions {
		fields, _ := untagged(v.Fields).(map[string]any)
		o.versions = append(o.versions, version{v.ID, fields, v.Described, v.Label, v.CreatedAt})
	}
	return o
}

// The keys of what stands in JSON for values of other types than those of JSON.
const (
	timeTag    = "$time"
	objectsTag = "$objects"
	textsTag   = "$texts"
	intTag     = "$int"
)

// tagged is a stored value as JSON that [untagged] reads back with the types that it had.
func tagged(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, one := range v {
			out[key] = tagged(one)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, one := range v {
			out[i] = tagged(one)
		}
		return out
	case []map[string]any:
		out := make([]any, len(v))
		for i, one := range v {
			out[i] = tagged(one)
		}
		return map[string]any{objectsTag: out}
	case []string:
		return map[string]any{textsTag: v}
	case time.Time:
		return map[string]any{timeTag: v}
	case int:
		return map[string]any{intTag: v}
	}
	return value
}

func untagged(value any) any {
	switch v := value.(type) {
	case []any:
		out := make([]any, len(v))
		for i, one := range v {
			out[i] = untagged(one)
		}
		return out
	case map[string]any:
		if len(v) == 1 {
			if special, is := special(v); is {
				return special
			}
		}
		out := make(map[string]any, len(v))
		for key, one := range v {
			out[key] = untagged(one)
		}
		return out
	}
	return value
}

// special is the value that an object with a single key stands for.
func special(object map[string]any) (value any, is bool) {
	for tag, one := range object {
		switch tag {
		case timeTag:
			text, _ := one.(string)
			at, err := time.Parse(time.RFC3339Nano, text)
			return at, err == nil
		case intTag:
			number, isNumber := one.(float64)
			return int(number), isNumber
		case textsTag:
			list, isList := one.([]any)
			texts := make([]string, len(list))
			for i, item := range list {
				texts[i], _ = item.(string)
			}
			return texts, isList
		case objectsTag:
			list, isList := one.([]any)
			objects := make([]map[string]any, len(list))
			for i, item := range list {
				objects[i], _ = untagged(item).(map[string]any)
			}
			return objects, isList
		}
	}
	return nil, false
}
