package tfkit

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Session is what the provider hands to its resources and data sources.
type Session struct {
	// API is the client, or nil while the provider's own arguments are unknown.
	API *portkey.Client
	// Unknown is the provider argument that is not known yet, where API is nil.
	Unknown string
	// DefaultMetadata is the provider's default_metadata, which a plan may not know
	// yet, as a whole or in parts.
	DefaultMetadata types.Map

	mutex    sync.Mutex
	warned   map[string]bool
	noted    map[string]bool            // what this process has refreshed and planned
	managing map[string]map[string]bool // by parent, the types: see Together

	organisation   sync.Once
	organisationID string

	knownOrganisationID string // guarded by mutex

	ownWorkspace   sync.Once
	ownWorkspaceID string
}

// SessionFrom takes the session from a Configure request. It is nil before the
// provider is configured: Terraform asks for schemas and validation without it.
func SessionFrom(providerData any, diags *diag.Diagnostics) *Session {
	if providerData == nil {
		return nil
	}
	session, ok := providerData.(*Session)
	if !ok {
		diags.AddError("Cannot configure provider",
			fmt.Sprintf("The provider returned a %T instead of its session. This is a bug: please report it.", providerData))
	}
	return session
}

// Ready reports whether there is a client, and says in diags which provider
// argument is missing where there is none.
func (s *Session) Ready(diags *diag.Diagnostics) bool {
	if s != nil && s.API != nil {
		return true
	}
	argument := "api_key"
	if s != nil && s.Unknown != "" {
		argument = s.Unknown
	}
	diags.AddAttributeError(path.Root(argument), "Cannot reach Portkey",
		fmt.Sprintf("The provider argument %s depends on values that are not known yet, so no request can be sent to Portkey. "+
			"Apply what it depends on first, for example with -target, or give the provider a value that is known at plan.", argument))
	return false
}

// WithMasks returns ctx with the secrets that Portkey has returned so far masked in its
// logs. The context of a request is older than what the request learns: whoever goes on
// after a response with a secret goes on in this one.
func (s *Session) WithMasks(ctx context.Context) context.Context { return s.API.WithMasks(ctx) }

// WarnOfWaits warns once, after a verb, that requests waited for their turn for more
// than a minute. The wait is not attributed to the verb that met it: all requests of a
// key are in one queue.
func (s *Session) WarnOfWaits(diags *diag.Diagnostics) {
	if s == nil || s.API == nil {
		return
	}
	if wait, long := s.API.LongWait(); long {
		s.WarnOnce(diags, "Requests wait for the rate limit",
			fmt.Sprintf("A request waited %s before it could be sent: Portkey asked for a pause with 429, or max_requests_per_second is low. "+
				"Nothing went wrong. If other tools use the same organisation, run them at another time.\n\n%s", wait.Round(time.Second), More(SectionRate)))
	}
}

// WarnOnce adds a warning the first time this process meets its summary:
// hundreds of resources under one key share its limits.
func (s *Session) WarnOnce(diags *diag.Diagnostics, summary, detail string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.warned[summary] {
		return
	}
	if s.warned == nil {
		s.warned = map[string]bool{}
	}
	s.warned[summary] = true
	diags.AddWarning(summary, detail)
}
