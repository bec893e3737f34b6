package journal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/go-logr/logr"
	uberzap "go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	logutil "sigs.k8s.io/gateway-api-inference-extension/pkg/common/observability/logging"
)

// Whoever reads upstream's log must be able to read ours.
func TestLinesAreThoseOfUpstreamsLogger(t *testing.T) {
	upstreams := upstreamsLogger(t)
	for _, level := range []zapcore.Level{0, -2, -4, -5} {
		var output bytes.Buffer
		j := Open(&output)
		logAll(j.Logger(level).WithName("component"))
		if err := j.Close(10 * time.Second); err != nil {
			t.Fatal(err)
		}
		if got, want := timeless(output.Bytes()), timeless(upstreams(level)); got != want {
			t.Errorf("at level %d:\n%s\nwant\n%s", level, got, want)
		}
	}
}

func logAll(logger logr.Logger) {
	for verbosity := range 7 {
		logger.V(verbosity).Info("message", "text", "a \"b\"\n<é>", "whole", 7, "fraction", 0.1, "huge", 1e21, "list", []string{"a"})
	}
	logger.Error(errors.New("broken"), "failed", "x-request-id", "r")
}

// upstreamsLogger gives what the same calls write at a level with the logger that upstream makes, which goes to standard error.
func upstreamsLogger(t *testing.T) func(level zapcore.Level) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	stderr := os.Stderr
	os.Stderr = file
	logutil.InitSetupLogging()
	os.Stderr = stderr
	read := 0
	return func(level zapcore.Level) []byte {
		logutil.InitLogging(&zap.Options{Level: uberzap.NewAtomicLevelAt(level)})
		logAll(ctrl.Log.WithName("component"))
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		written := text[read:]
		read = len(text)
		return written
	}
}

// What differs from call to call.
var (
	moment = regexp.MustCompile(`"ts":[0-9.]+`)
	stack  = regexp.MustCompile(`"stacktrace":"[^"]+"`)
)

func timeless(log []byte) string {
	return stack.ReplaceAllString(moment.ReplaceAllString(string(log), `"ts":0`), `"stacktrace":""`)
}
