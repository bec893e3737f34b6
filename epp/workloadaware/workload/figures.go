package workload

import "time"

// Figures are one workload's numbers at an instant.
type Figures struct {
	// Active requests have begun and not ended, whether queued or served.
	Active int64
	// Total counts requests since the workload became known.
	Total int64
	// Dispatched counts requests that left the queue for a model server.
	Dispatched int64
	// RatePerSecond is the requests of the current window over its age; 0 once the window is over.
	RatePerSecond float64
	// AverageWaitSeconds is the exponential moving average of waits; 0 before the first dispatch.
	AverageWaitSeconds float64
}

// tally is what figures are computed from. Not safe for concurrent use.
type tally struct {
	active, total, dispatched int64
	windowStart               time.Time
	windowRequests            int64
	averageWaitSeconds        float64
}

// begin counts a request. The window tumbles: the first request that finds it over starts a new one, as
// WorkloadHandleNewRequest in pkg/epp/datastore/workload_registry.go of the workload-aware fork does.
func (t *tally) begin(now time.Time, window time.Duration) {
	t.active++
	t.total++
	if t.windowRequests == 0 || now.Sub(t.windowStart) > window {
		t.windowStart, t.windowRequests = now, 0
	}
	t.windowRequests++
}

// dispatch folds one wait into the average; the first is taken as it is.
func (t *tally) dispatch(waitSeconds, alpha float64) {
	if t.dispatched == 0 {
		t.averageWaitSeconds = waitSeconds
	} else {
		t.averageWaitSeconds = alpha*waitSeconds + (1-alpha)*t.averageWaitSeconds
	}
	t.dispatched++
}

func (t *tally) end() {
	t.active = max(t.active-1, 0)
}

func (t *tally) figures(now time.Time, window time.Duration) Figures {
	figures := Figures{Active: t.active, Total: t.total, Dispatched: t.dispatched, AverageWaitSeconds: t.averageWaitSeconds}
	if age := now.Sub(t.windowStart); age > 0 && age <= window {
		figures.RatePerSecond = float64(t.windowRequests) / age.Seconds()
	}
	return figures
}
