package workloadaware

import (
	"runtime"
	"sync"
	"time"
	"weak"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/scheduling"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// request is what the plugin knows of one request.
type request struct {
	workload.Context
	id string
	// named is who the log's lines are about.
	named names
	// received is when the wait began: the headers' arrival once the queue has told it, the end of the body before.
	// Written before the queue hands the request on, read after.
	received time.Time
	// ended is closed when the ext_proc stream is over, whichever way.
	ended <-chan struct{}
}

func newRequest(id string, context workload.Context, received time.Time) *request {
	return &request{Context: context, id: id, named: namesOf(id, context.WorkloadID), received: received}
}

func (r *request) hasEnded() bool {
	select {
	case <-r.ended:
		return true
	default:
		return false
	}
}

// requests finds a request by its parsed body, the one object that the parser makes and that the queue and the pre-request hook
// also see. Ids will not do: clients repeat them.
//
// An entry goes when its body is collected, so it lives exactly as long as anyone can ask for it: a cancelled request keeps its
// context while it waits in the queue to be swept, and nothing has to be removed by hand.
type requests struct {
	byBody sync.Map // weak.Pointer[scheduling.LLMRequestBody] to *request
}

func (t *requests) put(body *scheduling.LLMRequestBody, r *request) {
	key := weak.Make(body)
	t.byBody.Store(key, r)
	runtime.AddCleanup(body, func(key weak.Pointer[scheduling.LLMRequestBody]) { t.byBody.Delete(key) }, key)
}

// of gives nil for a request that did not pass the parser.
func (t *requests) of(inference *scheduling.LLMRequest) *request {
	if inference == nil || inference.Body == nil {
		return nil
	}
	if found, known := t.byBody.Load(weak.Make(inference.Body)); known {
		return found.(*request)
	}
	return nil
}
