package workloadaware

import (
	"fmt"
	"strings"

	uberzap "go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/org/wa-routing/epp/journal"
	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// The log points. Messages and field names are an interface: people grep for them, and the analysis reads them
// (packages/analysis/src/log/line-event.ts). Numbers are written in full, so that scores recompute.

// Stages of a score: when the request entered the queue, and when it left for a model server.
const (
	stageEnqueue  = "enqueue"
	stageDispatch = "dispatch"
)

// names say whom a line is about.
type names struct{ requestID, workloadID string }

func namesOf(requestID, workloadID string) names {
	return names{requestID: shortened(requestID), workloadID: shortened(workloadID)}
}

func (n names) appendTo(fields []zapcore.Field) []zapcore.Field {
	return append(fields, uberzap.String("request_id", n.requestID), uberzap.String("workload_id", n.workloadID))
}

type contextExtracted struct {
	names
	criticality int
	source      workload.ContextSource
}

func (contextExtracted) Message() string { return journal.Marker + "Workload context extracted" }
func (p contextExtracted) AppendFields(fields []zapcore.Field) []zapcore.Field {
	return append(p.appendTo(fields), uberzap.Int("criticality", p.criticality), uberzap.String("source", string(p.source)))
}

type activeIncremented struct {
	names
	figures workload.Figures
}

func (activeIncremented) Message() string { return journal.Marker + "Workload active incremented" }
func (p activeIncremented) AppendFields(fields []zapcore.Field) []zapcore.Field {
	return appendCounts(p.appendTo(fields), p.figures)
}

type activeDecremented struct {
	names
	figures workload.Figures
}

func (activeDecremented) Message() string { return journal.Marker + "Workload active decremented" }
func (p activeDecremented) AppendFields(fields []zapcore.Field) []zapcore.Field {
	return appendCounts(p.appendTo(fields), p.figures)
}

type requestAdmitted struct {
	names
	criticality int
	flowKey     string
	queueSize   int
}

func (requestAdmitted) Message() string { return journal.Marker + "Request admitted to flow control" }
func (p requestAdmitted) AppendFields(fields []zapcore.Field) []zapcore.Field {
	return append(p.appendTo(fields),
		uberzap.Int("criticality", p.criticality), uberzap.String("flow_key", p.flowKey), uberzap.Int("queue_size", p.queueSize))
}

type scoreComputed struct {
	names
	score workload.Score
	stage string
}

func (scoreComputed) Message() string { return journal.Marker + "Priority score computed" }
func (p scoreComputed) AppendFields(fields []zapcore.Field) []zapcore.Field {
	return append(p.appendTo(fields),
		uberzap.String("stage", p.stage),
		uberzap.Int("criticality", p.score.Criticality),
		uberzap.Float64("avg_wait_time_sec", p.score.AverageWaitSeconds),
		uberzap.Float64("request_rate", p.score.RatePerSecond),
		uberzap.Float64("normalized_wait", p.score.NormalizedWait),
		uberzap.Float64("normalized_crit", p.score.NormalizedCriticality),
		uberzap.Float64("normalized_rate", p.score.NormalizedRate),
		uberzap.Float64("final_score", p.score.Total))
}

type requestDispatched struct {
	names
	flowKey     string
	queueSize   int
	waitSeconds float64
	// sequence numbers the dispatches of the process without gaps.
	sequence int64
}

func (requestDispatched) Message() string { return journal.Marker + "Request dispatched" }
func (p requestDispatched) AppendFields(fields []zapcore.Field) []zapcore.Field {
	return append(p.appendTo(fields), uberzap.Int64("dispatch_seq", p.sequence),
		uberzap.String("flow_key", p.flowKey), uberzap.Int("queue_size", p.queueSize), uberzap.Float64("queue_wait_sec", p.waitSeconds))
}

type waitRecorded struct {
	names
	waitSeconds float64
	figures     workload.Figures
}

func (waitRecorded) Message() string { return journal.Marker + "Workload wait recorded" }
func (p waitRecorded) AppendFields(fields []zapcore.Field) []zapcore.Field {
	return append(p.appendTo(fields), uberzap.Float64("wait_sec", p.waitSeconds),
		uberzap.Float64("avg_wait_time_sec", p.figures.AverageWaitSeconds), uberzap.Int64("dispatched_count", p.figures.Dispatched))
}

type requestEvicted struct {
	names
	flowKey   string
	queueSize int
}

func (requestEvicted) Message() string { return journal.Marker + "Request evicted" }
func (p requestEvicted) AppendFields(fields []zapcore.Field) []zapcore.Field {
	return append(p.appendTo(fields), uberzap.String("flow_key", p.flowKey), uberzap.Int("queue_size", p.queueSize))
}

func appendCounts(fields []zapcore.Field, figures workload.Figures) []zapcore.Field {
	return append(fields, uberzap.Int64("active_requests", figures.Active), uberzap.Int64("total_requests", figures.Total),
		uberzap.Float64("request_rate", figures.RatePerSecond))
}

// mostTextLength bounds each text of a line, in bytes: ids and flow keys are chosen by clients, who could fill a disk with them.
const mostTextLength = 256

// shortened cuts a text that is longer, and tells its length.
func shortened(text string) string {
	if len(text) <= mostTextLength {
		return text
	}
	return fmt.Sprintf("%s… (%d bytes)", strings.ToValidUTF8(text[:mostTextLength], ""), len(text))
}
