package journal

import (
	"bytes"
	"encoding/json"
	"math"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Marker begins the message of every point.
const Marker = "[WA-ROUTING] "

// LoggerName is in every line of a point.
const LoggerName = "wa-routing"

// Line is a line of JSON that is being written, in the form that upstream's logger gives to lines at verbosity 2. That logger needs
// three times as long for it, which whole requests feel: there are eight lines to each.
type Line struct{ bytes []byte }

// source is where such lines come from, as zap writes callers.
var source = func() string {
	_, file, line, _ := runtime.Caller(0)
	return filepath.Base(filepath.Dir(file)) + "/" + filepath.Base(file) + ":" + strconv.Itoa(line)
}()

// begin writes what stands before the fields.
func (l *Line) begin(at time.Time, message string) {
	l.bytes = append(l.bytes, `{"level":"info"`...)
	l.Number("ts", float64(at.UnixNano())/float64(time.Second))
	l.Text("logger", LoggerName)
	l.Text("caller", source)
	l.Text("msg", message)
}

func (l *Line) end() { l.bytes = append(l.bytes, '}', '\n') }

// Text adds a field.
func (l *Line) Text(key, value string) {
	l.key(key)
	if strings.IndexFunc(value, isEscaped) < 0 {
		l.bytes = append(l.bytes, '"')
		l.bytes = append(l.bytes, value...)
		l.bytes = append(l.bytes, '"')
		return
	}
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // a string always can be
	l.bytes = append(l.bytes, bytes.TrimSuffix(quoted.Bytes(), []byte("\n"))...)
}

// Integer adds a field.
func (l *Line) Integer(key string, value int64) {
	l.key(key)
	l.bytes = strconv.AppendInt(l.bytes, value, 10)
}

// Number adds a field. It is written in full; JSON has no infinity, which is a text.
func (l *Line) Number(key string, value float64) {
	l.key(key)
	if math.IsNaN(value) || math.IsInf(value, 0) {
		l.bytes = append(l.bytes, '"')
		l.bytes = strconv.AppendFloat(l.bytes, value, 'f', -1, 64)
		l.bytes = append(l.bytes, '"')
		return
	}
	l.bytes = strconv.AppendFloat(l.bytes, value, 'f', -1, 64)
}

func (l *Line) key(key string) {
	l.bytes = append(l.bytes, ',', '"')
	l.bytes = append(l.bytes, key...)
	l.bytes = append(l.bytes, '"', ':')
}

// isEscaped leaves all but plain ASCII to the slow way.
func isEscaped(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }
