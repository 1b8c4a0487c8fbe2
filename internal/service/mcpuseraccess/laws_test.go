package mcpuseraccess

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// drawAccess draws what a server answers about three users.
func drawAccess(t *rapid.T) portkey.MCPUserAccess {
	answer := portkey.MCPUserAccess{Default: portkey.Some(rapid.SampledFrom([]string{"allow", "deny"}).Draw(t, "default"))}
	for _, id := range []string{"ada", "alan", "grace"} {
		own := rapid.Bool().Draw(t, id+" has an access of the own")
		enabled := answer.Default.Or("") == "allow"
		if own {
			enabled = rapid.Bool().Draw(t, id)
		}
		answer.Users = append(answer.Users, portkey.MCPUser{
			ID: portkey.Some(id), Enabled: portkey.Some(portkey.Bool(enabled)), HasOverride: portkey.Some(portkey.Bool(own)),
		})
	}
	return answer
}

func drawModel(t *rapid.T, label string) model {
	m := model{Users: map[string]bool{}}
	if rapid.Bool().Draw(t, label+" has a default") {
		m.DefaultAccess = new(rapid.SampledFrom([]string{"allow", "deny"}).Draw(t, label+" default"))
	}
	for _, key := range []string{"ada@example.com", "alan", "grace"} {
		if rapid.Bool().Draw(t, label+" has "+key) {
			m.Users[key] = rapid.Bool().Draw(t, label+" "+key)
		}
	}
	return m
}

// applied is what a server answers after a PUT.
func applied(answer portkey.MCPUserAccess, rows []portkey.MCPUserAccessWrite) portkey.MCPUserAccess {
	after := portkey.MCPUserAccess{Default: answer.Default}
	for _, row := range rows {
		if row.Default != "" {
			after.Default = portkey.Some(row.Default)
		}
	}
	for _, user := range answer.Users {
		if !bool(user.HasOverride.Or(false)) {
			user.Enabled = portkey.Some(portkey.Bool(after.Default.Or("") == "allow"))
		}
		for _, row := range rows {
			if row.Default == "" && row.UserID == user.ID.Or("") {
				user.Enabled, user.HasOverride = portkey.Some(portkey.Bool(row.Enabled)), portkey.Some(portkey.Bool(true))
			}
		}
		after.Users = append(after.Users, user)
	}
	return after
}

// For any configurations and answers: what is written is then what is configured, who is not
// named stays, and nothing is left to write.
func TestLaws(t *testing.T) {
	t.Parallel()
	ids := who{"ada@example.com": "ada", "alan": "alan", "grace": "grace"}
	rapid.Check(t, func(t *rapid.T) {
		before := drawAccess(t)
		first, second := drawModel(t, "first"), drawModel(t, "second")
		rows, err := first.writes(model{}, before, ids)
		if err != nil {
			t.Fatal(err)
		}
		live := applied(before, rows)
		state := first.observe(live, ids)
		if d := first.differs(state); len(d) > 0 {
			t.Fatalf("after the create %v differ", d)
		}
		rows, err = second.writes(first, live, ids)
		if err != nil {
			t.Fatal(err)
		}
		after := applied(live, rows)
		if d := second.differs(second.observe(after, ids)); len(d) > 0 {
			t.Fatalf("after the update %v differ", d)
		}
		if again, _ := second.writes(second, after, ids); len(again) > 0 {
			t.Fatalf("then %v is written", again)
		}
		for key, id := range ids {
			_, was := first.Users[key]
			_, is := second.Users[key]
			user, _ := after.Of(id)
			prior, _ := live.Of(id)
			switch standard := after.Default.Or("") == "allow"; {
			case was && !is && bool(user.Enabled.Or(false)) != standard:
				t.Fatalf("%s was removed, and has %v where the default is %t", key, user.Enabled, standard)
			case !was && !is && bool(prior.HasOverride.Or(false)) && user.Enabled != prior.Enabled:
				t.Fatalf("%s is not named, and was changed", key)
			case !was && !is && !bool(prior.HasOverride.Or(false)) && bool(user.HasOverride.Or(false)):
				t.Fatalf("%s is not named, and got an access of the own", key)
			}
		}
	})
}
