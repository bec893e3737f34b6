package workload

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestScoreFollowsTheVectors(t *testing.T) {
	type vector struct {
		Name          string  `json:"name"`
		Criticality   int     `json:"criticality"`
		EMASeconds    float64 `json:"emaSeconds"`
		RatePerSecond float64 `json:"ratePerSecond"`
		Score         float64 `json:"score"`
	}
	for _, v := range vectorsOf[vector](t, "priority-score.json") {
		t.Run(v.Name, func(t *testing.T) {
			figures := Figures{AverageWaitSeconds: v.EMASeconds, RatePerSecond: v.RatePerSecond}
			got := DefaultParameters().Score.Score(v.Criticality, figures).Total
			if math.Abs(got-v.Score) > 1e-9 {
				t.Errorf("score %v, want %v", got, v.Score)
			}
		})
	}
}

func TestScoreStaysInItsRange(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	parameters := DefaultParameters().Score
	for range 10_000 {
		figures := Figures{AverageWaitSeconds: dice.Float64() * 120, RatePerSecond: dice.Float64() * 200}
		score := parameters.Score(1+dice.IntN(5), figures)
		if score.Total < -0.12-1e-12 || score.Total > 0.8+1e-12 {
			t.Fatalf("score %v of %+v", score.Total, figures)
		}
	}
}

func TestScoreTakesItsParameters(t *testing.T) {
	parameters := ScoreParameters{WaitWeight: 1, CriticalityWeight: 2, RateWeight: 3, MaxWaitSeconds: 10, MaxRatePerSecond: 20}
	figures := Figures{AverageWaitSeconds: 5, RatePerSecond: 5}
	if got, want := parameters.Score(5, figures).Total, 0.5+2-0.75; got != want {
		t.Errorf("score %v, want %v", got, want)
	}
}
