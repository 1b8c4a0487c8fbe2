package provider

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// byteOrderMark is what some editors and PowerShell write at the start of a file.
const byteOrderMark = "\ufeff"

// clean is a text without what surrounds a value in a file: white space, and a byte order
// mark.
func clean(text string) string {
	return strings.TrimSpace(strings.TrimPrefix(text, byteOrderMark))
}

// read is the value of the argument, or the content of its file.
func (p pair) read(diags *diag.Diagnostics) string {
	name, ok := given(p.file)
	if !ok {
		return clean(p.value.ValueString())
	}
	content, err := os.ReadFile(name) //nolint:gosec // reading the file that the user names is what the argument is for
	if err != nil {
		blame(diags, p.fileName, fmt.Sprintf("The file can't be read: %v.", err))
		return ""
	}
	if bytes.IndexByte(content, 0) >= 0 { // as the second byte of every ASCII character in UTF-16
		blame(diags, p.fileName, "The file is encoded in UTF-16, or is not a text file. Save it in UTF-8. In Windows PowerShell, use -Encoding ascii.")
		return ""
	}
	text := clean(string(content))
	if text == "" {
		blame(diags, p.fileName, "The file is empty.")
	}
	return text
}

// checkKey reports an API key that was copied with what is around it. source is the
// argument or the variable that it is from.
func checkKey(diags *diag.Diagnostics, argument, source, key string) {
	switch {
	case key == "":
	case strings.ContainsAny(key[:1]+key[len(key)-1:], "\"'`"):
		blame(diags, argument, source+" contains quotation marks around the API key, and Portkey would reject them as part of it. Remove the quotation marks.")
	case len(key) >= len("bearer ") && strings.EqualFold(key[:len("bearer ")], "bearer "):
		blame(diags, argument, source+" begins with \"Bearer \", which is not part of an API key. Remove it: the provider sends the key in a header of its own.")
	}
}

// checkHeaders reports headers that can't be sent.
func (b block) checkHeaders(diags *diag.Diagnostics) {
	names := map[string]string{}
	headers := b.Headers.Elements()
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		at := path.Root("headers").AtMapKey(name)
		if err := portkey.CheckHeader(name, headerText(headers[name])); err != nil {
			diags.AddAttributeError(at, summary, inHCL(err))
		}
		canonical := http.CanonicalHeaderKey(name)
		if other, taken := names[canonical]; taken {
			diags.AddAttributeError(at, summary, fmt.Sprintf("%q and %q are the same header, since the names of headers are case-insensitive. Remove one of them.", other, name))
		}
		names[canonical] = name
	}
}
