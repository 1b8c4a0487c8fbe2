package portkey

import (
	"encoding/base64"
	"errors"
	"math/rand/v2"
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
		"\ufeffproduction":                     ErrReferenceSpace,
		"\u200b":                               ErrReferenceBlank,
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
	for _, name := range []string{"FraudDetectionTeam2026Production", "CustomerSupportWorkspaceEurope", "Payments_EU1_and_Fraud_2026", "sk-customer-support-2026", "key-management-service",
		"Prod-EU-West-1-Team-42-Alpha-7-Beta", "AI-Platform-EU1-Prod-2026-Q3", "3Scale-Gateway-v2-Prod-EU1", "Team4-Project2-Env3-Region1-Blue", "payments_v2_eu_1_canary_3_Blue"} {
		if got, err := ParseReference(name); got != ByName || err != nil {
			t.Errorf("%q is %q: %v", name, got, err)
		}
	}
}

// Random keys, in both alphabets of base64, are hardly ever taken for names.
func TestParseReference_randomKeys(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // no secrets
	passed, total := 0, 0
	for bytes := 18; bytes <= 33; bytes++ {
		for range 500 {
			key := make([]byte, bytes)
			for i := range key {
				key[i] = byte(random.IntN(256))
			}
			for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
				text := encoding.EncodeToString(key)
				if len(digits.FindAllString(text, -1)) <= 2 || strings.Trim(text, "-_/+") != text {
					continue
				}
				total++
				if _, err := ParseReference(text); !errors.Is(err, ErrReferenceKey) {
					passed++
				}
			}
		}
	}
	if total < 10_000 || passed > total/1000 {
		t.Errorf("%d of %d random keys are taken for names", passed, total)
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
