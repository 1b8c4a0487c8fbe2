package repo

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

type attrs = map[string]any

// office is a workspace, the users Grace and Kim, and a provider with some key. Alan is
// no user.
type office struct {
	*harness.Driver
	api       *emulator.Server
	workspace string
	warnings  harness.Diagnostics
}

const grace, kim, alan = "grace.hopper@example.com", "kim@example.com", "alan.turing@example.com"

// peopleTasks are those of the guide's table of scopes.
var peopleTasks = map[string]func(*office) error{
	"Plan members": func(o *office) error {
		const address = "portkey_workspace_member.known"
		user, _ := o.State(address)["user_id"].(string)
		o.api.Edit(emulator.Members, o.workspace+"/"+user, attrs{"role": "manager"})
		err := o.plans(address, o.member(grace, "member"), harness.Update)
		o.api.Advance(2 * time.Hour) // what is absent from a list by then was deleted
		o.api.Drop(emulator.Members, o.workspace+"/"+user)
		return errors.Join(err, o.plans(address, o.member(grace, "member"), harness.Create))
	},
	"Apply members": func(o *office) error {
		return o.applies("portkey_workspace_member.grace", o.member(kim, "member"), o.member(kim, "manager"))
	},
	"Apply members, with invites": func(o *office) error {
		invited, known := o.member(alan, "member"), o.member(kim, "member")
		invited["when_unknown"], known["when_unknown"] = "invite", "invite"
		promoted := maps.Clone(known)
		promoted["role"] = "manager"
		return errors.Join(
			o.applies("portkey_workspace_member.alan", invited, invited),
			o.applies("portkey_workspace_member.kim", known, promoted))
	},
	"Apply the whole list of members": func(o *office) error {
		list := func(members attrs) attrs { return attrs{"workspace_id": o.workspace, "members": members} }
		return o.applies("portkey_workspace_members.all",
			list(attrs{grace: "admin", kim: "member"}), list(attrs{grace: "manager"}), list(attrs{grace: "manager", kim: "member"}))
	},
	"Apply invites": func(o *office) error {
		invite := attrs{"email": alan, "role": "member", "workspaces": []any{attrs{"workspace_id": o.workspace, "role": "member"}}}
		return o.applies("portkey_user_invite.alan", invite, invite)
	},
	"Apply roles in the organisation": func(o *office) error {
		return o.applies("portkey_user.kim", attrs{"email": kim, "role": "member"}, attrs{"email": kim, "role": "admin"})
	},
	"Apply roles in the organisation, and remove users": func(o *office) error {
		return o.applies("portkey_user.kim",
			attrs{"email": kim, "role": "member", "remove_on_destroy": true}, attrs{"email": kim, "role": "admin", "remove_on_destroy": true})
	},
}

func (o *office) member(email, role string) attrs {
	return attrs{"workspace_id": o.workspace, "email": email, "role": role}
}

// applies applies configurations one after the other, and destroys.
func (o *office) applies(address string, configs ...attrs) error {
	for _, config := range configs {
		_, diags := o.Converge(address, config)
		o.warnings = append(o.warnings, diags.Warnings()...)
		if err := diags.Err(); err != nil {
			return err
		}
	}
	return o.Destroy(address).Err()
}

func (o *office) plans(address string, config attrs, action harness.Action) error {
	p, diags := o.Plan(address, config)
	if err := diags.Err(); err != nil {
		return err
	}
	if p.Action != action {
		return fmt.Errorf("%s is planned to be %s, want %s", address, p.Action, action)
	}
	return nil
}

// try does a task with a key of the scopes given, where a member was added before.
func try(t *testing.T, task func(*office) error, scopes []string) error {
	t.Helper()
	env := harness.Start(t)
	for _, email := range []string{grace, kim} {
		env.API.Add(emulator.Users, "", attrs{"email": email})
	}
	home := env.API.AddWorkspace(attrs{"name": "Payments"})
	admin := env.Driver(t)
	before := &office{admin, env.API, home.ID, nil}
	if _, diags := admin.Converge("portkey_workspace_member.known", before.member(grace, "member")); diags.Err() != nil {
		t.Fatal(diags)
	}
	env.Key = env.API.AddKey(emulator.Key{Scopes: scopes})
	o := &office{env.Restart(t, admin), env.API, home.ID, nil}
	if err := task(o); err != nil || len(o.warnings) == 0 {
		return err
	}
	return errors.New(o.warnings.String())
}

var (
	scopeRow    = regexp.MustCompile("(?m)^\\| ([^|`]+) \\| (`[^|]+`) \\|$")
	quotedScope = regexp.MustCompile(`[a-z_]+\.[a-z]+`)
)

// TestGuide_peopleScopes does each task of the guide's table with a key that has just the
// scopes of its row, and expects an error or a warning without any one of them.
func TestGuide_peopleScopes(t *testing.T) {
	t.Parallel()
	rows := scopeRow.FindAllStringSubmatch(section(t, "people", "Keys and their scopes"), -1)
	if len(rows) != len(peopleTasks) {
		t.Errorf("the guide has %d tasks, want %d", len(rows), len(peopleTasks))
	}
	for _, row := range rows {
		task, scopes := peopleTasks[row[1]], quotedScope.FindAllString(row[2], -1)
		if task == nil {
			t.Errorf("nothing is known of the task %q", row[1])
			continue
		}
		t.Run(row[1], func(t *testing.T) {
			t.Parallel()
			if err := try(t, task, scopes); err != nil {
				t.Fatalf("with %v: %v", scopes, err)
			}
			for i, scope := range scopes {
				if try(t, task, slices.Delete(slices.Clone(scopes), i, i+1)) == nil {
					t.Errorf("%s is not needed", scope)
				}
			}
		})
	}
}
