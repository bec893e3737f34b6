// Command epp is the upstream endpoint picker with a workload-aware ordering policy. With --endpoints-file it runs without
// Kubernetes, else exactly as the upstream runner does.
package main

import (
	"io"
	"os"
	"time"

	"github.com/spf13/pflag"
	uberzap "go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
	"sigs.k8s.io/gateway-api-inference-extension/cmd/epp/runner"
	runserver "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/server"

	"github.com/org/wa-routing/epp/journal"
	"github.com/org/wa-routing/epp/standalone"
	"github.com/org/wa-routing/epp/workloadaware"
)

// drainTime is how long a picker that ends waits for whoever reads its log.
const drainTime = 5 * time.Second

func main() { os.Exit(serve(os.Args[1:])) }

// serve gives the exit code. A log that could not be written to its end is a failure: nothing else would tell.
func serve(arguments []string) (code int) {
	lines := journal.Open(os.Stderr)
	defer func() {
		if lines.Close(drainTime) != nil {
			code = 1
		}
	}()
	ctrl.SetLogger(lines.Logger(verbosity(arguments)))
	if err := run(arguments, lines); err != nil {
		ctrl.Log.Error(err, "Endpoint picker ended")
		return 1
	}
	return 0
}

func run(arguments []string, lines *journal.Journal) error {
	if err := workloadaware.Register(metrics.Registry, lines); err != nil {
		return err
	}
	ctx := ctrl.SetupSignalHandler()
	if standalone.Requested(arguments) {
		return standalone.Run(ctx, arguments)
	}
	standalone.AddFlag(pflag.CommandLine)
	return runner.NewRunner().WithExecutableName("wa-routing epp").Run(ctx)
}

// verbosity is the level of the flags. What is wrong with them is said by whoever reads them to act on them.
func verbosity(arguments []string) zapcore.Level {
	flags := pflag.NewFlagSet("epp", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.SetOutput(io.Discard)
	options := runserver.NewOptions()
	options.AddFlags(flags)
	if flags.Parse(arguments) != nil || options.Complete() != nil {
		return zapcore.InfoLevel
	}
	if level, isAtomic := options.ZapOptions.Level.(uberzap.AtomicLevel); isAtomic {
		return level.Level()
	}
	return zapcore.InfoLevel
}
