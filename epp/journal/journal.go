// Package journal takes the picker's log off the path of its requests. Lines get their number and their time where the thing
// happens, and wait in a bounded queue; one goroutine encodes and writes them, many at a time. So no request waits for whoever
// reads the log, and what finds no room is counted and said in a line of its own.
package journal

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

const (
	// gatherTime is how long the first line of a batch waits for others: to wake the writer for each would cost more than the line.
	gatherTime = 5 * time.Millisecond
	// chunkSize is how much is written at once, about: between two chunks room is made and a deadline kept.
	chunkSize = 32 << 10
	// mostQueued bounds what waits to be written, in bytes: about 65,000 points.
	mostQueued = 32 << 20
	// lastWordTime is how long Close still waits for the line that tells what its deadline cost.
	lastWordTime = time.Second
)

// Point is a line that is encoded when it is written: all that it holds must stay as it is.
type Point interface {
	Message() string
	// AppendTo adds the line's fields but for seq.
	AppendTo(line *Line)
}

// Journal writes lines in the order in which they came. Its methods may be called from several goroutines.
type Journal struct {
	steps sync.Mutex
	seq   int64

	queue queue
	wake  chan struct{}

	close                    sync.Once
	closed                   error
	closing, abandoned, done chan struct{}
}

// Open starts a journal that writes to out. Close ends it.
func Open(out io.Writer) *Journal { return open(out, mostQueued) }

func open(out io.Writer, most int) *Journal {
	j := &Journal{
		queue:     queue{most: most},
		wake:      make(chan struct{}, 1),
		closing:   make(chan struct{}),
		abandoned: make(chan struct{}),
		done:      make(chan struct{}),
	}
	go j.run(newWriter(out))
	return j
}

// Step runs a change and takes in the points that it returns, numbered without gaps. Both are one step: the order of the lines is the
// order of what they tell of. Without that, two requests could be counted in one order and written in the other, and nobody could
// rebuild the counts from the log. The lock order is Step's, then that of what is changed; change must not call Step.
func (j *Journal) Step(change func() []Point) {
	j.steps.Lock()
	defer j.steps.Unlock()
	points := change()
	at := time.Now()
	for _, point := range points {
		j.seq++
		j.put(entry{at: at, seq: j.seq, point: point})
	}
}

// Write takes in a line that is encoded already. It never waits and never fails.
func (j *Journal) Write(line []byte) (int, error) {
	j.put(entry{at: time.Now(), text: slices.Clone(line)})
	return len(line), nil
}

// Lost is how many lines found no room, or could not be written, so far.
func (j *Journal) Lost() int64 { return j.queue.lostLines() }

// Close writes what is there. What a slow reader has not taken within the time is lost: the last line says so, if it still can, and
// the error does. So is all that comes after Close.
func (j *Journal) Close(within time.Duration) error {
	j.close.Do(func() { j.closed = j.end(within) })
	return j.closed
}

func (j *Journal) end(within time.Duration) error {
	before := j.Lost()
	close(j.closing)
	select {
	case <-j.done:
	case <-time.After(within):
		close(j.abandoned)
		select {
		case <-j.done:
		case <-time.After(lastWordTime):
			return fmt.Errorf("the log's end was not written: nobody has read it for %v", within+lastWordTime)
		}
	}
	if lost := j.Lost() - before; lost > 0 {
		return fmt.Errorf("%d lines at the log's end were not written within %v", lost, within)
	}
	return nil
}

func (j *Journal) put(e entry) {
	if first := j.queue.put(e); first {
		select {
		case j.wake <- struct{}{}:
		default:
		}
	}
}

func (j *Journal) run(out *writer) {
	defer close(j.done)
	var batch []entry
	for {
		j.gather()
		isLast := isClosed(j.closing)
		batch = j.queue.take(batch[:0])
		isWritten := j.write(batch, out)
		if isLast && (len(batch) == 0 || !isWritten) {
			return
		}
	}
}

// gather waits until there are lines and more of them may have come; not at all once the journal is closing.
func (j *Journal) gather() {
	select {
	case <-j.wake:
	case <-j.closing:
		return
	}
	timer := time.NewTimer(gatherTime)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-j.closing:
	}
}

// write says whether all went well.
func (j *Journal) write(batch []entry, out *writer) (isWritten bool) {
	for isWritten = true; len(batch) > 0; {
		if _, isLoss := batch[0].point.(loss); isClosed(j.abandoned) && !isLoss {
			j.queue.failed(batch)
			return isWritten
		}
		chunk := batch[:out.encode(batch)]
		if err := out.flush(); err != nil {
			isWritten = false
			j.queue.failed(chunk)
		} else {
			j.queue.written(chunk)
		}
		clear(chunk) // what a point holds is held no longer
		batch = batch[len(chunk):]
	}
	return isWritten
}

func isClosed(channel <-chan struct{}) bool {
	select {
	case <-channel:
		return true
	default:
		return false
	}
}
