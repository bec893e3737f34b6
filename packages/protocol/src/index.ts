export type { ArrivalProcess } from "./arrival-process.ts";
export { arrivalProcessSchema } from "./arrival-process.ts";
export type { ArrivalRecord } from "./arrival-record.ts";
export { ARRIVALS_FROM_HEADER, ARRIVALS_LOG_HEADER, arrivalRecordSchema } from "./arrival-record.ts";
export type { Check, Checklist, CheckTable, Figure, Verdict } from "./checklist.ts";
export {
  CHECKLIST_SCHEMA_VERSION,
  checklistSchema,
  checkSchema,
  checkTableSchema,
  figureSchema,
  readableChecklistSchema,
  verdictSchema,
} from "./checklist.ts";
export type { ClusterRecord } from "./cluster-record.ts";
export { clusterRecordSchema } from "./cluster-record.ts";
export { REUSED_CONNECTION_CLOSED } from "./connection-code.ts";
export type { ErrorCode, ErrorKind } from "./error-code.ts";
export { ERROR_CODES, errorKindOf } from "./error-code.ts";
export type {
  Expectation,
  OrderClaim,
  OverheadClaim,
  Precedence,
  PrecedenceClaim,
  WrittenExpectation,
} from "./expectation.ts";
export { expectationSchema, isOrderClaim, isOverheadClaim, isPrecedenceClaim } from "./expectation.ts";
export type { FlowEvent, FlowEventKind, FlowEventOf, LogPoint } from "./flow-event.ts";
export { flowEventSchema, LOG_POINT_MARKER, LOG_POINTS, linesFigure } from "./flow-event.ts";
export type { GatewayLack } from "./gateway-lack.ts";
export { gatewayLackSchema } from "./gateway-lack.ts";
export { CORRELATION_HEADER, isSecretHeader, OBJECTIVE_HEADER, RESERVED_HEADERS } from "./header-names.ts";
export type { HeldRun } from "./held-run.ts";
export { heldRunSchema } from "./held-run.ts";
export type { GatewayAddresses, LastingGateway } from "./lasting-gateway.ts";
export { lastingGatewaySchema } from "./lasting-gateway.ts";
export type { LogFindings } from "./log-findings.ts";
export { LOG_FINDINGS_SCHEMA_VERSION, logFindingsSchema } from "./log-findings.ts";
export { DISPATCH_LINES_VERBOSITY, DISTURBING_VERBOSITY, QUIET_VERBOSITY } from "./log-verbosity.ts";
export type { Loss } from "./loss.ts";
export { logLosses, lossSchema } from "./loss.ts";
export type { MetricSample } from "./metric-sample.ts";
export { metricSampleSchema } from "./metric-sample.ts";
export type { OrderedRun, OrderingComparison, OrderingFit } from "./ordering-comparison.ts";
export {
  ORDERING_COMPARISON_SCHEMA_VERSION,
  orderingComparisonSchema,
  readableOrderingComparisonSchema,
} from "./ordering-comparison.ts";
export { OVERHEAD_CONFIDENCE, OVERHEAD_LIMIT_MS, OVERHEAD_QUANTILE } from "./overhead-limit.ts";
export type { Arm, Plan, PlannedRequest, PlannedStep, PlannedTrial } from "./plan.ts";
export {
  armSchema,
  PLAN_SCHEMA_VERSION,
  plannedRequestSchema,
  plannedStepSchema,
  planSchema,
  requestsOf,
} from "./plan.ts";
export type { PriorityScore, ScoreInputs, ScoreParameters, ScoreTerm } from "./priority-score.ts";
export { DEFAULT_SCORE_PARAMETERS, explainScore, priorityScore, SCORE_TERMS } from "./priority-score.ts";
export type { ProcessIdentity, ProcessRecord } from "./process-record.ts";
export { processIdentitySchema, processRecordSchema } from "./process-record.ts";
export { readWorkloadContext } from "./read-workload-context.ts";
export type { CheckReason, ReasonCode } from "./reason.ts";
export { REASON_CODES, reasonSchema } from "./reason.ts";
export { EMA_ALPHA, RATE_WINDOW_MS } from "./registry-parameters.ts";
export { requestHeadersSchema, SLO_TTFT_HEADER } from "./request-headers.ts";
export type { Outcome, RequestRecord } from "./request-record.ts";
export { isSendersDoing, outcomeSchema, requestRecordSchema } from "./request-record.ts";
export type { Route } from "./route.ts";
export { ROUTES, routeSchema } from "./route.ts";
export type { RouterParameter, RouterParameters } from "./router-parameters.ts";
export {
  changedParameters,
  DEFAULT_ROUTER_PARAMETERS,
  parameterOption,
  ROUTER_PARAMETERS,
  routerParametersSchema,
  writeParameters,
} from "./router-parameters.ts";
export type {
  Change,
  ComparedCheck,
  ComparedFigure,
  ComparisonObstacle,
  RunComparison,
  RunDifference,
} from "./run-comparison.ts";
export { RUN_COMPARISON_SCHEMA_VERSION, runComparisonSchema } from "./run-comparison.ts";
export type { GateDriver, GatewayDescription, Pass, RunManifest } from "./run-manifest.ts";
export {
  gateDriverSchema,
  gatewayDescriptionSchema,
  lossesOf,
  RUN_SCHEMA_VERSION,
  runManifestSchema,
} from "./run-manifest.ts";
export type { OrderingsReport, ReportedScenario, RunReport } from "./run-report.ts";
export { orderingsReportSchema, runReportSchema } from "./run-report.ts";
export type { Control, RequestShape, Sampling, Scenario, WorkloadDefinition, WrittenScenario } from "./scenario.ts";
export { MOST_TRIALS, scenarioNameSchema, scenarioSchema, substituteOf } from "./scenario.ts";
export type {
  Inversion,
  OverheadCurves,
  RankComparison,
  RequestStory,
  ScenarioReport,
  WaitSpread,
} from "./scenario-report.ts";
export { SCENARIO_REPORT_SCHEMA_VERSION, scenarioReportSchema } from "./scenario-report.ts";
export type { ArmWaits, ScenarioWaits, WaitComparison, WorkloadWaits } from "./scenario-waits.ts";
export { scenarioWaitsSchema } from "./scenario-waits.ts";
export type { Random } from "./seeded-random.ts";
export { seededRandom, shuffled } from "./seeded-random.ts";
export type { Step, WrittenStep } from "./step.ts";
export { stepSchema } from "./step.ts";
export type { StepRecord } from "./step-record.ts";
export { stepRecordSchema } from "./step-record.ts";
export type { SuccessMetricId } from "./success-metric.ts";
export { ORDER_METRIC_IDS, SUCCESS_METRIC_IDS, SUCCESS_METRICS, successMetricIdSchema } from "./success-metric.ts";
export type { TimelineRequest, TrialTimeline } from "./trial-timeline.ts";
export { trialTimelineSchema } from "./trial-timeline.ts";
export type { WaRoutingErrorDetails } from "./wa-routing-error.ts";
export { isWaRoutingError, WaRoutingError } from "./wa-routing-error.ts";
export type { Criticality, WorkloadContext, WorkloadContextReading } from "./workload-context.ts";
export {
  DEFAULT_CRITICALITY,
  MADE_UP_WORKLOAD,
  MAX_CRITICALITY,
  MIN_CRITICALITY,
  WORKLOAD_CONTEXT_HEADER,
} from "./workload-context.ts";
export { MAX_WORKLOAD_CONTEXT_BYTES, writeWorkloadContext } from "./write-workload-context.ts";
