package workloadaware

import "github.com/org/wa-routing/epp/workloadaware/workload"

// The log points. Messages and field names are an interface: people grep for them, and the analysis reads them
// (packages/analysis/src/log/line-event.ts). Numbers are written in full, so that scores recompute.

// Stages of a score: when the request entered the queue, and when it left for a model server.
const (
	stageEnqueue  = "enqueue"
	stageDispatch = "dispatch"
)

type contextExtracted struct{ request *request }

func (contextExtracted) message() string { return "Workload context extracted" }
func (p contextExtracted) fields() []any {
	return append(p.request.fields(), "criticality", p.request.Criticality, "source", string(p.request.Source))
}

type activeIncremented struct {
	request *request
	figures workload.Figures
}

func (activeIncremented) message() string { return "Workload active incremented" }
func (p activeIncremented) fields() []any { return append(p.request.fields(), counted(p.figures)...) }

type activeDecremented struct {
	request *request
	figures workload.Figures
}

func (activeDecremented) message() string { return "Workload active decremented" }
func (p activeDecremented) fields() []any { return append(p.request.fields(), counted(p.figures)...) }

type requestAdmitted struct {
	request   *request
	flowKey   string
	queueSize int
}

func (requestAdmitted) message() string { return "Request admitted to flow control" }
func (p requestAdmitted) fields() []any {
	return append(p.request.fields(), "criticality", p.request.Criticality, "flow_key", p.flowKey, "queue_size", p.queueSize)
}

type scoreComputed struct {
	request *request
	score   workload.Score
	stage   string
}

func (scoreComputed) message() string { return "Priority score computed" }
func (p scoreComputed) fields() []any {
	return append(p.request.fields(),
		"stage", p.stage,
		"criticality", p.score.Criticality,
		"avg_wait_time_sec", p.score.AverageWaitSeconds,
		"request_rate", p.score.RatePerSecond,
		"normalized_wait", p.score.NormalizedWait,
		"normalized_crit", p.score.NormalizedCriticality,
		"normalized_rate", p.score.NormalizedRate,
		"final_score", p.score.Total)
}

type requestDispatched struct {
	request     *request
	flowKey     string
	queueSize   int
	waitSeconds float64
	// sequence numbers the dispatches of the process without gaps.
	sequence int64
}

func (requestDispatched) message() string { return "Request dispatched" }
func (p requestDispatched) fields() []any {
	return append(p.request.fields(),
		"dispatch_seq", p.sequence, "flow_key", p.flowKey, "queue_size", p.queueSize, "queue_wait_sec", p.waitSeconds)
}

type waitRecorded struct {
	request     *request
	waitSeconds float64
	figures     workload.Figures
}

func (waitRecorded) message() string { return "Workload wait recorded" }
func (p waitRecorded) fields() []any {
	return append(p.request.fields(),
		"wait_sec", p.waitSeconds, "avg_wait_time_sec", p.figures.AverageWaitSeconds, "dispatched_count", p.figures.Dispatched)
}

type requestEvicted struct {
	request   *request
	flowKey   string
	queueSize int
}

func (requestEvicted) message() string { return "Request evicted" }
func (p requestEvicted) fields() []any {
	return append(p.request.fields(), "flow_key", p.flowKey, "queue_size", p.queueSize)
}

func counted(figures workload.Figures) []any {
	return []any{"active_requests", figures.Active, "total_requests", figures.Total, "request_rate", figures.RatePerSecond}
}
