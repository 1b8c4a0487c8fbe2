package limits

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var now = time.Date(2027, 3, 10, 12, 0, 0, 0, time.UTC)

func ptr[T any](v T) *T { return &v }

// num is the number that a literal is.
func num(n float64) types.Number { return tfkit.Number(&n) }

func usage(kind string, credit float64, reset string) UsageLimit {
	l := UsageLimit{CreditLimit: num(credit)}
	if kind != "" {
		l.Type = &kind
	}
	if reset != "" {
		l.PeriodicReset = &reset
	}
	return l
}

func due(l UsageLimit, date string) UsageLimit {
	l.NextUsageResetAt = &date
	return l
}

func alerting(l UsageLimit, threshold float64) UsageLimit {
	l.AlertThreshold = num(threshold)
	return l
}

// answer decodes limits as an answer spells them.
func answer[T any](t *testing.T, text string) T {
	t.Helper()
	var limits T
	if err := json.Unmarshal([]byte(text), &limits); err != nil {
		t.Fatal(err)
	}
	return limits
}

func TestObserveUsage(t *testing.T) {
	t.Parallel()
	cost, tokens := usage("cost", 100, "monthly"), usage("tokens", 5000, "")
	dated := due(usage("cost", 100, "monthly"), "2027-04-01T09:30:00+02:00")
	past := due(usage("cost", 100, "monthly"), "2027-03-01T00:00:00Z")

	for name, test := range map[string]struct {
		prior  []UsageLimit
		answer string
		want   []UsageLimit
	}{
		"an unset list stays null":          {nil, `[]`, nil},
		"an empty list stays empty":         {[]UsageLimit{}, `null`, []UsageLimit{}},
		"bookkeeping flags are no limit":    {nil, `{"is_expired_alerts_sent":true}`, nil},
		"the server's date is no drift":     {[]UsageLimit{cost}, `[{"type":"cost","credit_limit":100.0,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"}]`, []UsageLimit{cost}},
		"another order is no drift":         {[]UsageLimit{cost, tokens}, `[{"type":"tokens","credit_limit":5000,"periodic_reset":""},{"type":"cost","credit_limit":100,"periodic_reset":"monthly"}]`, []UsageLimit{cost, tokens}},
		"an typeless type is the prior one": {[]UsageLimit{cost}, `[{"credit_limit":120,"periodic_reset":"monthly"}]`, []UsageLimit{usage("cost", 120, "monthly")}},
		"a raised budget keeps its place":   {[]UsageLimit{cost, tokens}, `[{"type":"tokens","credit_limit":5000},{"type":"cost","credit_limit":200,"periodic_reset":"monthly"}]`, []UsageLimit{usage("cost", 200, "monthly"), tokens}},
		"a limit without a type takes no dated one's place": {
			[]UsageLimit{dated, usage("", 100, "monthly")}, `[{"credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00Z"},{"credit_limit":100,"periodic_reset":"monthly"}]`,
			[]UsageLimit{dated, usage("", 100, "monthly")},
		},
		"a limit made in the UI comes last":          {[]UsageLimit{tokens}, `[{"type":"cost","credit_limit":100,"periodic_reset":"monthly"},{"type":"tokens","credit_limit":5000}]`, []UsageLimit{tokens, cost}},
		"a limit removed in the UI is gone":          {[]UsageLimit{cost, tokens}, `[{"type":"tokens","credit_limit":5000}]`, []UsageLimit{tokens}},
		"every limit removed":                        {[]UsageLimit{cost}, `null`, nil},
		"a date of the same UTC day keeps its words": {[]UsageLimit{dated}, `[{"type":"cost","credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"}]`, []UsageLimit{dated}},
		"a date that has passed may roll on":         {[]UsageLimit{past}, `[{"type":"cost","credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"}]`, []UsageLimit{past}},
		"equal limits pair before those of one key":  {[]UsageLimit{usage("cost", 1, ""), usage("cost", 2, "")}, `[{"type":"cost","credit_limit":2},{"type":"cost","credit_limit":3}]`, []UsageLimit{usage("cost", 3, ""), usage("cost", 2, "")}},
		"one without a type takes no other's place":  {[]UsageLimit{usage("requests", 1, ""), usage("", 1, "")}, `[{"type":"requests","credit_limit":1,"periodic_reset":"weekly"},{"credit_limit":1}]`, []UsageLimit{usage("", 1, ""), usage("requests", 1, "weekly")}},
		"typeless types let no dated limit lose its place": {
			[]UsageLimit{due(usage("cost", 1, ""), "2027-06-01T00:00:00Z"), due(usage("", 1, ""), "2027-01-01T00:00:00Z")}, `[{"credit_limit":1,"next_usage_reset_at":"2027-06-01T00:00:00Z"},{"credit_limit":1}]`,
			[]UsageLimit{due(usage("cost", 1, ""), "2027-06-01T00:00:00Z"), due(usage("", 1, ""), "2027-01-01T00:00:00Z")},
		},
		"one without a type stays where both are untyped": {[]UsageLimit{usage("cost", 1, ""), usage("", 1, "")}, `[{"credit_limit":1}]`, []UsageLimit{usage("", 1, "")}},
		"null where a list was":                           {nil, `[null]`, nil},
		"the likest of several keeps its words":           {[]UsageLimit{cost}, `[{"type":"cost","credit_limit":100,"periodic_reset":"monthly"},{"type":"cost","credit_limit":200,"periodic_reset":"monthly"}]`, []UsageLimit{cost, usage("cost", 200, "monthly")}},
		"imported, a date is the server's":                {nil, `[{"type":"cost","credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"}]`, []UsageLimit{cost}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ObserveUsage(test.prior, answer[portkey.UsageLimits](t, test.answer), now)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("want - got +:\n%s", diff)
			}
		})
	}

	moved := ObserveUsage([]UsageLimit{dated}, answer[portkey.UsageLimits](t, `[{"type":"cost","credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-02T00:00:00.000Z"}]`), now)
	if got := *moved[0].NextUsageResetAt; got != "2027-04-02T00:00:00.000Z" {
		t.Errorf("a configured date that was moved must show as drift, got %s", got)
	}
}

