package portkey

import (
	"errors"
	"strings"
	"testing"
)

func TestParseReference(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]ReferenceKind{
		"7f9c24e5-3a1b-4c6d-8e2f-0a1b2c3d4e5f":  ByID,
		"7F9C24E5-3A1B-1C6D-0E2F-0A1B2C3D4E5F":  ByID,   // any version, in capitals
		"7f9c24e5-3a1b-4c6d-8e2f-0a1b2c3d4e5":   ByName, // a digit is missing
		"x7f9c24e5-3a1b-4c6d-8e2f-0a1b2c3d4e5f": ByName,
		"7f9c24e5-3a1b-4c6d-8e2f-0a1b2c3d4e5f0": ByName,
		"7f9c24e53a1b4c6d8e2f0a1b2c3d4e5f":      ByName,
		"ws-shared-e2a85b":                      BySlug,
		"ws-test-a-174eb1":                      BySlug,
		"ws-174eb1":                             BySlug,
		"ws--174eb1":                            BySlug,
		"ws-shared-e2a85":                       ByName,
		"ws-shared-e2a85bc":                     ByName,
		"ws-shared-E2A85B":                      ByName,
		"ws-sharede2a85b":                       ByName,
		"aws-shared-e2a85b":                     ByName,
		"ws-shared-e2a85b\n.":                   ByName,
		"ws-süd-e2a85b":                         ByName, // is no id either
		"production":                            ByName,
		"Fraud detection":                       ByName,
		"🔎 Fraud detection":                     ByName,
		"team/payments":                         ByName,
		"../integrations":                       ByName,
	} {
		if got, err := ParseReference(ref); got != want || err != nil {
			t.Errorf("%q is %q, want %q: %v", ref, got, want, err)
		}
	}
}

func TestParseReference_refuses(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]error{
		"":                                     ErrReferenceBlank,
		" \t\n":                                ErrReferenceBlank,
		" production":                          ErrReferenceSpace,
		"production\n":                         ErrReferenceSpace,
		"ws-shared-e2a85b ":                    ErrReferenceSpace,
		"q7Canary2mPz/Canary8+TxVb4aLk=":       ErrReferenceKey,
		"q7Canary2mPzCanaryTxVb==":             ErrReferenceKey,
		"CanaryCanaryCanaryCanaryCanary=":      ErrReferenceKey,
		"Bearer q7Canary2mPz/Canary8+TxVb4a":   ErrReferenceKey,
		"sk-proj-q7Canary2mPz-Canary8_TxVb4":   ErrReferenceKey,
		"q7Canary2mPz8Canary8":                 ErrReferenceKey,
		"q7Canary2mPz8Canary":                  nil, // of 19 characters
		"q7Canary2CanaryCanary":                nil, // with digits in two places
		"q7Canary2CanaryCanary8":               ErrReferenceKey,
		"q7Canary2 mPz8 Canary8":               nil,
		"CANARY2CANARY7CANARY1CANARY9=":        nil,
		"canary-2-canary-7-canary-1-canary=":   nil,
		"7F9C24E5-3A1B-4c6d-8e2f-0a1b2c3d4e5f": nil,
	} {
		_, err := ParseReference(ref)
		if !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%q: got %v, want %v", ref, err, want)
		}
		if err != nil && strings.Contains(strings.ToLower(err.Error()), "canary") {
			t.Errorf("%q is shown: %v", ref, err)
		}
	}
	for _, name := range []string{"FraudDetectionTeam2026Production", "CustomerSupportWorkspaceEurope", "Payments_EU1_and_Fraud_2026", "sk-customer-support-2026", "key-management-service"} {
		if got, err := ParseReference(name); got != ByName || err != nil {
			t.Errorf("%q is %q: %v", name, got, err)
		}
	}
}

// What looks like an id or a slug is what FindWorkspace puts into a path: a form
// that it would not ask for by its id could never be found by one.
func TestParseReference_asFindWorkspace(t *testing.T) {
	t.Parallel()
	for _, ref := range []string{"7f9c24e5-3a1b-4c6d-8e2f-0a1b2c3d4e5f", "ws-shared-e2a85b", "ws-174eb1"} {
		if err := checkID(ref); err != nil {
			t.Error(err)
		}
	}
}
