package workloadaware

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/wa-routing/epp/journal"
)

func TestTheReadmeNamesLogPointsAndMetrics(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
	for _, point := range []journal.Point{contextExtracted{}, activeIncremented{}, activeDecremented{}, requestAdmitted{}, scoreComputed{}, requestDispatched{}, waitRecorded{}, requestEvicted{}} {
		message := strings.TrimPrefix(point.Message(), journal.Marker)
		if !strings.Contains(readme, "`"+message+"`") {
			t.Errorf("log point %s is not there", message)
		}
	}
	for _, name := range []string{"workload_active_requests", "workload_requests_total", "workload_dispatched_total",
		"workload_wait_ema_seconds", "workload_request_rate", "workload_entries", "log_lines_lost_total"} {
		if !strings.Contains(readme, "`wa_routing_"+name+"`") {
			t.Errorf("metric %s is not there", name)
		}
	}
}
