// Package standalone runs the upstream endpoint picker without Kubernetes: model servers come from a file. Inference objectives
// and model rewrites, which are Kubernetes objects, do not exist here; every request has priority 0.
package standalone

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-logr/logr"
	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log"
	logutil "sigs.k8s.io/gateway-api-inference-extension/pkg/common/observability/logging"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/datalayer"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/datastore"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/plugin"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/metrics"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/metrics/collectors"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/requestcontrol"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/scheduling"
	runserver "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/server"

	"github.com/org/wa-routing/epp/standalone/endpointfile"
)

// candidateAge is how old a list of model servers may be when a request is dispatched; upstream uses the same.
const candidateAge = 50 * time.Millisecond

// Run serves until ctx is done, and logs with the logger that is set. It takes the flags of the upstream runner and --endpoints-file, in arguments without the
// program's name. An error is one of flags, files or configuration, and names what is wrong, or one of a server that ended.
func Run(ctx context.Context, arguments []string) error {
	options, err := readOptions(arguments)
	if errors.Is(err, pflag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	logger := ctrl.Log.WithName("standalone")
	ctx = log.IntoContext(ctx, logger)

	endpoints, err := endpointfile.Read(options.endpointsFile)
	if err != nil {
		return err
	}
	collection := datalayer.NewRuntime(options.RefreshMetricsInterval)
	pool := newEndpointPool(ctx, collection, options.PoolNamespace, options.PoolName)
	handle := plugin.NewEppHandle(ctx, func() []types.NamespacedName { return namesOf(pool.store) })
	config, err := loadConfiguration(options, handle, logger)
	if err != nil {
		return err
	}
	control := requestcontrol.NewConfig()
	control.AddPlugins(handle.GetAllPlugins()...)
	order, err := datalayer.ValidateAndOrderDataDependencies(handle.GetAllPlugins())
	if err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	control.OrderPrepareDataPlugins(order)
	if err := collection.Configure(config.DataConfig, true, "", logger); err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	// An endpoint starts its collector when it is added, so the sources had to be there first.
	if err := pool.replace(ctx, endpoints); err != nil {
		return err
	}
	if err := watchFile(ctx, options.endpointsFile, func() { reload(ctx, options.endpointsFile, pool, logger) }); err != nil {
		return err
	}
	metrics.Register(collectors.NewInferencePoolMetricsCollector(pool.store))

	candidates := requestcontrol.NewCachedEndpointCandidates(ctx,
		requestcontrol.NewDatastoreEndpointCandidates(pool.store, requestcontrol.WithDisableEndpointSubsetFilter(options.DisableEndpointSubsetFilter)), candidateAge)
	admission, err := newAdmission(ctx, options.PoolName, config, candidates, logger)
	if err != nil {
		return err
	}
	parser := config.ParserConfig.Parser
	director := requestcontrol.NewDirectorWithConfig(pool.store, scheduling.NewSchedulerWithConfig(config.SchedulerConfig), admission, parser, candidates, control)
	picker := &runserver.ExtProcServerRunner{
		GrpcPort:                         options.GRPCPort,
		Datastore:                        pool.store,
		SecureServing:                    options.SecureServing,
		HealthChecking:                   options.HealthChecking,
		CertPath:                         options.CertPath,
		EnableCertReload:                 options.EnableCertReload,
		RefreshPrometheusMetricsInterval: options.RefreshPrometheusMetricsInterval,
		MetricsStalenessThreshold:        options.MetricsStalenessThreshold,
		Director:                         director,
		Parser:                           parser,
		SaturationDetector:               config.SaturationDetector,
		UseExperimentalDatalayerV2:       true,
	}
	servers, ctx := errgroup.WithContext(ctx)
	servers.Go(func() error { return picker.AsRunnable(ctrl.Log.WithName("ext-proc")).Start(ctx) })
	servers.Go(func() error { return serveHealth(ctx, options.GRPCHealthPort) })
	servers.Go(func() error { return serveMetrics(ctx, options.MetricsPort) })
	logger.Info("Endpoint picker starting, without Kubernetes", "endpoints", len(endpoints), "file", options.endpointsFile)
	return servers.Wait()
}

// reload keeps the endpoints as they are when the file cannot be used: half a file must not take a gateway down.
func reload(ctx context.Context, path string, pool *endpointPool, logger logr.Logger) {
	endpoints, err := endpointfile.Read(path)
	if err == nil && pool.has(endpoints) {
		return
	}
	if err == nil {
		err = pool.replace(ctx, endpoints)
	}
	if err != nil {
		logger.Error(err, "The changed endpoints file cannot be used; the endpoints stay as they are")
		return
	}
	logger.V(logutil.DEFAULT).Info("Endpoints file read again", "endpoints", len(endpoints))
}

func namesOf(store datastore.Datastore) (names []types.NamespacedName) {
	for _, endpoint := range store.PodList(datastore.AllPodsPredicate) {
		names = append(names, endpoint.GetMetadata().NamespacedName)
	}
	return names
}
