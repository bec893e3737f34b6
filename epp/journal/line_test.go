package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	uberzap "go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// The reader of the log must not be able to tell who wrote a line.
func FuzzLine(f *testing.F) {
	f.Add("checkout", int64(7), 0.1, int64(1_795_667_635_256_677_900))
	f.Add("a \"b\" \\ <é> & \u2028 \x00 \xff", int64(math.MinInt64), 1e21, int64(0))
	f.Add("", int64(0), math.Inf(1), int64(1))
	f.Add("日本", int64(-1), math.NaN(), int64(1_795_667_635_000_000_000))
	f.Fuzz(func(t *testing.T, text string, integer int64, fraction float64, at int64) {
		var ours Line
		ours.begin(time.Unix(0, at), Marker+"Said")
		ours.Text("text", text)
		ours.Integer("integer", integer)
		ours.Number("number", fraction)
		ours.end()
		entry := zapcore.Entry{Level: -2, Time: time.Unix(0, at), LoggerName: LoggerName, Message: Marker + "Said"}
		file, line, _ := strings.Cut(source, ":")
		number, _ := strconv.Atoi(line)
		entry.Caller = zapcore.EntryCaller{Defined: true, File: "/src/" + file, Line: number}
		zaps, err := newEncoder().EncodeEntry(entry, []zapcore.Field{
			uberzap.String("text", text), uberzap.Int64("integer", integer), uberzap.Float64("number", fraction),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(ours.bytes), zaps.String(); got != want && spelled(t, got) != spelled(t, want) {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	})
}

// spelled spells escapes in one way: a character may be written as itself or as its number.
func spelled(t *testing.T, line string) string {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	var tokens []any
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return fmt.Sprint(tokens...)
		}
		if err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		tokens = append(tokens, token, "\n")
	}
}
