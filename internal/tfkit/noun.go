package tfkit

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Noun is what the diagnostics of a resource and its data sources need to know of
// what they manage.
type Noun struct {
	portkey.Words
	// Type is the resource type, such as portkey_workspace.
	Type string
	// References are what an import and a data source take for one, the name last: "ID,
	// slug, or exact name". AnyCase is whether upper and lower case in it are the same.
	References string
	AnyCase    bool
	// OwnSlug is whether users can choose a slug, by which objects of one name are
	// distinguished: then a name is taken only for those without.
	OwnSlug bool
	// UniqueName is whether the API itself rejects a second one of a name.
	UniqueName bool
	// Name is the attribute that a taken name is reported at. Attributes are those that
	// a field of a request can be blamed on.
	Name       string
	Attributes []string
}

func (n Noun) act(verb, scope string, attributes ...string) Act {
	return Act{Verb: verb, Noun: n.One, Right: n.Right(scope), Advice: n.Advice, Attributes: attributes}
}

func (a Act) writing() Act {
	a.writes = true
	return a
}

// Create is the creation of one.
func (n Noun) Create() Act { return n.act("create", "create", n.Attributes...).writing() }

// Read is the refresh of one.
func (n Noun) Read() Act { return n.act("read", "read") }

// Update is the update of one.
func (n Noun) Update() Act { return n.act("update", "update", n.Attributes...).writing() }

// Destroy is the deletion of one.
func (n Noun) Destroy() Act { return n.act("destroy", "delete").writing() }

// Rotate is the rotation of the secret of one.
func (n Noun) Rotate() Act { return n.act("rotate", "rotate").writing() }

// Import is the import of one.
func (n Noun) Import() Act { return n.act("import", "read") }

// Find is what a data source of one does.
func (n Noun) Find() Act { return n.act("find", "read") }

// List is what a data source of many does.
func (n Noun) List() Act {
	return Act{Verb: "list", Noun: n.Many, Right: n.Right("list"), Advice: n.Advice}
}

// grant is what to do about a right that the key lacks.
func (n Noun) grant() string {
	if n.Rights != "" {
		return "Use such an API key"
	}
	return "Give the API key that scope, or use one that has it"
}

// BlindDetail is the warning of a create that could not look its name up.
func (n Noun) BlindDetail() string {
	return fmt.Sprintf("The API key lacks the %s, so %s is created or renamed without checking whether its name is taken, "+
		"and a create whose response is lost can't be found again. %s.", n.Right("list"), n.A(), n.grant())
}

// Adopted is the summary of the warning that AdoptedDetail explains.
func (n Noun) Adopted() string { return capital(n.One) + " adopted" }

// AdoptedDetail is the warning of a create that found what it had created.
func (n Noun) AdoptedDetail(id, name string) string {
	return fmt.Sprintf("The response to the create of %q was lost. Exactly one %s with that name and these settings "+
		"appeared after it, and was adopted: %s. Nothing was created twice.", name, n.One, id)
}

// CanRefresh reports whether Portkey can be read, and warns once where a provider
// argument is not known yet: the state is then taken as it is.
func (n Noun) CanRefresh(s *Session, diags *diag.Diagnostics) bool {
	if s.API == nil {
		s.WarnOnce(diags, capital(n.Many)+" are not refreshed",
			fmt.Sprintf("The provider argument %s is not known yet, so the state is taken as it is.", s.Unknown))
	}
	return s.API != nil
}

// forget is how a state loses what is known to be deleted. A removed block takes no
// instance key. Terraform shows no address above the error of a destroy.
func (a Act) forget() string {
	if a.Verb == "destroy" {
		return "terraform state rm '<its address>'"
	}
	return "terraform state rm '<address above>'"
}

