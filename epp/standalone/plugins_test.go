package standalone

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/plugin"

	"github.com/org/wa-routing/epp/workloadaware"
)

func TestShippedConfigurationsNameKnownPlugins(t *testing.T) {
	registerInTreePlugins()
	files, err := filepath.Glob(filepath.Join("..", "config", "*.yaml"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%d configurations, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`- type: (\S+)`).FindAllStringSubmatch(string(text), -1) {
			if _, known := plugin.Registry[found[1]]; !known && found[1] != workloadaware.PluginType {
				t.Errorf("%s: %s is not known", file, found[1])
			}
		}
	}
}
