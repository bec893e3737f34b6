package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	uberzap "go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// The reader of the log must not be able to tell who wrote a line.
func TestLinesAreThoseOfZap(t *testing.T) {
	for _, row := range []struct {
		text     string
		integer  int64
		fraction float64
		nanos    int64
	}{
		{"checkout", 7, 0.1, 1_795_667_635_256_677_900},
		{"a \"b\" \\ <é> & \u2028 \x00 \x7f \xff", math.MinInt64, 1e21, 0},
		{"", 0, math.Inf(1), 1},
		{"日本", -1, math.NaN(), 1_795_667_635_000_000_000},
	} {
		compare(t, row.text, row.integer, row.fraction, row.nanos)
	}
	for seed := range uint64(5000) {
		dice := rand.New(rand.NewPCG(seed, 0))
		text := make([]byte, dice.IntN(30))
		for i := range text {
			text[i] = byte(dice.IntN(256))
		}
		compare(t, string(text), dice.Int64(), math.Float64frombits(dice.Uint64()), dice.Int64())
	}
}

func compare(t *testing.T, text string, integer int64, fraction float64, nanos int64) {
	t.Helper()
	var ours Line
	ours.begin(time.Unix(0, nanos), Marker+"Said")
	ours.Text("text", text)
	ours.Integer("integer", integer)
	ours.Number("number", fraction)
	ours.end()
	file, line, _ := strings.Cut(source, ":")
	number, _ := strconv.Atoi(line)
	entry := zapcore.Entry{Level: -2, Time: time.Unix(0, nanos), LoggerName: LoggerName, Message: Marker + "Said",
		Caller: zapcore.EntryCaller{Defined: true, File: "/src/" + file, Line: number}}
	zaps, err := newEncoder().EncodeEntry(entry, []zapcore.Field{
		uberzap.String("text", text), uberzap.Int64("integer", integer), uberzap.Float64("number", fraction),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(ours.bytes), zaps.String(); got != want && spelled(t, got) != spelled(t, want) {
		t.Fatalf("%s\nwant\n%s", got, want)
	}
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