// Refused explains a refusal that does not prove the object deleted.
func (n Noun) Refused(act Act, err error, gone portkey.Gone) diag.Diagnostic {
	if gone.Readable {
		return n.writeRefused(act, err)
	}
	verb, unchanged := act.word(), "Nothing was changed."
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.Method == http.MethodGet {
		verb, act.Right = "return", n.Read().Right // every verb reads first
	}
	remedy := "Check the API key, its organisation and base_url"
	if gone.Elsewhere {
		remedy = "Check api_key, and which provider configuration (alias) the resource uses"
	}
	if act.Verb == n.Read().Verb {
		unchanged = "The state was left unchanged."
		remedy += ", or run terraform plan -refresh=false"
	}
	if gone.Lagging {
		remedy = "Plan again later"
	}
	return act.FailedIn(SectionGone, err,
		fmt.Sprintf("Portkey refused to %s this %s. %s %s", verb, n.One, gone.Seen, unchanged),
		remedy+", or, if you know that it is deleted: "+act.forget()+".")
}

// writeRefused explains a refused write to an object that the key can read.
func (n Noun) writeRefused(act Act, err error) diag.Diagnostic {
	var partial *portkey.PartialError
	if errors.As(err, &partial) {
		return act.FailedIn(SectionScope, err, fmt.Sprintf("Portkey refused to %s this %s: %s, and the rest was rejected.", act.word(), n.One, partial.Done),
			"Plan again to see what is left.")
	}
	var answer *portkey.Error
	if !errors.As(err, &answer) || answer.Status != http.StatusForbidden || answer.HTML {
		return act.Failed(err)
	}
	return act.FailedIn(SectionScope, err,
		fmt.Sprintf("The API key may not %s this %s: it lacks the %s. Nothing was changed.", act.word(), n.One, act.Right),
		n.grant()+", and apply again.")
}

// Gone reports whether the error of a read or a delete is proven to mean that the object
// was deleted; prove checks that, after the error. Where it is not, the error is
// explained in diags.
func (n Noun) Gone(act Act, err error, prove func(error) portkey.Gone, diags *diag.Diagnostics) bool {
	if !portkey.IsRefused(err) {
		diags.Append(act.Failed(err))
		return false
	}
	gone := prove(err)
	if !gone.Proven {
		diags.Append(n.Refused(act, err, gone))
	}
	return gone.Proven
}

// RefusedUpdate is Refused for an update, which fails where the object was deleted.
func (n Noun) RefusedUpdate(err error, gone portkey.Gone) diag.Diagnostic {
	if gone.Proven {
		return n.Update().FailedIn(SectionGone, err,
			fmt.Sprintf("The %s was deleted outside Terraform. %s Nothing was changed.", n.One, gone.Seen),
			"Plan again to create it.")
	}
	return n.Refused(n.Update(), err, gone)
}

// InUse explains why something can't be deleted: somebody uses it, as far as the key can
// see. remedy is what to do about them. A refusal with 400 may have another reason, if
// nobody does.
func (n Noun) InUse(refusal error, use portkey.Use, remedy string) diag.Diagnostic {
	users := "It is used by something that is not visible to this API key."
	switch {
	case len(use.Users) > 0:
		users = "It is used by: " + strings.Join(use.Users, ", ") + "."
		if use.Hidden {
			users += " There may be more that is not visible to this API key."
		}
	case portkey.IsInvalid(refusal) && !use.Hidden:
		return n.Destroy().Failed(refusal)
	}
	return n.Destroy().FailedIn(SectionHeld, refusal, fmt.Sprintf("The %s is in use. %s Nothing was deleted.", n.One, users), remedy)
}

// CreateFailed explains why a create created nothing, or may have created something.
func (n Noun) CreateFailed(err error) diag.Diagnostic {
	var taken *portkey.TakenError
	if errors.As(err, &taken) {
		return diag.NewAttributeErrorDiagnostic(path.Root(n.Name), n.Create().Summary(), n.takenDetail(taken))
	}
	var unknown *portkey.UnknownOutcomeError
	if errors.As(err, &unknown) {
		return diag.NewErrorDiagnostic(n.Create().Summary(), n.unknownOutcomeDetail(unknown))
	}
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.Method == http.MethodPost && answer.Status == http.StatusForbidden && !answer.HTML {
		access := ""
		if slices.Contains(n.Attributes, "workspace_id") {
			access = "it has no access to the workspace, "
		}
		return n.Create().FailedIn(SectionScope, err, fmt.Sprintf(
			"The API key may not create %s: it lacks the %s, %sor your Portkey plan does not include it. Nothing was created.", n.Many, n.Create().Right, access),
			n.grant()+", and apply again.")
	}
	return n.Create().Failed(err)
}

