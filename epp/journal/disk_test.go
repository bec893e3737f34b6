package journal

import (
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"time"
)

// fullDisk fails from some byte on, until it is emptied.
type fullDisk struct {
	mu     sync.Mutex
	text   strings.Builder
	room   int
	begun  chan struct{} // closed by the first write,
	goOn   chan struct{} // which waits for this
	failed chan struct{}
	first  sync.Once
	once   sync.Once
}

func (d *fullDisk) Write(chunk []byte) (int, error) {
	d.first.Do(func() { close(d.begun) })
	<-d.goOn
	d.mu.Lock()
	defer d.mu.Unlock()
	taken := min(len(chunk), d.room)
	d.room -= taken
	d.text.Write(chunk[:taken])
	if taken < len(chunk) {
		d.once.Do(func() { close(d.failed) })
		return taken, errors.New("no space left on device")
	}
	return taken, nil
}

func TestWhatADiskDidNotTakeIsTold(t *testing.T) {
	disk := &fullDisk{room: 1000, begun: make(chan struct{}), goOn: make(chan struct{}), failed: make(chan struct{})}
	j := Open(disk)
	const points = 100
	// The points must come to the disk at once: a first few of them alone would find room. So they are said while it is busy.
	_, _ = j.Write([]byte("{}\n"))
	<-disk.begun
	for number := range int64(points) {
		j.say(number + 1)
	}
	close(disk.goOn)
	<-disk.failed
	// Counted once the writer has heard of it: before that, Close would take it for a loss at the log's end.
	for deadline := time.Now().Add(10 * time.Second); j.Lost() < points; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("awaited %d lost lines, saw %d", points, j.Lost())
		}
	}
	disk.mu.Lock()
	disk.room = math.MaxInt
	disk.mu.Unlock()
	j.say(points + 1)
	if err := j.Close(10 * time.Second); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(disk.text.String()[900:], "\n")
	_, rest, _ = strings.Cut(rest, "\n")
	lines := linesOf(t, rest)
	if len(lines) != 2 || lines[0].Lost != points || lines[0].FirstSeq != 1 || lines[0].LastSeq != points || lines[1].Seq != points+1 {
		t.Errorf("after the disk was full: %+v", lines)
	}
}
