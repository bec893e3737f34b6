package workload

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestReadParametersKeepsDefaults(t *testing.T) {
	for _, raw := range []string{"", "  ", "null", "{}"} {
		got, err := ReadParameters(json.RawMessage(raw))
		if err != nil || got != DefaultParameters() {
			t.Errorf("%q: %+v, %v", raw, got, err)
		}
	}
}

func TestReadParametersTakesEveryKey(t *testing.T) {
	got, err := ReadParameters(json.RawMessage(`{"waitWeight": 1, "criticalityWeight": 2.5, "rateWeight": 0, "maxWaitSeconds": 30,
		"maxRatePerSecond": 50, "emaAlpha": 1, "rateWindowSeconds": 0.5, "idleLifetimeSeconds": 10, "maxWorkloads": 7,
		"maxLabelledWorkloads": 0, "defaultCriticality": 5, "logPoints": false}`))
	want := Parameters{
		Score:              ScoreParameters{WaitWeight: 1, CriticalityWeight: 2.5, MaxWaitSeconds: 30, MaxRatePerSecond: 50},
		Registry:           RegistryParameters{EMAAlpha: 1, RateWindow: 500 * time.Millisecond, IdleLifetime: 10 * time.Second, MaxWorkloads: 7},
		DefaultCriticality: 5,
	}
	if err != nil || got != want {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestReadParametersNamesWhatIsWrong(t *testing.T) {
	for _, row := range []struct{ raw, want string }{
		{`{"waitWieght": 1}`, `unknown key "waitWieght", expected one of criticalityWeight, `},
		{`{"WaitWeight": 1}`, `unknown key "WaitWeight"`},
		{`{"waitWeight": -1}`, "waitWeight: -1 is not possible, expected a number from 0 to 1e9"},
		{`{"waitWeight": null}`, "waitWeight: null is not possible"},
		{`{"criticalityWeight": "0.4"}`, `criticalityWeight: "0.4" is not possible`},
		{`{"rateWeight": 1e400}`, "rateWeight: 1e400 is not possible"},
		{`{"maxWaitSeconds": 0}`, "maxWaitSeconds: 0 is not possible"},
		{`{"maxRatePerSecond": -5}`, "maxRatePerSecond: -5 is not possible"},
		{`{"emaAlpha": 0}`, "emaAlpha: 0 is not possible, expected a number above 0, at most 1"},
		{`{"emaAlpha": 1.01}`, "emaAlpha: 1.01 is not possible"},
		{`{"rateWindowSeconds": 0}`, "rateWindowSeconds: 0 is not possible, expected seconds from 0.001 to 1e6"},
		{`{"idleLifetimeSeconds": []}`, "idleLifetimeSeconds: [] is not possible"},
		{`{"maxWorkloads": 0}`, "maxWorkloads: 0 is not possible, expected a whole number from 1 to 10000000"},
		{`{"maxLabelledWorkloads": 1.5}`, "maxLabelledWorkloads: 1.5 is not possible"},
		{`{"defaultCriticality": 6}`, "defaultCriticality: 6 is not possible, expected a whole number from 1 to 5"},
		{`{"defaultCriticality": null}`, "defaultCriticality: null is not possible"},
		{`{"logPoints": 1}`, "logPoints: 1 is not possible, expected true or false"},
		{`{"logPoints": null}`, "logPoints: null is not possible"},
		{`{"emaAlpha": 2, "waitWeight": -1}`, "emaAlpha: 2 is not possible, expected a number above 0, at most 1; waitWeight: -1"},
		{`{"waitWeight": 0, "criticalityWeight": 0, "rateWeight": 0}`, "all are 0, expected at least one above 0"},
		{`[]`, "expected an object, got []"},
		{`{`, "expected an object, got {"},
	} {
		_, err := ReadParameters(json.RawMessage(row.raw))
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: error %v, want it to have %q", row.raw, err, row.want)
		}
	}
}

func FuzzReadParameters(f *testing.F) {
	for _, raw := range []string{"", "null", "{}", `{"emaAlpha": 0.5}`, `{"waitWeight": -0}`, `{"maxWorkloads": 1e3}`, `{"x": {"y": []}}`, `{"rateWindowSeconds": 1e-300}`} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := ReadParameters(json.RawMessage(raw))
		if err != nil {
			if got != (Parameters{}) {
				t.Errorf("%q: an error, and %+v", raw, got)
			}
			return
		}
		score := got.Score.Score(5, Figures{AverageWaitSeconds: 1e12, RatePerSecond: 1e12}).Total
		if score-score != 0 || got.Registry.EMAAlpha <= 0 || got.Registry.EMAAlpha > 1 || got.Registry.RateWindow <= 0 {
			t.Errorf("%q gave the impossible %+v", raw, got)
		}
	})
}
