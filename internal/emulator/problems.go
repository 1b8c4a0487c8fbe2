package emulator

import "net/http"

// problem is a refusal as the API words it.
type problem struct {
	status  int
	code    string
	message string
	// param names the field at fault, location where it was: body or query.
	param, location string
	// bare: the body has the message alone.
	bare bool
}

func (p *problem) Error() string { return p.message }

// body wraps the problem as the vendor's help centre quotes it. error_details
// are beside the message, as in a live answer that the vendor's changelog quotes.
func (p *problem) body() map[string]any {
	if p.bare {
		return map[string]any{"error": p.message}
	}
	data := map[string]any{"message": p.message}
	if p.code != "" {
		data["errorCode"] = p.code
	}
	if p.param != "" {
		data["error_details"] = map[string]any{"param": p.param, "location": p.location}
	}
	return map[string]any{"success": false, "data": data}
}

// noRights is the one answer to a missing scope and to what is foreign,
// deleted or unknown: the API answers them alike (recorded).
func noRights() *problem {
	return &problem{status: http.StatusForbidden, code: "AB03", message: "You do not have enough permissions to execute this request"}
}

func noKey() *problem {
	return &problem{status: http.StatusUnauthorized, code: "AB05", message: "Unauthorised Request"}
}

func notFound() *problem {
	return &problem{status: http.StatusNotFound, code: "AB08", message: "Not found"}
}

func conflict(message string) *problem {
	return &problem{status: http.StatusConflict, code: "AB07", message: message}
}

func tooMany() *problem {
	return &problem{status: http.StatusTooManyRequests, code: "AB06", message: "Rate limit exceeded"}
}

// badField refuses a field of the body. The live message has "undefined" where
// this one names what is wrong, which makes tests easier to read.
func badField(param, why string) *problem {
	return &problem{
		status: http.StatusBadRequest, code: "AB01", param: param, location: "body",
		message: "Validation failed: " + why + ": Invalid value",
	}
}

func badQuery(param, why string) *problem {
	p := badField(param, why)
	p.location = "query"
	return p
}
