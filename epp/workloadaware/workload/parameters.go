package workload

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Parameters are what a configuration can set.
type Parameters struct {
	Score    ScoreParameters
	Registry RegistryParameters
	// DefaultCriticality, 1 to 5, is that of a request without a readable header.
	DefaultCriticality int
	// LogPoints is whether the [WA-ROUTING] lines are written (at verbosity 2 and above).
	LogPoints bool
}

// DefaultParameters are the constants of the workload-aware fork, and bounds that it does not have.
func DefaultParameters() Parameters {
	return Parameters{
		Score: ScoreParameters{WaitWeight: 0.4, CriticalityWeight: 0.4, RateWeight: 0.2, MaxWaitSeconds: 60, MaxRatePerSecond: 100},
		Registry: RegistryParameters{
			EMAAlpha:             0.2,
			RateWindow:           60 * time.Second,
			IdleLifetime:         300 * time.Second,
			MaxWorkloads:         100_000,
			MaxLabelledWorkloads: 100,
		},
		DefaultCriticality: 3,
		LogPoints:          true,
	}
}

// setting reads the JSON value of one key into the parameters; its error says what was expected.
type setting func(p *Parameters, value json.RawMessage) error

var settings = map[string]setting{
	"waitWeight":           number(func(p *Parameters) *float64 { return &p.Score.WaitWeight }, notNegative),
	"criticalityWeight":    number(func(p *Parameters) *float64 { return &p.Score.CriticalityWeight }, notNegative),
	"rateWeight":           number(func(p *Parameters) *float64 { return &p.Score.RateWeight }, notNegative),
	"maxWaitSeconds":       number(func(p *Parameters) *float64 { return &p.Score.MaxWaitSeconds }, aboveZero),
	"maxRatePerSecond":     number(func(p *Parameters) *float64 { return &p.Score.MaxRatePerSecond }, aboveZero),
	"emaAlpha":             number(func(p *Parameters) *float64 { return &p.Registry.EMAAlpha }, aboveZeroUpToOne),
	"rateWindowSeconds":    seconds(func(p *Parameters) *time.Duration { return &p.Registry.RateWindow }),
	"idleLifetimeSeconds":  seconds(func(p *Parameters) *time.Duration { return &p.Registry.IdleLifetime }),
	"maxWorkloads":         integer(func(p *Parameters) *int { return &p.Registry.MaxWorkloads }, 1, 10_000_000),
	"maxLabelledWorkloads": integer(func(p *Parameters) *int { return &p.Registry.MaxLabelledWorkloads }, 0, 10_000),
	"defaultCriticality":   integer(func(p *Parameters) *int { return &p.DefaultCriticality }, MinCriticality, MaxCriticality),
	"logPoints":            boolean(func(p *Parameters) *bool { return &p.LogPoints }),
}

// ReadParameters reads the parameters of a plugin entry, a JSON object; nothing, or null, gives the defaults. An unknown key or
// an impossible value is an error that names the key, the value and what was expected; all of them are named at once.
func ReadParameters(raw json.RawMessage) (Parameters, error) {
	parameters := DefaultParameters()
	if len(bytes.TrimSpace(raw)) == 0 {
		return parameters, nil
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return Parameters{}, fmt.Errorf("parameters: expected an object, got %s: %w", shortened(raw), err)
	}
	var problems []string
	for _, key := range slices.Sorted(maps.Keys(values)) {
		read, known := settings[key]
		if !known {
			problems = append(problems, fmt.Sprintf("unknown key %q, expected one of %s", key, strings.Join(slices.Sorted(maps.Keys(settings)), ", ")))
		} else if err := read(&parameters, values[key]); err != nil {
			problems = append(problems, fmt.Sprintf("%s: %s is not possible, expected %s", key, shortened(values[key]), err))
		}
	}
	if score := parameters.Score; len(problems) == 0 && score.WaitWeight+score.CriticalityWeight+score.RateWeight == 0 {
		problems = append(problems, "waitWeight, criticalityWeight, rateWeight: all are 0, expected at least one above 0")
	}
	if len(problems) > 0 {
		return Parameters{}, fmt.Errorf("parameters: %s", strings.Join(problems, "; "))
	}
	return parameters, nil
}

// bound is a range of numbers and its name.
type bound struct {
	holds func(float64) bool
	text  string
}

// The weights have a limit so that a score is never infinite.
var (
	notNegative      = bound{func(n float64) bool { return n >= 0 && n <= 1e9 }, "a number from 0 to 1e9"}
	aboveZero        = bound{func(n float64) bool { return n >= 1e-9 && n <= 1e9 }, "a number from 1e-9 to 1e9"}
	aboveZeroUpToOne = bound{func(n float64) bool { return n > 0 && n <= 1 }, "a number above 0, at most 1"}
)

func number(field func(*Parameters) *float64, within bound) setting {
	return func(p *Parameters, value json.RawMessage) error {
		read := math.NaN() // stays for null, which encoding/json skips
		if json.Unmarshal(value, &read) != nil || !within.holds(read) {
			return fmt.Errorf("%s", within.text)
		}
		*field(p) = read
		return nil
	}
}

func seconds(field func(*Parameters) *time.Duration) setting {
	return func(p *Parameters, value json.RawMessage) error {
		read := math.NaN()
		if json.Unmarshal(value, &read) != nil || !(read >= 0.001 && read <= 1e6) {
			return fmt.Errorf("seconds from 0.001 to 1e6")
		}
		*field(p) = time.Duration(read * float64(time.Second))
		return nil
	}
}

func integer(field func(*Parameters) *int, lowest, highest int) setting {
	return func(p *Parameters, value json.RawMessage) error {
		read := lowest - 1
		if json.Unmarshal(value, &read) != nil || read < lowest || read > highest {
			return fmt.Errorf("a whole number from %d to %d", lowest, highest)
		}
		*field(p) = read
		return nil
	}
}

func boolean(field func(*Parameters) *bool) setting {
	return func(p *Parameters, value json.RawMessage) error {
		var read *bool
		if json.Unmarshal(value, &read) != nil || read == nil {
			return fmt.Errorf("true or false")
		}
		*field(p) = *read
		return nil
	}
}

func shortened(value json.RawMessage) string {
	if len(value) > 60 {
		return string(value[:60]) + "…"
	}
	return string(value)
}
