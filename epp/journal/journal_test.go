package journal

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// said is a point with a number of its own.
type said struct{ number int64 }

func (said) Message() string       { return Marker + "Said" }
func (s said) AppendTo(line *Line) { line.Integer("number", s.number) }

func (j *Journal) say(number int64) { j.Step(func() []Point { return []Point{said{number}} }) }

// line is what a test reads of a line.
type line struct {
	Message  string  `json:"msg"`
	Time     float64 `json:"ts"`
	Seq      int64   `json:"seq"`
	Number   int64   `json:"number"`
	Lost     int64   `json:"lost_lines"`
	FirstSeq int64   `json:"first_seq"`
	LastSeq  int64   `json:"last_seq"`
}

func linesOf(t *testing.T, text string) (lines []line) {
	t.Helper()
	for one := range strings.Lines(text) {
		var read line
		if err := json.Unmarshal([]byte(one), &read); err != nil {
			t.Fatalf("%v in line %q", err, one)
		}
		lines = append(lines, read)
	}
	return lines
}

// accounted gives how many points were written and how many are told as lost, and fails unless each number is either.
func accounted(t *testing.T, lines []line, points int64) (written, lost int64) {
	t.Helper()
	next := int64(1)
	for _, one := range lines {
		switch {
		case one.Lost > 0:
			if one.FirstSeq != next || one.LastSeq-one.FirstSeq+1 != one.Lost {
				t.Fatalf("%+v, where %d is the next number", one, next)
			}
			lost += one.Lost
			next = one.LastSeq + 1
		case one.Seq != next || one.Number != one.Seq:
			t.Fatalf("%+v, where %d is the next number", one, next)
		default:
			written++
			next++
		}
	}
	if next != points+1 {
		t.Fatalf("nothing is said of the numbers %d to %d", next, points)
	}
	return written, lost
}

func TestLinesAreWholeAndInOrderWhoeverWritesThem(t *testing.T) {
	var output bytes.Buffer
	j := Open(&output)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 500 {
				j.Step(func() []Point { return []Point{said{j.seq + 1}, said{j.seq + 2}} })
				_, _ = j.Write([]byte("{\"msg\":\"another\"}\n"))
			}
		})
	}
	group.Wait()
	if err := j.Close(10 * time.Second); err != nil {
		t.Fatal(err)
	}
	var points []line
	others := 0
	for _, one := range linesOf(t, output.String()) {
		if one.Message == "another" {
			others++
		} else {
			points = append(points, one)
		}
	}
	if written, lost := accounted(t, points, 8000); written != 8000 || lost != 0 || others != 4000 {
		t.Errorf("%d points and %d others written, %d lost", written, others, lost)
	}
}

// A pipe that nobody reads takes 64 KiB. Whoever logs must not notice, and what is lost must be known afterwards.
func TestNobodyWaitsForAReaderThatDoesNotRead(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	const points = 20_000
	j := open(writer, 1000*pointWeight)
	begun := time.Now()
	for number := range int64(points) {
		j.say(number + 1)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("%d lines took %v", points, took)
	}
	if j.Lost() == 0 {
		t.Fatal("all of it fitted: nothing is shown")
	}
	text := make(chan string)
	go func() {
		read, _ := io.ReadAll(reader)
		text <- string(read)
	}()
	if err := j.Close(10 * time.Second); err != nil {
		t.Error(err)
	}
	_ = writer.Close()
	written, lost := accounted(t, linesOf(t, <-text), points)
	if lost != j.Lost() || written < 1000 {
		t.Errorf("%d written, %d told as lost, %d counted as lost", written, lost, j.Lost())
	}
}

// heldWriter takes one chunk and holds the next, as a pipe does that is read slowly, until it is let go.
type heldWriter struct {
	bytes.Buffer
	writes int
	held   chan struct{} // closed when it holds one
	goOn   <-chan struct{}
}

func (w *heldWriter) Write(chunk []byte) (int, error) {
	if w.writes++; w.writes == 2 {
		close(w.held)
		<-w.goOn
	}
	return w.Buffer.Write(chunk)
}

func TestTheDeadlineOfCloseIsKeptAndItsPriceTold(t *testing.T) {
	output := &heldWriter{held: make(chan struct{})}
	j := Open(output)
	output.goOn = j.abandoned
	const points = 20_000
	for number := range int64(points) {
		j.say(number + 1)
	}
	<-output.held // Something is written whenever the writer has its turn.
	err := j.Close(200 * time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "were not written within 200ms") {
		t.Fatalf("error %v", err)
	}
	written, lost := accounted(t, linesOf(t, output.String()), points)
	if written == 0 || lost != j.Lost() {
		t.Errorf("%d written, %d told as lost, %d counted as lost", written, lost, j.Lost())
	}
}

// toldWriter tells of each write before it is made.
type toldWriter struct {
	io.Writer
	begun chan struct{}
}

func (w toldWriter) Write(chunk []byte) (int, error) {
	w.begun <- struct{}{}
	return w.Writer.Write(chunk)
}

func TestCloseDoesNotWaitForeverForAReaderThatNeverReads(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = reader.Close(), writer.Close() })
	output := toldWriter{writer, make(chan struct{}, 2000)}
	j := Open(output)
	for number := range int64(2000) {
		j.say(number + 1)
	}
	// Two chunks are more than a pipe takes: only the second write waits for a reader, and before it there is time for the last line.
	for range 2 {
		<-output.begun
	}
	if err := j.Close(50 * time.Millisecond); err == nil || !strings.Contains(err.Error(), "nobody has read it") {
		t.Errorf("error %v", err)
	}
}

func TestALineHasTheTimeOfItsEventNotOfItsWriting(t *testing.T) {
	var output bytes.Buffer
	j := Open(&output)
	before := time.Now()
	j.say(1)
	after := time.Now()
	time.Sleep(3 * gatherTime)
	j.say(2)
	if err := j.Close(10 * time.Second); err != nil {
		t.Fatal(err)
	}
	lines := linesOf(t, output.String())
	if first := time.UnixMicro(int64(lines[0].Time * 1e6)); first.Before(before.Add(-2*time.Microsecond)) || first.After(after.Add(2*time.Microsecond)) {
		t.Errorf("the line's time is %v, the event was between %v and %v", first, before, after)
	}
	if ms := lines[1].Time * 1000; ms == math.Trunc(ms) && lines[0].Time*1000 == math.Trunc(lines[0].Time*1000) {
		t.Error("times are whole milliseconds")
	}
}
