package journal

import "io"

// writer encodes entries and writes them, each line whole. It belongs to one goroutine.
type writer struct {
	out    io.Writer
	chunk  Line
	isTorn bool
}

func newWriter(out io.Writer) *writer { return &writer{out: out} }

// encode takes entries until there is a chunk to write, and says how many it has taken.
func (w *writer) encode(entries []entry) (taken int) {
	if w.isTorn {
		// Half a line is there: the next begins on a line of its own.
		w.chunk.bytes = append(w.chunk.bytes, '\n')
	}
	for taken < len(entries) && len(w.chunk.bytes) < chunkSize {
		w.append(entries[taken])
		taken++
	}
	return taken
}

func (w *writer) append(e entry) {
	if e.point == nil {
		w.chunk.bytes = append(w.chunk.bytes, e.text...)
		return
	}
	w.chunk.begin(e.at, e.point.Message())
	if e.seq != 0 {
		w.chunk.Integer("seq", e.seq)
	}
	e.point.AppendTo(&w.chunk)
	w.chunk.end()
}

// flush writes the chunk. After an error its lines are lost, as far as anyone can tell.
func (w *writer) flush() error {
	written, err := w.out.Write(w.chunk.bytes)
	w.chunk.bytes = w.chunk.bytes[:0]
	w.isTorn = err != nil && (written > 0 || w.isTorn)
	return err
}