// duplicate is what to set if two of one name are intended.
func (n Noun) duplicate() string {
	if n.UniqueName {
		return "Otherwise give this one another name."
	}
	if n.OwnSlug {
		return fmt.Sprintf("If two %s of one name are intended, set slug to one that is free.", n.Many)
	}
	return fmt.Sprintf("If two %s of one name are intended (create_before_destroy needs it), set allow_duplicate_name = true.", n.Many)
}

func (n Noun) takenDetail(taken *portkey.TakenError) string {
	if taken.MadeHere {
		return fmt.Sprintf("Two resources of this run have the name %q, and the other one was created first. Nothing was created for this one. Give them different names. %s\n%s",
			taken.Name, n.duplicate(), More(SectionTaken))
	}
	done := "created"
	if taken.Rename {
		done = "changed"
	}
	return fmt.Sprintf("%s named %q already exists. Nothing was %s.\n"+
		"- If it is not managed yet, import it in the root module with\n%s\n"+
		"- If it is in this state under another address, add a moved block. If this run destroyed or renamed that one, apply again.\n"+
		"- %s\n%s",
		capital(n.A()), taken.Name, done, n.ImportBlocks(taken.Candidates), n.duplicate(), More(SectionTaken))
}

func (n Noun) unknownOutcomeDetail(unknown *portkey.UnknownOutcomeError) string {
	again := "Apply again: the name is looked up first, so nothing is created twice."
	if unknown.Duplicate {
		again = "Look in Portkey before applying again, since allow_duplicate_name = true lets that create a second one: " +
			"if it is there, delete or import it."
	}
	advice := fmt.Sprintf("No %s of that name has appeared. ", n.One) + again
	switch {
	case unknown.Blind:
		advice = fmt.Sprintf("The API key lacks the %s, so it could not be looked for. Look in Portkey: "+
			"if it is there, import it; if not, apply again.", n.Right("list"))
	case len(unknown.Candidates) > 0:
		advice = "These have its name and appeared since, but which of them it is can't be determined. Import the right one in the root module with\n" +
			n.ImportBlocks(unknown.Candidates)
	case unknown.LookErr != nil:
		advice = "It could not be looked for: " + strings.TrimSuffix(unknown.LookErr.Error(), ".") + ".\n" + again
	}
	return fmt.Sprintf("Whether the %s %q was created is not known, and it is not in the state.\n%s\nPortkey: %v.\n%s",
		n.One, unknown.Name, advice, unknown.Cause, More(SectionUnknown))
}

// ImportBlocks is HCL that imports the candidates, one by one.
func (n Noun) ImportBlocks(candidates []portkey.Candidate) string {
	blocks := make([]string, 0, len(candidates))
	for _, one := range candidates {
		blocks = append(blocks, fmt.Sprintf("  import {\n    to = <address above>\n    id = %q\n  }", one.Import))
	}
	return strings.Join(blocks, "\n")
}

// nameReference is the last of the References: "exact name".
func (n Noun) nameReference() string {
	_, name, _ := strings.Cut(n.References, "or ")
	return name
}

// NothingToImport refuses an import that names nothing.
func (n Noun) NothingToImport() diag.Diagnostic {
	return diag.NewErrorDiagnostic(n.Import().Summary(), fmt.Sprintf("The import ID is empty. Specify the %s of the %s.\n%s",
		n.References, n.One, More(SectionNotFound)))
}

