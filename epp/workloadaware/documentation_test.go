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
	for _, name := range []string{"active_requests", "requests_total", "dispatched_total", "wait_ema_seconds", "request_rate"} {
		if !strings.Contains(readme, "`wa_routing_workload_"+name+"`") {
			t.Errorf("metric %s is not there", name)
		}
	}
}
