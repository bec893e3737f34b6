package workload

import (
	"math"
	"testing"
	"time"
)

const minute = 60 * time.Second

func TestRateFallsWithTheAgeOfTheWindow(t *testing.T) {
	for _, row := range []struct {
		name                      string
		requests                  int
		ageSeconds, wantPerSecond float64
	}{
		{"at the first instant", 1, 0, 0},
		{"20 us old", 1, 20e-6, 50_000},
		{"10 ms old", 1, 0.01, 100},
		{"1 s old", 1, 1, 1},
		{"a burst of 40, 0.4 s old", 40, 0.4, 100},
		{"at the end of the window", 60, 60, 1},
		{"after the window", 60, 60.001, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			clock := newHandClock()
			var counted tally
			for range row.requests {
				counted.begin(clock.at, minute)
			}
			clock.advance(time.Duration(row.ageSeconds * float64(time.Second)))
			if got := counted.figures(clock.at, minute).RatePerSecond; math.Abs(got-row.wantPerSecond) > 1e-6 {
				t.Errorf("rate %v/s, want %v", got, row.wantPerSecond)
			}
		})
	}
}

func TestWindowTumbles(t *testing.T) {
	clock := newHandClock()
	var counted tally
	for range 10 {
		counted.begin(clock.at, minute)
	}
	clock.advance(61 * time.Second)
	counted.begin(clock.at, minute)
	clock.advance(time.Second)
	if got := counted.figures(clock.at, minute); got.RatePerSecond != 1 || got.Total != 11 {
		t.Errorf("1 s into the second window: %+v", got)
	}
}

func TestWaitsAreAveraged(t *testing.T) {
	var counted tally
	for i, row := range []struct{ waitSeconds, want float64 }{{16, 16}, {0, 12.8}, {10, 12.24}} {
		counted.dispatch(row.waitSeconds, 0.2)
		got := counted.figures(time.Time{}, minute)
		if math.Abs(got.AverageWaitSeconds-row.want) > 1e-9 || got.Dispatched != int64(i+1) {
			t.Errorf("after wait %d: %+v, want an average of %v s", i+1, got, row.want)
		}
	}
}

func TestNeverFewerThanNoneAreActive(t *testing.T) {
	var counted tally
	counted.end()
	if counted.active != 0 {
		t.Errorf("%d active", counted.active)
	}
}
