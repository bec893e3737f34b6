package workloadaware

import (
	"fmt"
	"strings"

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

func (n names) appendTo(line *journal.Line) {
	line.Text("request_id", n.requestID)
	line.Text("workload_id", n.workloadID)
}

type contextExtracted struct {
	names
	criticality int
	source      workload.ContextSource
}

func (contextExtracted) Message() string { return journal.Marker + "Workload context extracted" }
func (p contextExtracted) AppendTo(line *journal.Line) {
	p.appendTo(line)
	line.Integer("criticality", int64(p.criticality))
	line.Text("source", string(p.source))
}

type activeIncremented struct {
	names
	figures workload.Figures
}

func (activeIncremented) Message() string { return journal.Marker + "Workload active incremented" }
func (p activeIncremented) AppendTo(line *journal.Line) {
	p.appendTo(line)
	appendCounts(line, p.figures)
}

type activeDecremented struct {
	names
	figures workload.Figures
}

func (activeDecremented) Message() string { return journal.Marker + "Workload active decremented" }
func (p activeDecremented) AppendTo(line *journal.Line) {
	p.appendTo(line)
	appendCounts(line, p.figures)
}

type requestAdmitted struct {
	names
	criticality int
	flowKey     string
	queueSize   int
}

func (requestAdmitted) Message() string { return journal.Marker + "Request admitted to flow control" }
func (p requestAdmitted) AppendTo(line *journal.Line) {
	p.appendTo(line)
	line.Integer("criticality", int64(p.criticality))
	line.Text("flow_key", p.flowKey)
	line.Integer("queue_size", int64(p.queueSize))
}

type scoreComputed struct {
	names
	score workload.Score
	stage string
}

func (scoreComputed) Message() string { return journal.Marker + "Priority score computed" }
func (p scoreComputed) AppendTo(line *journal.Line) {
	p.appendTo(line)
	line.Text("stage", p.stage)
	line.Integer("criticality", int64(p.score.Criticality))
	line.Number("avg_wait_time_sec", p.score.AverageWaitSeconds)
	line.Number("request_rate", p.score.RatePerSecond)
	line.Number("normalized_wait", p.score.NormalizedWait)
	line.Number("normalized_crit", p.score.NormalizedCriticality)
	line.Number("normalized_rate", p.score.NormalizedRate)
	line.Number("final_score", p.score.Total)
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
func (p requestDispatched) AppendTo(line *journal.Line) {
	p.appendTo(line)
	line.Integer("dispatch_seq", p.sequence)
	line.Text("flow_key", p.flowKey)
	line.Integer("queue_size", int64(p.queueSize))
	line.Number("queue_wait_sec", p.waitSeconds)
}

type waitRecorded struct {
	names
	waitSeconds float64
	figures     workload.Figures
}

func (waitRecorded) Message() string { return journal.Marker + "Workload wait recorded" }
func (p waitRecorded) AppendTo(line *journal.Line) {
	p.appendTo(line)
	line.Number("wait_sec", p.waitSeconds)
	line.Number("avg_wait_time_sec", p.figures.AverageWaitSeconds)
	line.Integer("dispatched_count", p.figures.Dispatched)
}

type requestEvicted struct {
	names
	flowKey   string
	queueSize int
}

func (requestEvicted) Message() string { return journal.Marker + "Request evicted" }
func (p requestEvicted) AppendTo(line *journal.Line) {
	p.appendTo(line)
	line.Text("flow_key", p.flowKey)
	line.Integer("queue_size", int64(p.queueSize))
}

func appendCounts(line *journal.Line, figures workload.Figures) {
	line.Integer("active_requests", figures.Active)
	line.Integer("total_requests", figures.Total)
	line.Number("request_rate", figures.RatePerSecond)
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
