package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const (
	usagePath = "/policies/usage-limits"
	ratePath  = "/policies/rate-limits"
)

// policed is an emulator with a workspace, and the parts that bodies of policies share.
func policed(t *testing.T) (a *api, home string) {
	t.Helper()
	a = start(t)
	return a, a.create(`{"name":"Home"}`)
}

// usageBody is the body of a POST with more fields.
func usageBody(home, more string) string {
	return `{"name":"n","workspace_id":"` + home + `","type":"cost","credit_limit":10,"conditions":[{"key":"model","value":"gpt-4o"}],"group_by":[{"key":"api_key"}]` + more + `}`
}

func rateBody(home, more string) string {
	return `{"name":"n","workspace_id":"` + home + `","type":"requests","unit":"rpm","value":0,"conditions":[{"key":"model","value":"gpt-4o"}],"group_by":[{"key":"api_key"}]` + more + `}`
}

func TestPolicy_shape(t *testing.T) {
	t.Parallel()
	a, home := policed(t)
	got := a.ok("POST", usagePath, usageBody(home, `,"description":"dropped"`))
	same(t, "POST", got["object"], `"policy_usage_limits"`)
	one := fmt.Sprint(usagePath, "/", got["id"])
	read := a.ok("GET", one, "")
	if keysOf(read) != "alert_threshold,conditions,created_at,created_by,credit_limit,description,group_by,id,last_reset_at,last_updated_at,name,"+
		"next_usage_reset_at,object,organisation_id,periodic_reset,periodic_reset_days,status,type,workspace_id" {
		t.Errorf("read %s", keysOf(read))
	}
	same(t, "description", read["description"], `null`)
	same(t, "workspace", read["workspace_id"], `"`+home+`"`)
	if item := a.list(usagePath + "?workspace_id=" + home)[0]; item["conditions"] == nil || item["object"] != nil {
		t.Errorf("listed %v", item)
	}
	a.ok("PUT", one, `{"description":"stored","alert_threshold":2}`)
	a.ok("PUT", one, `{"alert_threshold":null}`)
	read = a.ok("GET", one, "")
	same(t, "cleared", []any{read["description"], read["alert_threshold"]}, `["stored",null]`)
	a.SetAnswers(emulator.Answers{PolicyDescriptions: true})
	id := a.ok("POST", usagePath, usageBody(home, `,"description":"kept"`))["id"]
	same(t, "description", a.ok("GET", fmt.Sprint(usagePath, "/", id), "")["description"], `"kept"`)

	id = a.ok("POST", ratePath, rateBody(home, ``))["id"]
	read = a.ok("GET", fmt.Sprint(ratePath, "/", id), "")
	if keysOf(read) != "conditions,created_at,created_by,description,group_by,id,last_updated_at,name,object,organisation_id,status,target,type,unit,value,workspace_id" {
		t.Errorf("read %s", keysOf(read))
	}
	same(t, "target", read["target"], `"llm"`)
	a.refused("PUT", fmt.Sprint(ratePath, "/", id), `{"description":"d"}`, http.StatusBadRequest, "AB01", "description")
	same(t, "of this unit", len(a.list(ratePath+"?unit=rpd&workspace_id="+home)), `0`)
	same(t, "of this type", len(a.list(ratePath+"?type=requests&workspace_id="+home)), `1`)
}

