package workload

import (
	"container/list"
	"sync"
	"time"
)

// OtherWorkloads is the label under which metrics add up the workloads that have none of their own.
const OtherWorkloads = "other"

// maxLabelBytes keeps the metrics page small: an id may be as long as a header.
const maxLabelBytes = 128

// RegistryParameters say how a Registry averages, and how much it may remember.
type RegistryParameters struct {
	// EMAAlpha is the weight of the newest wait in the average, above 0 and at most 1.
	EMAAlpha float64
	// RateWindow is how long a window of the request rate lasts.
	RateWindow time.Duration
	// IdleLifetime is how long a workload without active requests is remembered.
	IdleLifetime time.Duration
	// MaxWorkloads bounds the idle workloads that are remembered; the longest idle goes first. Active ones always stay.
	MaxWorkloads int
	// MaxLabelledWorkloads bounds the workloads with a metrics label of their own.
	MaxLabelledWorkloads int
}

// Registry keeps the figures of every workload. It is safe for concurrent use, calls nothing while it holds its lock, and needs
// no goroutine: what has been idle too long is forgotten when the next request begins.
//
// The workload-aware fork keeps an entry for 5 to 10 minutes after each request without a header; here the entry of a made-up
// id ends with its request, since nobody can send that id again.
type Registry struct {
	parameters RegistryParameters
	now        func() time.Time

	mu        sync.RWMutex
	workloads map[string]*entry
	idle      *list.List // of *entry, longest idle first
	labelled  map[string]*entry
	other     tally
}

type entry struct {
	tally
	id        string
	generated bool
	labelled  bool
	idleSince time.Time
	idle      *list.Element // nil while active
}

// NewRegistry makes an empty registry that reads the time from now.
func NewRegistry(parameters RegistryParameters, now func() time.Time) *Registry {
	return &Registry{
		parameters: parameters,
		now:        now,
		workloads:  map[string]*entry{},
		idle:       list.New(),
		labelled:   map[string]*entry{},
	}
}

// Begin counts a new request of the workload.
func (r *Registry) Begin(context Context) Figures {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	r.forgetIdle(now)
	w := r.workloads[context.WorkloadID]
	if w == nil {
		w = r.add(context)
	}
	if w.idle != nil {
		r.idle.Remove(w.idle)
		w.idle = nil
	}
	w.begin(now, r.parameters.RateWindow)
	if !w.labelled {
		r.other.begin(now, r.parameters.RateWindow)
	}
	return w.figures(now, r.parameters.RateWindow)
}

// Dispatch folds a wait into the workload's average. False: the workload is not known.
func (r *Registry) Dispatch(workloadID string, waitSeconds float64) (Figures, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.workloads[workloadID]
	if w == nil {
		return Figures{}, false
	}
	w.dispatch(waitSeconds, r.parameters.EMAAlpha)
	if !w.labelled {
		r.other.dispatch(waitSeconds, r.parameters.EMAAlpha)
	}
	return w.figures(r.now(), r.parameters.RateWindow), true
}

// End takes a request off the active ones. False: the workload is not known.
func (r *Registry) End(workloadID string) (Figures, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.workloads[workloadID]
	if w == nil || w.active == 0 {
		return Figures{}, false
	}
	now := r.now()
	w.end()
	if !w.labelled {
		r.other.end()
	}
	figures := w.figures(now, r.parameters.RateWindow)
	if w.active == 0 && w.generated {
		delete(r.workloads, w.id)
	} else if w.active == 0 {
		w.idleSince, w.idle = now, r.idle.PushBack(w)
		r.forgetIdle(now)
	}
	return figures, true
}

// Figures are the workload's numbers now; all zero for one that is not known.
func (r *Registry) Figures(workloadID string) Figures {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if w := r.workloads[workloadID]; w != nil {
		return w.figures(r.now(), r.parameters.RateWindow)
	}
	return Figures{}
}

// Len is the number of workloads that are remembered.
func (r *Registry) Len() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.workloads)
}

// Labelled gives the figures by metrics label, with all workloads that have none added up under OtherWorkloads.
func (r *Registry) Labelled() map[string]Figures {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	r.forgetIdle(now)
	figures := map[string]Figures{OtherWorkloads: r.other.figures(now, r.parameters.RateWindow)}
	for id, w := range r.labelled {
		figures[id] = w.figures(now, r.parameters.RateWindow)
	}
	return figures
}

func (r *Registry) add(context Context) *entry {
	id := context.WorkloadID
	w := &entry{id: id, generated: context.GeneratedID}
	if !w.generated && id != OtherWorkloads && len(id) <= maxLabelBytes && len(r.labelled) < r.parameters.MaxLabelledWorkloads {
		w.labelled = true
		r.labelled[id] = w
	}
	r.workloads[id] = w
	return w
}

// forgetIdle costs only as much as it forgets.
func (r *Registry) forgetIdle(now time.Time) {
	for front := r.idle.Front(); front != nil; front = r.idle.Front() {
		w := front.Value.(*entry)
		if r.idle.Len() <= r.parameters.MaxWorkloads && now.Sub(w.idleSince) <= r.parameters.IdleLifetime {
			return
		}
		r.idle.Remove(front)
		delete(r.workloads, w.id)
		delete(r.labelled, w.id)
	}
}