func TestChangeUsage(t *testing.T) {
	t.Parallel()
	cost, tokens := usage("cost", 100, "monthly"), usage("tokens", 5000, "weekly")
	live := `[{"type":"tokens","credit_limit":5000,"periodic_reset":"weekly","next_usage_reset_at":"2027-03-14T00:00:00.000Z"},
		{"type":"cost","credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z","current_usage":3.5,"status":"active"}]`

	for name, test := range map[string]struct {
		plan, state []UsageLimit
		live, want  string
	}{
		"inserted at the front, one raised": {
			[]UsageLimit{usage("requests", 10, ""), usage("cost", 200, "monthly"), tokens}, []UsageLimit{cost, tokens}, live,
			`[{"type":"requests","credit_limit":10},
			  {"type":"cost","credit_limit":200,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"},
			  {"type":"tokens","credit_limit":5000,"periodic_reset":"weekly","next_usage_reset_at":"2027-03-14T00:00:00.000Z"}]`,
		},
		"a date of its own": {
			[]UsageLimit{due(cost, "2027-05-05T00:00:00Z")}, []UsageLimit{cost}, live,
			`[{"type":"cost","credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":"2027-05-05T00:00:00Z"}]`,
		},
		"a date removed is sent as null": {
			[]UsageLimit{cost}, []UsageLimit{due(cost, "2027-04-01T00:00:00Z")}, live,
			`[{"type":"cost","credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":null}]`,
		},
		"a date as it was carries the server's": {
			[]UsageLimit{due(usage("cost", 150, "monthly"), "2027-04-01T08:00:00Z")}, []UsageLimit{due(cost, "2027-04-01T08:00:00Z")}, live,
			`[{"type":"cost","credit_limit":150,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"}]`,
		},
		"a passed date carries the server's next one": {
			[]UsageLimit{due(usage("cost", 150, "monthly"), "2027-03-01T00:00:00Z")}, []UsageLimit{due(cost, "2027-03-01T00:00:00Z")}, live,
			`[{"type":"cost","credit_limit":150,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"}]`,
		},
		"a past date is never sent": {
			[]UsageLimit{due(cost, "2027-03-10T23:00:00Z")}, nil, `null`,
			`[{"type":"cost","credit_limit":100,"periodic_reset":"monthly"}]`,
		},
		"another type is another limit": {
			[]UsageLimit{usage("tokens", 100, "monthly")}, []UsageLimit{cost}, live,
			`[{"type":"tokens","credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":null}]`,
		},
		"one without a type keeps its own date": {
			[]UsageLimit{usage("", 200, "monthly"), usage("cost", 300, "monthly")}, []UsageLimit{cost, usage("", 100, "monthly")},
			`[{"type":"cost","credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"},
			  {"credit_limit":100,"periodic_reset":"monthly","next_usage_reset_at":"2027-05-01T00:00:00.000Z"}]`,
			`[{"credit_limit":200,"periodic_reset":"monthly","next_usage_reset_at":"2027-05-01T00:00:00.000Z"},
			  {"type":"cost","credit_limit":300,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"}]`,
		},
		"twins whose types are not answer keep their places": {
			[]UsageLimit{usage("cost", 500, ""), due(usage("", 500, ""), "2027-06-02T00:00:00Z")}, []UsageLimit{usage("", 500, ""), usage("", 500, "")},
			`[{"credit_limit":500},{"credit_limit":500,"next_usage_reset_at":"2027-07-01T00:00:00.000Z"}]`,
			`[{"type":"cost","credit_limit":500},{"credit_limit":500,"next_usage_reset_at":"2027-06-02T00:00:00Z"}]`,
		},
		"where no types are answer, one that has a type is found first": {
			[]UsageLimit{usage("tokens", 1, "")}, []UsageLimit{usage("tokens", 500, ""), usage("", 500, "")},
			`[{"credit_limit":500},{"credit_limit":500,"next_usage_reset_at":"2027-07-01T00:00:00.000Z"}]`,
			`[{"type":"tokens","credit_limit":1}]`,
		},
		"and so where somebody put another before it": {
			[]UsageLimit{usage("tokens", 1, "")}, []UsageLimit{usage("tokens", 500, ""), usage("", 500, "")},
			`[{"credit_limit":500,"next_usage_reset_at":"2027-07-01T00:00:00.000Z"},{"credit_limit":500}]`,
			`[{"type":"tokens","credit_limit":1}]`,
		},
		"where some types are answer, one that has none is the one without": {
			[]UsageLimit{usage("", 1, "")}, []UsageLimit{usage("tokens", 500, ""), usage("", 500, "")},
			`[{"credit_limit":500,"next_usage_reset_at":"2027-07-01T00:00:00.000Z"},{"type":"cost","credit_limit":500}]`,
			`[{"credit_limit":1,"next_usage_reset_at":"2027-07-01T00:00:00.000Z"}]`,
		},
		"another period is another limit": {
			[]UsageLimit{usage("cost", 100, "weekly")}, []UsageLimit{cost}, live,
			`[{"type":"cost","credit_limit":100,"periodic_reset":"weekly","next_usage_reset_at":null}]`,
		},
		"what is removed is sent as null": {
			[]UsageLimit{usage("cost", 100, "")}, []UsageLimit{alerting(cost, 80)}, live,
			`[{"type":"cost","credit_limit":100,"alert_threshold":null,"periodic_reset":null,"next_usage_reset_at":null}]`,
		},
		"and what somebody added where the server has it": {
			[]UsageLimit{usage("cost", 200, "monthly")}, []UsageLimit{cost},
			`[{"type":"cost","credit_limit":100,"alert_threshold":50,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"}]`,
			`[{"type":"cost","credit_limit":200,"alert_threshold":null,"periodic_reset":"monthly","next_usage_reset_at":"2027-04-01T00:00:00.000Z"}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ChangeUsage(test.plan, test.state, answer[portkey.UsageLimits](t, test.live), now)
			sent, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(answer[any](t, test.want), answer[any](t, string(sent))); diff != "" {
				t.Errorf("want - got +:\n%s", diff)
			}
		})
	}
}

func TestObserveRate(t *testing.T) {
	t.Parallel()
	rpm := RateLimit{Type: ptr("requests"), Unit: ptr("rpm"), Value: num(60)}
	tpd := RateLimit{Type: ptr("tokens"), Unit: ptr("rpd"), Value: num(9000)}
	for name, test := range map[string]struct {
		prior  []RateLimit
		answer string
		want   []RateLimit
	}{
		"only a value is answer":    {[]RateLimit{rpm}, `[{"value":60}]`, []RateLimit{rpm}},
		"another order":             {[]RateLimit{rpm, tpd}, `[{"type":"tokens","unit":"rpd","value":9000.0},{"type":"requests","unit":"rpm","value":60}]`, []RateLimit{rpm, tpd}},
		"unset stays empty":         {[]RateLimit{}, `[]`, []RateLimit{}},
		"one made elsewhere":        {nil, `[{"type":"requests","unit":"rpm","value":60}]`, []RateLimit{rpm}},
		"a value changed elsewhere": {[]RateLimit{rpm}, `[{"type":"requests","unit":"rpm","value":61}]`, []RateLimit{{Type: ptr("requests"), Unit: ptr("rpm"), Value: num(61)}}},
		"imported without type":     {nil, `[{"value":60}]`, []RateLimit{{Value: num(60)}}},
		"one of another type comes last": {
			[]RateLimit{rpm, tpd}, `[{"type":"tokens","unit":"rpm","value":60},{"type":"tokens","unit":"rpd","value":9000}]`,
			[]RateLimit{tpd, {Type: ptr("tokens"), Unit: ptr("rpm"), Value: num(60)}},
		},
		"one of another unit comes last": {
			[]RateLimit{rpm, tpd}, `[{"type":"requests","unit":"rps","value":60},{"type":"tokens","unit":"rpd","value":9000}]`,
			[]RateLimit{tpd, {Type: ptr("requests"), Unit: ptr("rps"), Value: num(60)}},
		},
		"one without a type takes no other's place": {
			[]RateLimit{{Unit: ptr("rpm"), Value: num(1)}, rpm}, `[{"type":"requests","unit":"rpm","value":2},{"unit":"rpm","value":3}]`,
			[]RateLimit{{Unit: ptr("rpm"), Value: num(3)}, {Type: ptr("requests"), Unit: ptr("rpm"), Value: num(2)}},
		},
		"one without a unit takes no other's place": {
			[]RateLimit{{Type: ptr("requests"), Value: num(1)}, rpm}, `[{"type":"requests","unit":"rpm","value":2},{"type":"requests","value":3}]`,
			[]RateLimit{{Type: ptr("requests"), Value: num(3)}, {Type: ptr("requests"), Unit: ptr("rpm"), Value: num(2)}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, ObserveRate(test.prior, answer[portkey.RateLimits](t, test.answer))); diff != "" {
				t.Errorf("want - got +:\n%s", diff)
			}
		})
	}
}

// TestLikeness holds what decides which of two limits a answer one is: what both
// say weighs more than what neither says, and the type more than the unit or the
// date.
func TestLikeness(t *testing.T) {
	t.Parallel()
	rate := func(kind, unit string) RateLimit {
		return RateLimit{Type: &kind, Unit: &unit, Value: num(1)}
	}
	for answer, than := range map[portkey.RateLimit][2]RateLimit{
		{Type: "requests", Unit: "rpm"}: {rate("requests", ""), rate("", "rpm")},
		{Unit: "rpm"}:                   {rate("requests", "rpm"), rate("", "")},
		{}:                              {rate("", "rpm"), rate("requests", "")},
		{Type: "requests"}:              {rate("requests", ""), rate("requests", "rpm")},
	} {
		if rateAnswerLikeness(than[0], answer) <= rateAnswerLikeness(than[1], answer) {
			t.Errorf("%+v is no more like %s %s than like %s %s", answer, *than[0].Type, *than[0].Unit, *than[1].Type, *than[1].Unit)
		}
	}

	const date = "2027-04-01T00:00:00Z"
	dated := portkey.UsageLimit{Type: "cost", PeriodicReset: "monthly", NextUsageResetAt: date}
	like := usageAnswerLikeness(nil, portkey.UsageLimits{dated}, now)
	if like(usage("cost", 1, "monthly"), dated) <= like(due(usage("", 1, "monthly"), date), dated) {
		t.Error("the date weighs more than the type")
	}
}

func TestReordered(t *testing.T) {
	t.Parallel()
	a, b := usage("cost", 1, ""), usage("tokens", 2, "")
	if !UsageReordered([]UsageLimit{a, b}, []UsageLimit{b, a}) || !UsageReordered(nil, []UsageLimit{}) {
		t.Error("another order, or another spelling of none, is no difference")
	}
	for name, others := range map[string][]UsageLimit{
		"another limit": {a, b}, "one less": {a}, "another period": {a, usage("cost", 1, "weekly")}, "no type": {a, usage("", 1, "")},
	} {
		if UsageReordered([]UsageLimit{a, a}, others) {
			t.Errorf("%s is a difference", name)
		}
	}

	rate := func(kind, unit string, value float64) RateLimit { return RateLimit{&kind, &unit, num(value)} }
	rpm, tpd := rate("requests", "rpm", 60), rate("tokens", "rpd", 9000)
	if !RateReordered([]RateLimit{rpm, tpd}, []RateLimit{tpd, rpm}) {
		t.Error("another order is no difference")
	}
	for _, other := range []RateLimit{rate("tokens", "rpm", 60), rate("requests", "rps", 60), rate("requests", "rpm", 61)} {
		if RateReordered([]RateLimit{rpm, tpd}, []RateLimit{other, tpd}) {
			t.Errorf("%s %s %s is another limit", *other.Type, *other.Unit, other.Value)
		}
	}
}

// What a data source shows holds every limit of the answer, and is never null.
func TestReadings(t *testing.T) {
	t.Parallel()
	got := ReadUsage(answer[portkey.UsageLimits](t, `[{"type":"cost","credit_limit":100,"current_usage":3.5,"status":"active"},{"type":"tokens","credit_limit":1}]`))
	want := []UsageReading{
		{Type: ptr("cost"), CreditLimit: ptr(100.0), CurrentUsage: ptr(3.5), Status: ptr("active")},
		{Type: ptr("tokens"), CreditLimit: ptr(1.0)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
	if ReadUsage(nil) == nil || ReadRate(nil) == nil {
		t.Error("no limits are an empty list, not null")
	}
}

func TestWireRate(t *testing.T) {
	t.Parallel()
	got := WireRate([]RateLimit{{Type: ptr("requests"), Unit: ptr("rpm"), Value: num(60)}, {Value: num(0)}})
	if diff := cmp.Diff(answer[[]portkey.RateLimit](t, `[{"type":"requests","unit":"rpm","value":60},{"value":0}]`), got); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
}

// What the API has no word for is not sent, times are sent as it certainly reads them,
// and computed numbers as what they mean. A refresh keeps what was written.
func TestUsage_spellings(t *testing.T) {
	t.Parallel()
	date := "2027-04-01t09:30:00z"
	plan := []UsageLimit{{Type: ptr("cost"), CreditLimit: num(99.9999999999), PeriodicReset: ptr(never), NextUsageResetAt: &date}}
	wire := CreateUsage(plan, now)
	sent, err := json.Marshal(wire)
	if want := `[{"type":"cost","credit_limit":100,"next_usage_reset_at":"2027-04-01T09:30:00Z"}]`; err != nil || string(sent) != want {
		t.Errorf("sent %s, want %s: %v", sent, want, err)
	}
	if seen := ObserveUsage(plan, wire, now); !cmp.Equal(seen, plan) {
		t.Errorf("a refresh has another spelling: %s", cmp.Diff(plan, seen))
	}
	changed := answer[portkey.UsageLimits](t, `[{"type":"cost","credit_limit":100,"periodic_reset":"weekly"}]`)
	if seen := ObserveUsage(plan, changed, now); tfkit.Text(seen[0].PeriodicReset) != "weekly" {
		t.Errorf("a reset that was set elsewhere does not show: %v", seen)
	}
}
