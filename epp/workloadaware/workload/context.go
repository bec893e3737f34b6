// Package workload is the pure part of the workload-aware policy: how a header is read, what is counted for each workload, what
// score follows, what can be configured. It knows nothing of the endpoint picker, of logs, or of the time but what it is given.
package workload

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
)

// HeaderName is the lower-case name of the request header that carries the workload context.
const HeaderName = "x-workload-context"

const (
	// MinCriticality and MaxCriticality bound what a header can ask for; what lies outside is clamped.
	MinCriticality = 1
	MaxCriticality = 5
)

// ContextSource says how a Context came about.
type ContextSource string

const (
	// ContextMissing: no header, or an empty one.
	ContextMissing ContextSource = "missing"
	// ContextInvalid: the header could not be decoded and was dropped whole, its id included.
	ContextInvalid ContextSource = "invalid"
	// ContextClamped: the criticality was outside 1 to 5, which includes an absent one (zero).
	ContextClamped ContextSource = "clamped"
	// ContextHeader: taken as sent.
	ContextHeader ContextSource = "header"
)

// Context is which workload a request belongs to, and how critical it is.
type Context struct {
	WorkloadID string
	// Criticality is 1 (lowest) to 5 (highest).
	Criticality int
	Source      ContextSource
	// GeneratedID is true for an id that was made up for this one request.
	GeneratedID bool
}

// headerFields is what is read of the header. The rules that follow from decoding into exactly this (keys in any case, last
// duplicate wins, a float or a string as criticality fails) are the contract: parseWorkloadContext in pkg/epp/handlers/request.go
// of the workload-aware fork.
type headerFields struct {
	WorkloadID  string `json:"workload_id"`
	Criticality int64  `json:"criticality"`
}

// ReadContext reads the value of the header. It has no errors: every value, bytes that are no text included, gives a context.
// A missing, empty or undecodable one gives a new id and defaultCriticality (1 to 5); a decodable one keeps its id, unless
// empty, and has its criticality clamped.
func ReadContext(header string, defaultCriticality int) Context {
	if header == "" {
		return generatedContext(defaultCriticality, ContextMissing)
	}
	var fields headerFields
	if err := json.Unmarshal([]byte(header), &fields); err != nil {
		return generatedContext(defaultCriticality, ContextInvalid)
	}
	clamped := min(max(fields.Criticality, MinCriticality), MaxCriticality)
	source := ContextHeader
	if clamped != fields.Criticality {
		source = ContextClamped
	}
	if fields.WorkloadID == "" {
		return generatedContext(int(clamped), source)
	}
	return Context{WorkloadID: fields.WorkloadID, Criticality: int(clamped), Source: source}
}

func generatedContext(criticality int, source ContextSource) Context {
	return Context{WorkloadID: fmt.Sprintf("auto-%s", uuid.NewString()), Criticality: criticality, Source: source, GeneratedID: true}
}
