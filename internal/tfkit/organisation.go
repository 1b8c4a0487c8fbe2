package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// organisationKey is the private-state key under which the organisation of an object is
// noted.
const organisationKey = "organisation"

// NoteOrganisation notes in private state the id of the organisation that an object is
// in, for what is in no workspace and whose responses lack it: the proof that it was
// deleted has to be about the same organisation. Portkey is asked once, and no failure is
// reported, since only that proof depends on it.
func (s *Session) NoteOrganisation(ctx context.Context, noted, private PrivateState) diag.Diagnostics {
	if NotedOrganisation(ctx, noted) != "" {
		return nil
	}
	s.organisation.Do(func() { s.organisationID, _ = s.API.OrganisationID(ctx) })
	if s.organisationID == "" {
		return nil
	}
	return Note(ctx, private, organisationKey, s.organisationID)
}

// OrganisationID is the id of the organisation that the API key belongs to, for what is in no
// workspace. It is asked until it is known: unlike [Session.NoteOrganisation], the caller
// can't do without it.
func (s *Session) OrganisationID(ctx context.Context) (string, error) {
	s.mutex.Lock()
	known := s.knownOrganisationID
	s.mutex.Unlock()
	if known != "" {
		return known, nil
	}
	id, err := s.API.OrganisationID(ctx)
	if err != nil {
		return "", err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.knownOrganisationID = id
	return id, nil
}

// NotedOrganisation is what [Session.NoteOrganisation] noted; "" where it did not.
func NotedOrganisation(ctx context.Context, private PrivateState) string {
	return Noted(ctx, private, organisationKey)
}

// IsElsewhere reports whether the API key is known to be one of another organisation than the
// one that [Session.NoteOrganisation] noted.
func (s *Session) IsElsewhere(ctx context.Context, noted PrivateState) bool {
	known := NotedOrganisation(ctx, noted)
	if known == "" {
		return false
	}
	s.organisation.Do(func() { s.organisationID, _ = s.API.OrganisationID(ctx) })
	return s.organisationID != "" && s.organisationID != known
}
