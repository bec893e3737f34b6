package journal

import (
	"io"
	"runtime"

	"go.uber.org/zap/zapcore"
	logutil "sigs.k8s.io/gateway-api-inference-extension/pkg/common/observability/logging"
)

// Marker begins the message of every point.
const Marker = "[WA-ROUTING] "

// LoggerName is in every line of a point.
const LoggerName = "wa-routing"

// writer encodes entries and writes them, each line whole. It belongs to one goroutine.
type writer struct {
	out     io.Writer
	encoder zapcore.Encoder
	line    zapcore.Entry
	buffer  []byte
	fields  []zapcore.Field
	isTorn  bool
}

func newWriter(out io.Writer) *writer {
	return &writer{
		out:     out,
		encoder: newEncoder(),
		line:    zapcore.Entry{Level: -logutil.DEFAULT, LoggerName: LoggerName, Caller: zapcore.NewEntryCaller(runtime.Caller(0))},
	}
}

// encode takes entries until there is a chunk to write, and says how many it has taken.
func (w *writer) encode(entries []entry) (taken int) {
	for taken < len(entries) && len(w.buffer) < chunkSize {
		w.append(entries[taken])
		taken++
	}
	return taken
}

func (w *writer) append(e entry) {
	if e.point == nil {
		w.buffer = append(w.buffer, e.text...)
		return
	}
	w.line.Time, w.line.Message = e.at, e.point.Message()
	w.fields = w.fields[:0]
	if e.seq != 0 {
		w.fields = append(w.fields, integer("seq", e.seq))
	}
	w.fields = e.point.AppendFields(w.fields)
	line, err := w.encoder.EncodeEntry(w.line, w.fields)
	if err != nil {
		return // of JSON only reflected values fail, and a point has none
	}
	w.buffer = append(w.buffer, line.Bytes()...)
	line.Free()
}

// flush writes the chunk. After an error its lines are lost, as far as anyone can tell.
func (w *writer) flush() error {
	defer func() { w.buffer = w.buffer[:0] }()
	if w.isTorn {
		// Half a line is there: the next begins on a line of its own.
		w.buffer = append([]byte{'\n'}, w.buffer...)
	}
	written, err := w.out.Write(w.buffer)
	w.isTorn = err != nil && (written > 0 || w.isTorn)
	return err
}
