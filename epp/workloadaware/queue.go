package workloadaware

import (
	"strconv"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/contracts"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol"

	"github.com/org/wa-routing/epp/journal"
)

// observedQueue tells of what enters and leaves a queue, whichever policy orders it. The upstream ShardProcessor calls Add and
// Remove from one goroutine, and Remove only to dispatch, so the lines are in the true order of dispatch.
type observedQueue struct {
	contracts.SafeQueue
	plugin *Plugin
}

// Add logs the score with which the request enters, then adds it.
func (q *observedQueue) Add(item flowcontrol.QueueItemAccessor) {
	original := item.OriginalRequest()
	r := q.plugin.requestOf(original.InferenceRequest())
	if headersArrived := original.ReceivedTimestamp(); !headersArrived.IsZero() {
		r.received = headersArrived
	}
	q.plugin.step(func() []journal.Point {
		return []journal.Point{scoreComputed{r.named, q.plugin.score(r), stageEnqueue}}
	})
	q.SafeQueue.Add(item)
	admitted := requestAdmitted{r.named, r.Criticality, flowKeyOf(original), q.Len()}
	q.plugin.step(func() []journal.Point { return []journal.Point{admitted} })
}

// Remove takes the item out and logs the score with which it leaves. An item whose client has gone is not dispatched: the
// upstream queue keeps it until it is swept or, as here, comes to the head.
func (q *observedQueue) Remove(handle flowcontrol.QueueItemHandle) (flowcontrol.QueueItemAccessor, error) {
	item, err := q.SafeQueue.Remove(handle)
	if err != nil {
		return item, err
	}
	original := item.OriginalRequest()
	r := q.plugin.requestOf(original.InferenceRequest())
	if r.hasEnded() {
		q.evicted(item)
		return item, nil
	}
	dispatched := requestDispatched{
		names:       r.named,
		flowKey:     flowKeyOf(original),
		queueSize:   q.Len(),
		waitSeconds: q.plugin.now().Sub(item.EnqueueTime()).Seconds(),
	}
	q.plugin.step(func() []journal.Point {
		dispatched.sequence = q.plugin.dispatches.Add(1)
		return []journal.Point{scoreComputed{r.named, q.plugin.score(r), stageDispatch}, dispatched}
	})
	return item, nil
}

// Cleanup removes requests that have ended while queued.
func (q *observedQueue) Cleanup(dead contracts.PredicateFunc) []flowcontrol.QueueItemAccessor {
	return q.evicted(q.SafeQueue.Cleanup(dead)...)
}

// Drain empties the queue at shutdown.
func (q *observedQueue) Drain() []flowcontrol.QueueItemAccessor {
	return q.evicted(q.SafeQueue.Drain()...)
}

func (q *observedQueue) evicted(items ...flowcontrol.QueueItemAccessor) []flowcontrol.QueueItemAccessor {
	for _, item := range items {
		original := item.OriginalRequest()
		point := requestEvicted{q.plugin.requestOf(original.InferenceRequest()).named, flowKeyOf(original), q.Len()}
		q.plugin.step(func() []journal.Point { return []journal.Point{point} })
	}
	return items
}

// flowKeyOf is FlowKey.String without its flaw: that one writes a negative priority as a huge one.
func flowKeyOf(original flowcontrol.FlowControlRequest) string {
	key := original.FlowKey()
	return shortened(key.ID + ":" + strconv.Itoa(key.Priority))
}
