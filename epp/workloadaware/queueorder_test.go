package workloadaware

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

type queueOrder struct {
	Name     string
	Requests []struct {
		Workload    *string
		Criticality int
		AtMs        float64
	}
	DispatchesMs []float64
	Order        []int
}

// Orders that were measured on the workload-aware fork's own heap and registry, oddities included. The simulator's queue and the
// judge's model are tested with the same table.
func TestOrderIsThatOfTheSharedTable(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "packages", "protocol", "vectors", "queue-order.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []queueOrder }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 {
		t.Fatal("no vectors")
	}
	for _, vector := range file.Vectors {
		t.Run(vector.Name, func(t *testing.T) {
			if got := newStand(t, workload.DefaultParameters()).orderOf(vector); !slices.Equal(got, vector.Order) {
				t.Errorf("order %v, want %v", got, vector.Order)
			}
		})
	}
}

// orderOf lets everything happen at its time and gives the positions of the requests as they leave.
func (s *stand) orderOf(vector queueOrder) (order []int) {
	s.t.Helper()
	begin := s.clock.at
	next := 0
	enqueueUntil := func(ms float64) {
		for ; next < len(vector.Requests) && vector.Requests[next].AtMs <= ms; next++ {
			request := vector.Requests[next]
			s.clock.set(begin, request.AtMs)
			if request.Workload == nil {
				s.enqueue("")
			} else {
				s.enqueue(header(*request.Workload, request.Criticality))
			}
		}
	}
	for _, ms := range vector.DispatchesMs {
		enqueueUntil(ms)
		s.clock.set(begin, ms)
		number, err := strconv.Atoi(strings.TrimPrefix(s.dispatch(), "r"))
		if err != nil {
			s.t.Fatal(err)
		}
		order = append(order, number-1)
	}
	return order
}

func (c *tickingClock) set(begin time.Time, ms float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = begin.Add(time.Duration(ms * float64(time.Millisecond)))
}
