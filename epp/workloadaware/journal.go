package workloadaware

import (
	"fmt"
	"strings"
	"sync"

	"github.com/go-logr/logr"
	logutil "sigs.k8s.io/gateway-api-inference-extension/pkg/common/observability/logging"
)

// Marker begins the message of every log point.
const Marker = "[WA-ROUTING] "

// logPoint is one line: a message and its fields as key, value, key, value.
type logPoint interface {
	message() string
	fields() []any
}

// journal writes log points so that the order of the lines is the order of what they tell of.
//
// Each step changes something and tells of it under one lock. Without that, two requests could be counted in one order and
// written in the other, and nobody could rebuild the counts from the log. The lock order is journal, then registry or queue;
// neither calls the journal while it holds its own lock.
type journal struct {
	log logr.Logger
	off bool

	mu  sync.Mutex
	seq int64
}

// newJournal writes to log at verbosity 2: the upstream logger samples what is at 0 and 1, but nothing at 2 and above.
func newJournal(log logr.Logger, on bool) *journal {
	return &journal{log: log.V(logutil.DEFAULT), off: !on}
}

// step runs a change and writes the lines that it returns. With log points off it only runs the change.
func (j *journal) step(change func() []logPoint) {
	if j.off || !j.log.Enabled() {
		change()
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, point := range change() {
		j.seq++
		j.log.Info(Marker+point.message(), append([]any{"seq", j.seq}, shortened(point.fields())...)...)
	}
}

// mostTextLength bounds each text of a line, in bytes: ids and flow keys are chosen by clients, who could fill a disk with them.
const mostTextLength = 256

// shortened cuts texts that are longer, in place, and tells their lengths.
func shortened(fields []any) []any {
	for i, field := range fields {
		if text, ok := field.(string); ok && len(text) > mostTextLength {
			start := strings.ToValidUTF8(text[:mostTextLength], "")
			fields[i] = fmt.Sprintf("%s… (%d bytes)", start, len(text))
		}
	}
	return fields
}
