package integrationmodels

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// What an answer leaves out stays as it was: also that a model is disabled.
func TestSettings_answerLeavesOut(t *testing.T) {
	t.Parallel()
	host, enabled := "https://models.example.com/v1", false
	before := blank()
	before.CustomHost, before.Enabled, before.Pricing = &host, &enabled, &pricing{RequestToken: tfkit.Number(new(float64))}
	if after := before.observe(portkey.IntegrationModel{}, false); !reflect.DeepEqual(after, before) {
		t.Errorf("got %+v, want %+v", after, before)
	}
	row, err := json.Marshal(blank().write("gpt-4o", before.observe(portkey.IntegrationModel{}, false)))
	if want := `{"slug":"gpt-4o","enabled":true,"configurations":null,"pricing_config":null}`; err != nil || string(row) != want {
		t.Errorf("what the state has is cleared by %s, %v", row, err)
	}
	row, err = json.Marshal(blank().write("gpt-4o", blank()))
	if want := `{"slug":"gpt-4o","enabled":true}`; err != nil || string(row) != want {
		t.Errorf("nothing is cleared by %s, %v", row, err)
	}
}
