package journal

import (
	"sync"
	"time"
)

// entry is a line that waits: a text that is encoded already, or a point with its number and time.
type entry struct {
	text  []byte
	at    time.Time
	seq   int64 // 0: not numbered
	point Point
}

// pointWeight is about what a point holds in memory, with the texts that it shares with others of its request.
const pointWeight = 512

func (e entry) weight() int {
	if e.point == nil {
		return len(e.text)
	}
	return pointWeight
}

// queue holds entries up to a weight: those that nobody has taken, and those that were taken and not yet written. What does not fit
// is lost, and the loss becomes an entry itself, in its place.
type queue struct {
	mu      sync.Mutex
	entries []entry
	weight  int
	most    int
	loss    loss
	lost    int64
}

// put takes an entry in, or counts it as lost. First means that whoever takes has to be told: nothing was there to take.
func (q *queue) put(e entry) (first bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	first = len(q.entries) == 0
	if q.weight+e.weight() > q.most {
		q.lose(e)
		return first
	}
	q.endLoss()
	q.weight += e.weight()
	q.entries = append(q.entries, e)
	return first
}

// take gives all that is there, and keeps emptied, which may be the slice that was taken before.
func (q *queue) take(emptied []entry) []entry {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.endLoss()
	taken := q.entries
	q.entries = emptied
	return taken
}

// written makes room: these entries, which were taken, are no longer held.
func (q *queue) written(entries []entry) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.release(entries)
}

// failed counts entries that were taken and could not be written as lost.
func (q *queue) failed(entries []entry) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.release(entries)
	for _, e := range entries {
		q.lose(e)
	}
}

// lostLines is how many lines were lost since the beginning.
func (q *queue) lostLines() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.lost
}

func (q *queue) release(entries []entry) {
	for _, e := range entries {
		if _, isLoss := e.point.(loss); !isLoss {
			q.weight -= e.weight()
		}
	}
}

func (q *queue) lose(e entry) {
	if told, isLoss := e.point.(loss); isLoss {
		q.loss = q.loss.with(told)
		return
	}
	q.lost++
	q.loss = q.loss.with(loss{lines: 1, first: e.seq, last: e.seq, since: e.at})
}

// endLoss puts the line about what was lost where the lines would have been. It weighs nothing: there is always room for it.
func (q *queue) endLoss() {
	if q.loss.lines > 0 {
		q.entries = append(q.entries, entry{at: q.loss.since, point: q.loss})
		q.loss = loss{}
	}
}