// FindFailed explains why an import or a data source found nothing.
func (n Noun) FindFailed(act Act, err error) diag.Diagnostic {
	var ambiguous *portkey.AmbiguousError
	if errors.As(err, &ambiguous) {
		return diag.NewErrorDiagnostic(act.Summary(), fmt.Sprintf(
			"Several %s are named %.100q. Use the ID of one of them.\n%s\n%s",
			n.Many, ambiguous.Name, candidateLines(ambiguous.Candidates), More(SectionNotFound)))
	}
	var missing *portkey.NotFoundError
	if !errors.As(err, &missing) {
		return act.Failed(err)
	}
	if missing.ListRefused {
		act.Right = n.List().Right
		return act.Failed(missing.Refusal, fmt.Sprintf("Without the list nothing can be found by its %s, and %.100q is no ID of anything visible to this API key.", n.nameReference(), missing.Ref))
	}
	matters := "Upper and lower case matter. "
	if n.AnyCase {
		matters = ""
	}
	nothing := fmt.Sprintf("No active %s visible to this API key has the %s %.100q.\n"+
		"%sA key of another organisation, or a workspace's own key, sees other %s.", n.One, n.References, missing.Ref, matters, n.Many)
	var refusal *portkey.Error
	switch {
	case !errors.As(missing.Refusal, &refusal) || missing.MayRead:
	case refusal.Status == http.StatusForbidden:
		return act.FailedIn(SectionNotFound, refusal, nothing, "Portkey refuses an unknown ID as it refuses a key without the scope.")
	default: // 404, which no missing scope is answered with
		act.Right = ""
		return act.FailedIn(SectionNotFound, refusal, nothing)
	}
	return diag.NewErrorDiagnostic(act.Summary(), nothing+"\n"+More(SectionNotFound))
}

func candidateLines(candidates []portkey.Candidate) string {
	lines := make([]string, 0, len(candidates))
	for _, one := range candidates {
		slug, created := one.Slug, one.CreatedAt
		if slug == "" {
			slug = "unknown"
		}
		if created == "" {
			created = "at an unknown time"
		}
		lines = append(lines, fmt.Sprintf("- %s (slug %s, created %s)", one.ID, slug, created))
	}
	return strings.Join(lines, "\n")
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// ForeignError refuses to overwrite what somebody else wrote.
type ForeignError struct {
	// Attribute is the top-level attribute; When is RFC 3339.
	Attribute, When string
}

// Error names the attribute and the time.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("somebody else changed %s at %s, after this state was read", e.Attribute, e.When)
}

// SlugTaken refuses a slug of the user's that another one in the organisation has. rejection
// is that of the create, nil where nothing was sent.
func (n Noun) SlugTaken(slug string, found []portkey.Candidate, rejection error) diag.Diagnostic {
	answer := ""
	if rejection != nil {
		answer = "\nPortkey: " + rejection.Error()
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("slug"), n.Create().Summary(), fmt.Sprintf(
		"The slug %q is taken by another %s of the organisation. Nothing was created.\n"+
			"- If that one is not managed yet, import it in the root module with\n%s\n"+
			"- If it is in this state under another address, add a moved block. If this run destroyed that one, apply again.\n"+
			"- Otherwise set another slug.%s\n%s", slug, n.One, n.ImportBlocks(found), answer, More(SectionTaken)))
}

// UpdateFailed explains why an update failed.
func (n Noun) UpdateFailed(err error) diag.Diagnostic {
	var foreign *ForeignError
	if errors.As(err, &foreign) {
		return diag.NewAttributeErrorDiagnostic(path.Root(foreign.Attribute), n.Update().Summary(), fmt.Sprintf(
			"Nothing was written: %v, so this plan would overwrite an edit that it does not show.\n"+
				"Plan again to see the edit, then either adopt the edit in the configuration or apply over it.\n%s", foreign, More(SectionForeign)))
	}
	var taken *portkey.TakenError
	if errors.As(err, &taken) {
		return diag.NewAttributeErrorDiagnostic(path.Root(n.Name), n.Update().Summary(), n.takenDetail(taken))
	}
	return n.Update().Failed(err)
}

// MustBe is an error for an answer about another object than the one that was asked for,
// both by their ids.
func (n Noun) MustBe(asked, got string) error {
	if got == asked {
		return nil
	}
	return n.OtherObject(asked, got)
}

// OtherObject is the error for an answer about another object than was asked for.
func (n Noun) OtherObject(asked, got string) error {
	return fmt.Errorf("the response to the request for the %s %s is about %s; nothing was changed", n.One, asked, got)
}
