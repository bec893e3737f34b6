package workload

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

func textOf(t *testing.T, elements ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"..", ".."}, elements...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheShippedConfigurationShowsEveryDefault(t *testing.T) {
	var config struct {
		Plugins []struct {
			Type       string                     `json:"type"`
			Parameters map[string]json.RawMessage `json:"parameters"`
		} `json:"plugins"`
	}
	if err := yaml.Unmarshal([]byte(textOf(t, "config", "workload-aware.yaml")), &config); err != nil {
		t.Fatal(err)
	}
	shown := config.Plugins[0].Parameters
	raw, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ReadParameters(raw); err != nil || got != DefaultParameters() {
		t.Errorf("shown %+v, %v", got, err)
	}
	if len(shown) != len(settings) {
		t.Errorf("%d parameters are shown, there are %d", len(shown), len(settings))
	}
}

func TestTheReadmeNamesEveryParameter(t *testing.T) {
	readme := textOf(t, "README.md")
	for key := range settings {
		if !strings.Contains(readme, "`"+key+"`") {
			t.Errorf("parameter %s is not there", key)
		}
	}
}