func TestPolicy_refused(t *testing.T) {
	t.Parallel()
	a, home := policed(t)
	for more, param := range map[string]string{
		`,"periodic_reset":"weekly","periodic_reset_days":7`:                      "periodic_reset_days",
		`,"periodic_reset":"yearly"`:                                              "periodic_reset",
		`,"periodic_reset_days":366`:                                              "periodic_reset_days",
		`,"alert_threshold":10`:                                                   "alert_threshold",
		`,"credit_limit":-1`:                                                      "credit_limit",
		`,"type":"dollars"`:                                                       "type",
		`,"next_usage_reset_at":"2020-01-01T00:00:00Z"`:                           "next_usage_reset_at",
		`,"conditions":[]`:                                                        "conditions",
		`,"conditions":[{"key":"modell","value":"x"}]`:                            "conditions",
		`,"conditions":[{"key":"metadata.","value":"x"}]`:                         "conditions",
		`,"conditions":[{"key":"endpoint_type","value":"chat"}]`:                  "conditions",
		`,"conditions":[{"key":"model","value":[]}]`:                              "conditions",
		`,"conditions":[{"key":"model"}]`:                                         "conditions",
		`,"conditions":[{"key":"model","value":"x","or":1}]`:                      "conditions",
		`,"conditions":[{"key":"model","value":"x","excludes":1}]`:                "conditions",
		`,"conditions":[{"key":"model","value":"x"},{"key":"model","value":"y"}]`: "conditions",
		`,"group_by":[]`:                                                          "group_by",
		`,"group_by":[{"key":"model","value":"x"}]`:                               "group_by",
	} {
		a.refused("POST", usagePath, usageBody(home, more), http.StatusBadRequest, "AB01", param)
	}
	for more, param := range map[string]string{
		`,"unit":"rps"`:         "unit",
		`,"value":-1`:           "value",
		`,"target":"agents"`:    "target",
		`,"target":"mcp_tools"`: "conditions",
		`,"target":"mcp_tools","conditions":[{"key":"mcp_tool","value":"x"}],"group_by":[{"key":"model"}]`: "group_by",
	} {
		a.refused("POST", ratePath, rateBody(home, more), http.StatusBadRequest, "AB01", param)
	}
	a.ok("POST", ratePath, rateBody(home, `,"target":"mcp_tools","conditions":[{"key":"mcp_tool","value":"x"}]`))
	a.ok("POST", ratePath, rateBody(home, `,"conditions":[{"key":"endpoint_type","value":"chat"}]`))
	one := fmt.Sprint(usagePath, "/", a.ok("POST", usagePath, usageBody(home, `,"periodic_reset":"weekly","alert_threshold":8`))["id"])
	for body, param := range map[string]string{
		`{"periodic_reset_days":7}`: "periodic_reset_days", `{"credit_limit":8}`: "alert_threshold", `{"conditions":[]}`: "conditions",
		`{"group_by":[{"key":"model"}]}`: "group_by", `{"workspace_id":"` + home + `"}`: "workspace_id", `{"type":"cost"}`: "type",
		`{"description":"` + long(501) + `"}`: "description", `{"reset_usage_for_value":"nobody"}`: "reset_usage_for_value",
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", param)
	}
	a.refused("GET", usagePath, "", http.StatusBadRequest, "AB01", "workspace_id")
	a.SetAnswers(emulator.Answers{ListsAnywhere: true, AnyPolicyKeys: true})
	same(t, "everywhere", len(a.list(usagePath)), `1`)
	a.ok("PUT", one, `{"conditions":[{"key":"shade","value":"red"}]}`)
}

func TestPolicy_conditions(t *testing.T) {
	t.Parallel()
	a, home := policed(t)
	one := fmt.Sprint(usagePath, "/", a.ok("POST", usagePath, usageBody(home, ``))["id"])
	a.ok("PUT", one, `{"conditions":[{"key":"model","value":["a"]},{"key":"metadata.team","value":["x","y"],"excludes":"z"}]}`)
	same(t, "conditions", a.ok("GET", one, "")["conditions"], `[{"key":"metadata.team","value":["y","x"],"excludes":"z"},{"key":"model","value":"a"}]`)
	a.SetAnswers(emulator.Answers{ListedValues: true})
	same(t, "as lists", a.ok("GET", one, "")["conditions"], `[{"key":"metadata.team","value":["y","x"],"excludes":["z"]},{"key":"model","value":["a"]}]`)
	a.SetAnswers(emulator.Answers{Unset: emulator.UnsetAbsent, Floats: true})
	got := a.call("GET", one, "")
	if _, has := got.object["alert_threshold"]; has {
		t.Errorf("shows what is unset: %s", got.text)
	}
	same(t, "credit_limit", got.object["credit_limit"], `10`)
}

