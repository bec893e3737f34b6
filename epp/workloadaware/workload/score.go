package workload

// Score is a priority score with what it was made of: Total = WaitTerm + CriticalityTerm - RateTerm. Higher goes first.
type Score struct {
	Criticality        int
	AverageWaitSeconds float64
	RatePerSecond      float64

	// NormalizedWait, NormalizedCriticality and NormalizedRate are the inputs as shares of their caps, 0 to 1.
	NormalizedWait        float64
	NormalizedCriticality float64
	NormalizedRate        float64

	Total float64
}

// ScoreParameters are the weights and caps of the score.
type ScoreParameters struct {
	WaitWeight        float64
	CriticalityWeight float64
	RateWeight        float64
	// MaxWaitSeconds is the average wait from which the wait term no longer grows.
	MaxWaitSeconds float64
	// MaxRatePerSecond is the request rate from which the rate term no longer grows.
	MaxRatePerSecond float64
}

// Score is the priority of a request with this criticality (1 to 5) in a workload with these figures:
// with the defaults, 0.4 min(average wait / 60 s, 1) + 0.4 criticality / 5 - 0.2 min(rate / 100 per s, 1).
//
// The average is the workload's, never the age of the request. The order of operations is that of computeScore in
// pkg/epp/flowcontrol/framework/plugins/intraflow/workload_aware.go of the workload-aware fork, so that logged scores recompute
// to the last bits.
func (p ScoreParameters) Score(criticality int, figures Figures) Score {
	score := Score{
		Criticality:           criticality,
		AverageWaitSeconds:    figures.AverageWaitSeconds,
		RatePerSecond:         figures.RatePerSecond,
		NormalizedWait:        min(figures.AverageWaitSeconds/p.MaxWaitSeconds, 1),
		NormalizedCriticality: float64(criticality) / MaxCriticality,
		NormalizedRate:        min(figures.RatePerSecond/p.MaxRatePerSecond, 1),
	}
	// Named products: Go may fuse x*y+z into one rounding, which an explicit conversion forbids.
	wait := float64(score.NormalizedWait * p.WaitWeight)
	level := float64(score.NormalizedCriticality * p.CriticalityWeight)
	rate := float64(score.NormalizedRate * p.RateWeight)
	score.Total = wait + level - rate
	return score
}
