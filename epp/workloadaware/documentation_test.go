package workloadaware

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheReadmeNamesLogPointsAndMetrics(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
	for _, point := range []logPoint{contextExtracted{}, activeIncremented{}, activeDecremented{}, requestAdmitted{}, scoreComputed{}, requestDispatched{}, waitRecorded{}, requestEvicted{}} {
		if !strings.Contains(readme, "`"+point.message()+"`") {
			t.Errorf("log point %s is not there", point.message())
		}
	}
	for _, name := range []string{"active_requests", "requests_total", "dispatched_total", "wait_ema_seconds", "request_rate"} {
		if !strings.Contains(readme, "`wa_routing_workload_"+name+"`") {
			t.Errorf("metric %s is not there", name)
		}
	}
}
