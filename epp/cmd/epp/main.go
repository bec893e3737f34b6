// Command epp is the upstream endpoint picker with a workload-aware ordering policy. With --endpoints-file it runs without
// Kubernetes, else exactly as the upstream runner does.
package main

import (
	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
	"sigs.k8s.io/gateway-api-inference-extension/cmd/epp/runner"

	"github.com/org/wa-routing/epp/standalone"
	"github.com/org/wa-routing/epp/workloadaware"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		ctrl.Log.Error(err, "Endpoint picker ended")
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if err := workloadaware.Register(metrics.Registry); err != nil {
		return err
	}
	ctx := ctrl.SetupSignalHandler()
	if standalone.Requested(arguments) {
		return standalone.Run(ctx, arguments)
	}
	standalone.AddFlag(pflag.CommandLine)
	return runner.NewRunner().WithExecutableName("wa-routing epp").Run(ctx)
}
