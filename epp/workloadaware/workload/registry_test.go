package workload

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"
)

// handClock is a clock that moves when told to.
type handClock struct{ at time.Time }

func newHandClock() *handClock { return &handClock{at: time.Unix(1_700_000_000, 0)} }

func (c *handClock) now() time.Time          { return c.at }
func (c *handClock) advance(d time.Duration) { c.at = c.at.Add(d) }
func named(id string) Context                { return Context{WorkloadID: id, Criticality: 3, Source: ContextHeader} }
func generated(number int) Context {
	return Context{WorkloadID: fmt.Sprint("auto-", number), GeneratedID: true}
}
func registryWith(c *handClock) *Registry { return NewRegistry(DefaultParameters().Registry, c.now) }
func mustDispatch(t *testing.T, r *Registry, id string, waitSeconds float64) Figures {
	t.Helper()
	figures, known := r.Dispatch(id, waitSeconds)
	if !known {
		t.Fatalf("workload %q is not known", id)
	}
	return figures
}

func TestRegistryCountsRequests(t *testing.T) {
	registry := registryWith(newHandClock())
	registry.Begin(named("a"))
	if got := registry.Begin(named("a")); got.Active != 2 || got.Total != 2 {
		t.Errorf("after two requests: %+v", got)
	}
	if got, known := registry.End("a"); !known || got.Active != 1 || got.Total != 2 {
		t.Errorf("after one end: %+v, known %t", got, known)
	}
	registry.End("a")
	if got, known := registry.End("a"); known || got != (Figures{}) {
		t.Errorf("an end too many: %+v, known %t", got, known)
	}
	if got := registry.Figures("never seen"); got != (Figures{}) {
		t.Errorf("an unknown workload: %+v", got)
	}
	if _, known := registry.Dispatch("never seen", 1); known {
		t.Error("an unknown workload was dispatched")
	}
}

func TestRegistryForgetsWhatIsIdle(t *testing.T) {
	clock := newHandClock()
	registry := registryWith(clock)
	registry.Begin(named("idle"))
	mustDispatch(t, registry, "idle", 3)
	registry.End("idle")
	registry.Begin(named("active"))
	clock.advance(5 * time.Minute)
	registry.Begin(named("active"))
	if got := registry.Figures("idle").AverageWaitSeconds; got != 3 {
		t.Errorf("after just the idle lifetime the average is %v s, want 3", got)
	}
	clock.advance(time.Second)
	registry.Begin(named("active"))
	if got := registry.Figures("idle"); got != (Figures{}) {
		t.Errorf("idle for longer: %+v", got)
	}
	if got := registry.Figures("active").Active; got != 3 {
		t.Errorf("%d active requests, want 3", got)
	}
}

func TestRegistryStaysBounded(t *testing.T) {
	const ids = 1_000_000
	for _, row := range []struct {
		name    string
		context func(number int) Context
		entries int
	}{
		{"headerless", generated, 0},
		{"named", func(number int) Context { return named(fmt.Sprint("w", number)) }, DefaultParameters().Registry.MaxWorkloads},
	} {
		t.Run(row.name, func(t *testing.T) {
			registry := registryWith(newHandClock())
			before := heapBytes()
			for number := range ids {
				context := row.context(number)
				registry.Begin(context)
				registry.Dispatch(context.WorkloadID, 0.001)
				registry.End(context.WorkloadID)
			}
			if got := registry.Len(); got != row.entries {
				t.Errorf("%d entries after %d ids, want %d", got, ids, row.entries)
			}
			if grown := int64(heapBytes()) - int64(before); grown > 40<<20 {
				t.Errorf("the heap has grown by %d MiB", grown>>20)
			}
			if got := registry.Labelled()[OtherWorkloads]; got.Active != 0 || got.Total < ids*99/100 {
				t.Errorf("other: %+v", got)
			}
			runtime.KeepAlive(registry)
		})
	}
}

func heapBytes() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func TestRegistryNeverForgetsActiveWorkloads(t *testing.T) {
	clock := newHandClock()
	parameters := DefaultParameters().Registry
	parameters.MaxWorkloads = 2
	registry := NewRegistry(parameters, clock.now)
	for number := range 10 {
		registry.Begin(named(fmt.Sprint(number)))
	}
	clock.advance(time.Hour)
	for number := range 10 {
		if _, known := registry.End(fmt.Sprint(number)); !known {
			t.Errorf("workload %d was forgotten while active", number)
		}
	}
	if got := registry.Len(); got != 2 {
		t.Errorf("%d entries once all are idle, want 2", got)
	}
	if _, known := registry.Dispatch("9", 1); !known {
		t.Error("the workload that went idle last was forgotten")
	}
}

func TestRegistryLabelsAreBounded(t *testing.T) {
	clock := newHandClock()
	parameters := DefaultParameters().Registry
	parameters.MaxLabelledWorkloads = 2
	registry := NewRegistry(parameters, clock.now)
	long := string(make([]byte, maxLabelBytes+1))
	for _, id := range []string{OtherWorkloads, long, "a", "b", "c"} {
		registry.Begin(named(id))
		mustDispatch(t, registry, id, 2)
	}
	got := registry.Labelled()
	if len(got) != 3 || got["a"].Total != 1 || got["b"].Total != 1 {
		t.Errorf("labels: %+v", got)
	}
	if other := got[OtherWorkloads]; other.Active != 3 || other.Total != 3 || other.Dispatched != 3 || other.AverageWaitSeconds != 2 {
		t.Errorf("other: %+v", other)
	}
	registry.End("a")
	clock.advance(6 * time.Minute)
	registry.Begin(named("d"))
	if got := registry.Labelled(); got["d"].Total != 1 || got["a"].Total != 0 {
		t.Errorf("a label that became free was not given away: %+v", got)
	}
}

func TestRegistryIsSafeForConcurrentUse(t *testing.T) {
	registry := NewRegistry(DefaultParameters().Registry, time.Now)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			id := fmt.Sprint("w", worker%3)
			for range 2_000 {
				registry.Begin(named(id))
				registry.Dispatch(id, 0.01)
				registry.Figures(id)
				registry.Labelled()
				registry.End(id)
			}
		})
	}
	group.Wait()
	var total int64
	for label, figures := range registry.Labelled() {
		if figures.Active != 0 {
			t.Errorf("%s: %d still active", label, figures.Active)
		}
		total += figures.Total
	}
	if total != 16_000 {
		t.Errorf("%d requests counted, want 16000", total)
	}
}
