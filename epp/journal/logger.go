package journal

import (
	"github.com/go-logr/logr"
	uberzap "go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	logutil "sigs.k8s.io/gateway-api-inference-extension/pkg/common/observability/logging"
)

// Logger is upstream's logger (InitSetupLogging and InitLogging), with lines that go through the journal. Upstream keeps the first
// logger that is set, so it has to be set before the runner starts.
func (j *Journal) Logger(level zapcore.Level) logr.Logger {
	// As upstream: what is at verbosity 0 and 1 is sampled, since the sampler is decided on before the level is lowered.
	atLeast := uberzap.NewAtomicLevelAt(zapcore.InfoLevel)
	logger := zap.New(zap.Level(atLeast), zap.RawZapOpts(uberzap.AddCaller()), zap.Encoder(newEncoder()), zap.WriteTo(j))
	atLeast.SetLevel(level)
	return logger
}

func newEncoder() zapcore.Encoder {
	config := uberzap.NewProductionEncoderConfig()
	config.EncodeLevel = encodeLevel
	return zapcore.NewJSONEncoder(config)
}

// encodeLevel names levels as upstream's customLevelEncoder does.
func encodeLevel(level zapcore.Level, encoder zapcore.PrimitiveArrayEncoder) {
	switch {
	case level >= zapcore.InfoLevel:
		zapcore.LowercaseLevelEncoder(level, encoder)
	case level >= -logutil.VERBOSE:
		encoder.AppendString("info")
	case level == -logutil.DEBUG:
		encoder.AppendString("debug")
	default:
		encoder.AppendString("trace")
	}
}