// The dates move by themselves, and what was spent before a reset counts no more.
func TestPolicy_resets(t *testing.T) {
	t.Parallel()
	a, home := policed(t)
	id, _ := a.ok("POST", usagePath, usageBody(home, `,"periodic_reset":"weekly","alert_threshold":4`))["id"].(string)
	one := usagePath + "/" + id
	dates := func() []any {
		read := a.ok("GET", one, "")
		return []any{read["next_usage_reset_at"], read["last_reset_at"]}
	}
	same(t, "Monday", dates(), `["2026-10-19T00:00:00.000Z",null]`)
	entity := a.Spend(id, "dana", 4)
	a.Spend(id, "kim", 12)
	a.ok("PUT", one, `{"name":"m","credit_limit":11}`)
	same(t, "Monday still", dates(), `["2026-10-19T00:00:00.000Z",null]`)
	same(t, "usage", a.ok("GET", one+"?include_usage=true", "")["value_key_usage_map"], `{
		"dana":{"current_usage":4,"status":"active","is_threshold_alerts_sent":1,"is_exhausted_alerts_sent":0},
		"kim":{"current_usage":12,"status":"exhausted","is_threshold_alerts_sent":1,"is_exhausted_alerts_sent":1}}`)
	items := a.list(one + "/entities?status=exhausted&search=KI&page_size=1&current_page=0")
	if keysOf(items[0]) != "current_usage,id,is_exhausted_alerts_sent,is_threshold_alerts_sent,last_used_at,object,status,value_key" || items[0]["value_key"] != "kim" {
		t.Errorf("entities %v", items)
	}
	a.ok("PUT", one, `{"credit_limit":13}`)
	same(t, "exhausted after a higher limit", len(a.list(one+"/entities?status=exhausted")), `0`)

	updated := a.ok("GET", one, "")["last_updated_at"]
	a.ok("PUT", one+"/entities/"+entity+"/reset", `{}`)
	same(t, "spent", a.Spent(id), `{"dana":0,"kim":12}`)
	a.ok("PUT", one, `{"reset_usage_for_value":"kim"}`)
	same(t, "spent", a.Spent(id), `{"dana":0,"kim":0}`)
	a.refused("PUT", one+"/entities/nobody/reset", `{}`, http.StatusNotFound, "AB08", "")
	a.refused("GET", one+"/entities?status=archived", "", http.StatusBadRequest, "AB01", "status")
	same(t, "last_updated_at", updated, `"2026-10-15T12:00:00.000Z"`)

	a.Spend(id, "dana", 3)
	a.Advance(4 * 24 * time.Hour)
	same(t, "rolled over", dates(), `["2026-10-26T00:00:00.000Z","2026-10-19T00:00:00.000Z"]`)
	same(t, "spent", a.Spent(id), `{"dana":0,"kim":0}`)
	a.Spend(id, "dana", 2)
	same(t, "spent", a.Spent(id), `{"dana":2,"kim":0}`)
	a.ok("PUT", one, `{"periodic_reset":null,"periodic_reset_days":10}`)
	same(t, "ten days", dates(), `["2026-10-29T00:00:00.000Z","2026-10-19T00:00:00.000Z"]`)
	a.ok("PUT", one, `{"next_usage_reset_at":"2026-11-01T08:00:00Z"}`)
	same(t, "as written", dates(), `["2026-11-01T00:00:00.000Z","2026-10-19T00:00:00.000Z"]`)
	a.ok("PUT", one, `{"periodic_reset_days":null,"next_usage_reset_at":null}`)
	same(t, "never", dates(), `[null,"2026-10-19T00:00:00.000Z"]`)
	same(t, "spent", a.Spent(id), `{"dana":2,"kim":0}`)
}

func TestPolicy_archived(t *testing.T) {
	t.Parallel()
	a, home := policed(t)
	for _, c := range []struct{ path, body string }{{usagePath, usageBody(home, "")}, {ratePath, rateBody(home, "")}} {
		one := fmt.Sprint(c.path, "/", a.ok("POST", c.path, c.body)["id"])
		a.refused("GET", one+"?status=archived", "", http.StatusNotFound, "AB08", "")
		a.refused("GET", one+"?status=gone", "", http.StatusBadRequest, "AB01", "status")
		a.ok("GET", one+"?status=active", "")
		a.ok("DELETE", one, "")
		a.refused("GET", one, "", http.StatusNotFound, "AB08", "")
		same(t, "archived", a.ok("GET", one+"?status=archived", "")["status"], `"archived"`)
		same(t, "listed", joined(a.list(c.path+"?status=archived&workspace_id="+home), "status"), `"archived"`)
		a.SetAnswers(emulator.Answers{DeletedAsArchived: true})
		same(t, "status", a.ok("GET", one, "")["status"], `"archived"`)
		a.refused("DELETE", one, "", http.StatusNotFound, "AB08", "")
		a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs403})
		a.refused("GET", one, "", http.StatusForbidden, "AB03", "")
		a.SetAnswers(emulator.Answers{})
		a.ok("POST", c.path, c.body)
	}
	a.ok("DELETE", "/admin/workspaces/"+home, `{"name":"Home"}`) // policies don't keep it
}
