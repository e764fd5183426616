// Package dmstest is a server on loopback that answers as AWS DMS does, as far as the DMS API reference tells: requests
// are checked as the service checks them, resources go through its states, and faults can be ordered. Secrets Manager
// and CloudWatch answer as far as package awsdms asks them. It is for tests; nothing in it is AWS's.
package dmstest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/aws/smithy-go/encoding/cbor"
)

// Fault is an error that the server answers with.
type Fault struct {
	Status        int // 0: 400
	Code, Message string
}

func (f *Fault) Error() string { return f.Code + ": " + f.Message }

func fault(code, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Server is the service's state. Its exported fields may be set before it is used.
type Server struct {
	URL string
	// Looks is how often a resource must be looked at before it is ready.
	Looks int
	// Unreachable endpoints, by identifier, fail their connection test with the message.
	Unreachable map[string]string
	// Assessment is the result of premigration assessments: "passed" by default; FailedChecks are their names.
	Assessment   string
	FailedChecks []string
	// Lag is the CDC latency in seconds that CloudWatch tells.
	Lag float64
	// Tables of every task, as SCHEMA.TABLE. A table whose name ends in _BAD fails to load.
	Tables []string
	// MissingSecrets are secrets that Secrets Manager does not know.
	MissingSecrets map[string]bool

	http   *httptest.Server
	mu     sync.Mutex
	calls  []string
	faults map[string][]*Fault
	state
}

// object is a resource as the API shows it.
type object map[string]any

func (o object) str(k string) string { s, _ := o[k].(string); return s }

type state struct {
	groups, instances, endpoints, tasks map[string]object
	connections                         map[string]object
	runs                                map[string]object
	tags                                map[string]any
	looks                               map[string]int    // looks left, by ARN or kind and identifier
	next                                map[string]string // the state after them
}

// New starts a server; Close stops it.
func New() *Server {
	s := &Server{Looks: 1, Assessment: "passed", faults: map[string][]*Fault{}, Tables: []string{"HR.EMPLOYEES", "HR.JOBS"}}
	s.state = state{groups: map[string]object{}, instances: map[string]object{}, endpoints: map[string]object{}, tasks: map[string]object{},
		connections: map[string]object{}, runs: map[string]object{}, tags: map[string]any{}, looks: map[string]int{}, next: map[string]string{}}
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL
	return s
}

// Close stops the server.
func (s *Server) Close() { s.http.Close() }

// Fail orders faults for the next calls of an action.
func (s *Server) Fail(action string, list ...*Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[action] = append(s.faults[action], list...)
}

// Calls gives the actions so far whose names start with one of the prefixes, all without prefixes.
func (s *Server) Calls(prefixes ...string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, c := range s.calls {
		for _, p := range prefixes {
			if strings.HasPrefix(c, p) {
				list = append(list, c)
			}
		}
		if len(prefixes) == 0 {
			list = append(list, c)
		}
	}
	return list
}

// Forget empties the list of calls.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = nil
}

// Put changes a property of a task behind the client's back.
func (s *Server) Put(task, property string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tasks[task][property] = value
}

// Untag removes the tags of a resource, as if somebody else had made it.
func (s *Server) Untag(arnPart string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for arn := range s.tags {
		if strings.Contains(arn, arnPart) {
			delete(s.tags, arn)
		}
	}
}

// Tags gives the tags of every resource, by ARN.
func (s *Server) Tags() map[string]map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]map[string]string{}
	for arn, list := range s.tags {
		out[arn] = map[string]string{}
		tags, _ := list.([]any)
		for _, t := range tags {
			o, _ := t.(map[string]any)
			out[arn][object(o).str("Key")] = object(o).str("Value")
		}
	}
	return out
}

// Count gives how many resources there are.
func (s *Server) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.groups) + len(s.instances) + len(s.endpoints) + len(s.tasks)
}

// ServeHTTP answers one call: JSON 1.1 with its action in a header, or CBOR with it in the path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Header.Get("Authorization") == "" {
		answer(w, nil, fault("MissingAuthenticationTokenException", "the request is not signed"))
		return
	}
	if i := strings.LastIndex(r.URL.Path, "/operation/"); i >= 0 {
		s.metric(w, r.URL.Path[i+len("/operation/"):])
		return
	}
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	s.calls = append(s.calls, action)
	var in object
	if err := json.Unmarshal(body, &in); err != nil {
		answer(w, nil, fault("SerializationException", "%v", err))
		return
	}
	if list := s.faults[action]; len(list) > 0 {
		s.faults[action] = list[1:]
		answer(w, nil, list[0])
		return
	}
	do := actions[action]
	if do == nil {
		answer(w, nil, fault("UnknownOperationException", "no action %q", action))
		return
	}
	out, f := do(s, in)
	answer(w, out, f)
}

func answer(w http.ResponseWriter, out object, f *Fault) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if f != nil {
		out = object{"__type": f.Code, "message": f.Message}
		w.WriteHeader(max(f.Status, 400))
	}
	if err := json.NewEncoder(w).Encode(out); err != nil {
		panic(err) // maps of strings and numbers encode
	}
}

func (s *Server) metric(w http.ResponseWriter, action string) {
	s.calls = append(s.calls, action)
	w.Header().Set("Content-Type", "application/cbor")
	w.Header().Set("Smithy-Protocol", "rpc-v2-cbor")
	point := cbor.Map{"Timestamp": &cbor.Tag{ID: 1, Value: cbor.Uint(uint64(time.Now().Unix()))}, "Maximum": cbor.Float64(s.Lag)}
	_, _ = w.Write(cbor.Encode(cbor.Map{"Label": cbor.String("x"), "Datapoints": cbor.List{point}}))
}

// arn makes an ARN as DMS does.
func arn(kind, id string) string {
	return "arn:aws:dms:eu-central-1:123456789012:" + kind + ":" + strings.ToUpper(id)
}

// become puts a resource into a state that it leaves for next after some looks.
func (s *Server) become(o object, field, key, state, next string) {
	o[field] = state
	s.looks[key], s.next[key] = s.Looks, next
}

// look lets time pass for a resource; "gone" says that it is to be deleted.
func (s *Server) look(o object, field, key string) (gone bool) {
	if s.next[key] == "" {
		return false
	}
	if s.looks[key] > 0 {
		s.looks[key]--
		return false
	}
	next := s.next[key]
	delete(s.next, key)
	o[field] = next
	return next == "gone"
}

// wanted gives the values of a filter, or the problem with the filters.
func wanted(in object, names ...string) (map[string]string, *Fault) {
	got := map[string]string{}
	list, _ := in["Filters"].([]any)
	for _, x := range list {
		f, _ := x.(map[string]any)
		name, _ := f["Name"].(string)
		values, _ := f["Values"].([]any)
		known := false
		for _, n := range names {
			known = known || n == name
		}
		if !known || len(values) == 0 {
			return nil, fault("InvalidParameterValueException", "Invalid filter name or value: %s", name)
		}
		got[name], _ = values[0].(string)
	}
	return got, nil
}
