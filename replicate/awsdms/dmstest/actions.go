package dmstest

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"time"
)

// actions are what the server can do.
var actions map[string]func(*Server, object) (object, *Fault)

func init() { // a literal would refer to itself through the methods
	actions = map[string]func(*Server, object) (object, *Fault){
		"DescribeSecret": (*Server).describeSecret, "ListTagsForResource": (*Server).listTags,
		"CreateReplicationSubnetGroup": (*Server).createGroup, "ModifyReplicationSubnetGroup": (*Server).modifyGroup,
		"DeleteReplicationSubnetGroup": (*Server).deleteGroup, "DescribeReplicationSubnetGroups": (*Server).describeGroups,
		"CreateReplicationInstance": (*Server).createInstance, "ModifyReplicationInstance": (*Server).modifyInstance,
		"DeleteReplicationInstance": (*Server).deleteInstance, "DescribeReplicationInstances": (*Server).describeInstances,
		"CreateEndpoint": (*Server).createEndpoint, "ModifyEndpoint": (*Server).modifyEndpoint, "DeleteEndpoint": (*Server).deleteEndpoint,
		"DescribeEndpoints": (*Server).describeEndpoints, "TestConnection": (*Server).testConnection, "DescribeConnections": (*Server).describeConnections,
		"CreateReplicationTask": (*Server).createTask, "ModifyReplicationTask": (*Server).modifyTask, "DeleteReplicationTask": (*Server).deleteTask,
		"DescribeReplicationTasks": (*Server).describeTasks, "StartReplicationTask": (*Server).startTask, "StopReplicationTask": (*Server).stopTask,
		"ReloadTables": (*Server).reloadTables, "DescribeTableStatistics": (*Server).tableStatistics,
		"StartReplicationTaskAssessmentRun": (*Server).startAssessment, "DescribeReplicationTaskAssessmentRuns": (*Server).describeAssessment,
		"DescribeReplicationTaskIndividualAssessments": (*Server).describeChecks,
	}
}

func (s *Server) describeSecret(in object) (object, *Fault) {
	if s.MissingSecrets[in.str("SecretId")] {
		return nil, fault("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
	}
	return object{"ARN": in.str("SecretId"), "Name": "x"}, nil
}

func (s *Server) listTags(in object) (object, *Fault) {
	tags := s.tags[in.str("ResourceArn")]
	if tags == nil {
		tags = []any{}
	}
	return object{"TagList": tags}, nil
}

// take copies properties of the same name.
func take(o, in object, names ...string) object {
	for _, n := range names {
		if v, ok := in[n]; ok {
			o[n] = v
		}
	}
	return o
}

func (s *Server) createGroup(in object) (object, *Fault) {
	id := in.str("ReplicationSubnetGroupIdentifier")
	subnets, _ := in["SubnetIds"].([]any)
	switch {
	case s.groups[id] != nil:
		return nil, fault("ResourceAlreadyExistsFault", "Replication subnet group %s already exists", id)
	case len(subnets) < 2:
		return nil, fault("ReplicationSubnetGroupDoesNotCoverEnoughAZs", "The subnet group doesn't meet Availability Zone coverage requirement.")
	}
	g := take(object{"SubnetGroupStatus": "Complete"}, in, "ReplicationSubnetGroupIdentifier", "ReplicationSubnetGroupDescription")
	g["Subnets"] = subnetList(subnets)
	s.groups[id] = g
	return object{"ReplicationSubnetGroup": g}, nil
}

func subnetList(ids []any) []any {
	var list []any
	for _, x := range ids {
		list = append(list, object{"SubnetIdentifier": x, "SubnetStatus": "Active"})
	}
	return list
}

func (s *Server) modifyGroup(in object) (object, *Fault) {
	g := s.groups[in.str("ReplicationSubnetGroupIdentifier")]
	if g == nil {
		return nil, fault("ResourceNotFoundFault", "no such group")
	}
	g["Subnets"] = subnetList(in["SubnetIds"].([]any))
	return object{"ReplicationSubnetGroup": g}, nil
}

func (s *Server) deleteGroup(in object) (object, *Fault) {
	id := in.str("ReplicationSubnetGroupIdentifier")
	if s.groups[id] == nil {
		return nil, fault("ResourceNotFoundFault", "no such group")
	}
	for _, i := range s.instances {
		if i.str("group") == id {
			return nil, fault("InvalidResourceStateFault", "The subnet group %s is in use", id)
		}
	}
	delete(s.groups, id)
	return object{}, nil
}

func (s *Server) describeGroups(in object) (object, *Fault) {
	f, bad := wanted(in, "replication-subnet-group-id")
	if bad != nil {
		return nil, bad
	}
	if g := s.groups[f["replication-subnet-group-id"]]; g != nil {
		return object{"ReplicationSubnetGroups": []any{g}}, nil
	}
	return nil, fault("ResourceNotFoundFault", "No replication subnet group found")
}

func (s *Server) createInstance(in object) (object, *Fault) {
	id := in.str("ReplicationInstanceIdentifier")
	switch {
	case s.instances[id] != nil:
		return nil, fault("ResourceAlreadyExistsFault", "Replication instance %s already exists", id)
	case s.groups[in.str("ReplicationSubnetGroupIdentifier")] == nil:
		return nil, fault("ResourceNotFoundFault", "Replication subnet group not found")
	}
	i := take(object{"ReplicationInstanceArn": arn("rep", id), "group": in.str("ReplicationSubnetGroupIdentifier"), "AllocatedStorage": 50, "MultiAZ": false}, in,
		"ReplicationInstanceIdentifier", "ReplicationInstanceClass", "AllocatedStorage", "EngineVersion", "MultiAZ", "KmsKeyId", "PreferredMaintenanceWindow")
	s.tags[arn("rep", id)] = in["Tags"]
	s.instances[id] = i
	s.become(i, "ReplicationInstanceStatus", arn("rep", id), "creating", "available")
	return object{"ReplicationInstance": i}, nil
}

func byARN(m map[string]object, field, arn string) (string, object) {
	for id, o := range m {
		if o.str(field) == arn {
			return id, o
		}
	}
	return "", nil
}

func (s *Server) modifyInstance(in object) (object, *Fault) {
	_, i := byARN(s.instances, "ReplicationInstanceArn", in.str("ReplicationInstanceArn"))
	if i == nil {
		return nil, fault("ResourceNotFoundFault", "no such instance")
	}
	take(i, in, "ReplicationInstanceClass", "AllocatedStorage", "EngineVersion", "MultiAZ", "PreferredMaintenanceWindow")
	s.become(i, "ReplicationInstanceStatus", i.str("ReplicationInstanceArn"), "modifying", "available")
	return object{"ReplicationInstance": i}, nil
}

func (s *Server) deleteInstance(in object) (object, *Fault) {
	_, i := byARN(s.instances, "ReplicationInstanceArn", in.str("ReplicationInstanceArn"))
	if i == nil {
		return nil, fault("ResourceNotFoundFault", "no such instance")
	}
	for _, t := range s.tasks {
		if t.str("ReplicationInstanceArn") == i.str("ReplicationInstanceArn") {
			return nil, fault("InvalidResourceStateFault", "Replication instance has tasks")
		}
	}
	s.become(i, "ReplicationInstanceStatus", i.str("ReplicationInstanceArn"), "deleting", "gone")
	return object{"ReplicationInstance": i}, nil
}

func (s *Server) describeInstances(in object) (object, *Fault) {
	f, bad := wanted(in, "replication-instance-id")
	if bad != nil {
		return nil, bad
	}
	id := f["replication-instance-id"]
	i := s.instances[id]
	if i != nil && s.look(i, "ReplicationInstanceStatus", i.str("ReplicationInstanceArn")) {
		delete(s.instances, id)
		i = nil
	}
	if i == nil {
		return nil, fault("ResourceNotFoundFault", "Replication Instance not found.")
	}
	return object{"ReplicationInstances": []any{i}}, nil
}

var settingsOf = map[string]string{"oracle": "OracleSettings", "sqlserver": "MicrosoftSQLServerSettings", "postgres": "PostgreSQLSettings",
	"aurora-postgresql": "PostgreSQLSettings", "mysql": "MySQLSettings", "mariadb": "MySQLSettings", "aurora": "MySQLSettings"}

func (s *Server) createEndpoint(in object) (object, *Fault) {
	id := in.str("EndpointIdentifier")
	settings := settingsOf[in.str("EngineName")]
	switch {
	case s.endpoints[id] != nil:
		return nil, fault("ResourceAlreadyExistsFault", "Endpoint %s already exists", id)
	case in[settings] == nil:
		return nil, fault("InvalidParameterCombinationException", "%s needs a server name or %s with a secret", in.str("EngineName"), settings)
	}
	e := take(object{"EndpointArn": arn("endpoint", id), "Status": "active"}, in, "EndpointIdentifier", "EndpointType", "EngineName", "DatabaseName",
		"SslMode", "CertificateArn", "ExtraConnectionAttributes", settings)
	s.endpoints[id], s.tags[arn("endpoint", id)] = e, in["Tags"]
	return object{"Endpoint": e}, nil
}

func (s *Server) modifyEndpoint(in object) (object, *Fault) {
	_, e := byARN(s.endpoints, "EndpointArn", in.str("EndpointArn"))
	if e == nil {
		return nil, fault("ResourceNotFoundFault", "no such endpoint")
	}
	take(e, in, "EngineName", "DatabaseName", "SslMode", "CertificateArn", "ExtraConnectionAttributes", settingsOf[in.str("EngineName")])
	return object{"Endpoint": e}, nil
}

func (s *Server) deleteEndpoint(in object) (object, *Fault) {
	id, e := byARN(s.endpoints, "EndpointArn", in.str("EndpointArn"))
	if e == nil {
		return nil, fault("ResourceNotFoundFault", "no such endpoint")
	}
	for _, t := range s.tasks {
		if t.str("SourceEndpointArn") == e.str("EndpointArn") || t.str("TargetEndpointArn") == e.str("EndpointArn") {
			return nil, fault("InvalidResourceStateFault", "Endpoint %s is part of a task", id)
		}
	}
	s.become(e, "Status", e.str("EndpointArn"), "deleting", "gone")
	return object{"Endpoint": e}, nil
}

func (s *Server) describeEndpoints(in object) (object, *Fault) {
	f, bad := wanted(in, "endpoint-id")
	if bad != nil {
		return nil, bad
	}
	id := f["endpoint-id"]
	e := s.endpoints[id]
	if e != nil && s.look(e, "Status", e.str("EndpointArn")) {
		delete(s.endpoints, id)
		e = nil
	}
	if e == nil {
		return nil, fault("ResourceNotFoundFault", "No endpoints found")
	}
	return object{"Endpoints": []any{e}}, nil
}

func (s *Server) testConnection(in object) (object, *Fault) {
	id, e := byARN(s.endpoints, "EndpointArn", in.str("EndpointArn"))
	if e == nil {
		return nil, fault("ResourceNotFoundFault", "no such endpoint")
	}
	c := take(object{"EndpointIdentifier": id}, in, "EndpointArn", "ReplicationInstanceArn")
	key := "connection " + in.str("EndpointArn")
	s.connections[in.str("EndpointArn")] = c
	if msg := s.Unreachable[id]; msg != "" {
		c["LastFailureMessage"] = msg
		s.become(c, "Status", key, "testing", "failed")
	} else {
		s.become(c, "Status", key, "testing", "successful")
	}
	return object{"Connection": c}, nil
}

func (s *Server) describeConnections(in object) (object, *Fault) {
	f, bad := wanted(in, "endpoint-arn", "replication-instance-arn")
	if bad != nil {
		return nil, bad
	}
	c := s.connections[f["endpoint-arn"]]
	if c == nil {
		return object{"Connections": []any{}}, nil
	}
	s.look(c, "Status", "connection "+f["endpoint-arn"])
	return object{"Connections": []any{c}}, nil
}

// mappings checks what DMS checks of table mappings.
func mappings(doc string) *Fault {
	var d struct {
		Rules []map[string]any `json:"rules"`
	}
	if json.Unmarshal([]byte(doc), &d) != nil {
		return fault("InvalidParameterValueException", "Invalid Table Mappings document. Invalid json")
	}
	ids := map[string]bool{}
	selection := false
	for _, r := range d.Rules {
		id := fmt.Sprint(r["rule-id"])
		if ids[id] {
			return fault("InvalidParameterValueException", "Error in mapping rules. Duplicate ruleid %s", id)
		}
		ids[id] = true
		selection = selection || r["rule-type"] == "selection"
	}
	if !selection {
		return fault("InvalidParameterValueException", "Error in mapping rules. At least one selection rule is required.")
	}
	return nil
}

func (s *Server) createTask(in object) (object, *Fault) {
	id := in.str("ReplicationTaskIdentifier")
	_, i := byARN(s.instances, "ReplicationInstanceArn", in.str("ReplicationInstanceArn"))
	switch {
	case s.tasks[id] != nil:
		return nil, fault("ResourceAlreadyExistsFault", "Replication Task %s already exists", id)
	case i == nil:
		return nil, fault("ResourceNotFoundFault", "no such instance")
	case i.str("ReplicationInstanceStatus") != "available":
		return nil, fault("InvalidResourceStateFault", "Replication Instance is %s", i.str("ReplicationInstanceStatus"))
	}
	if f := mappings(in.str("TableMappings")); f != nil {
		return nil, f
	}
	t := take(object{"ReplicationTaskArn": arn("task", id)}, in, "ReplicationTaskIdentifier", "ReplicationInstanceArn", "SourceEndpointArn",
		"TargetEndpointArn", "MigrationType", "TableMappings", "CdcStartPosition", "CdcStopPosition")
	t["ReplicationTaskSettings"] = settled(in.str("ReplicationTaskSettings"))
	s.tasks[id], s.tags[arn("task", id)] = t, in["Tags"]
	s.become(t, "Status", arn("task", id), "creating", "ready")
	return object{"ReplicationTask": t}, nil
}

// settled fills in settings as DMS does.
func settled(doc string) string {
	m := map[string]any{"Logging": map[string]any{"EnableLogging": false}, "ControlTablesSettings": map[string]any{"historyTimeslotInMinutes": 5}}
	var own map[string]any
	if json.Unmarshal([]byte(doc), &own) == nil {
		for k, v := range own {
			m[k] = v
		}
	}
	b, _ := json.Marshal(m)
	return string(b)
}

func (s *Server) modifyTask(in object) (object, *Fault) {
	_, t := byARN(s.tasks, "ReplicationTaskArn", in.str("ReplicationTaskArn"))
	if t == nil {
		return nil, fault("ResourceNotFoundFault", "no such task")
	}
	if st := t.str("Status"); st != "ready" && st != "stopped" && st != "failed" {
		return nil, fault("InvalidResourceStateFault", "The task is %s", st)
	}
	if m := in.str("TableMappings"); m != "" {
		if f := mappings(m); f != nil {
			return nil, f
		}
	}
	before := t.str("Status")
	take(t, in, "TableMappings", "CdcStopPosition")
	if d := in.str("ReplicationTaskSettings"); d != "" {
		t["ReplicationTaskSettings"] = settled(d)
	}
	s.become(t, "Status", t.str("ReplicationTaskArn"), "modifying", before)
	return object{"ReplicationTask": t}, nil
}

func (s *Server) deleteTask(in object) (object, *Fault) {
	_, t := byARN(s.tasks, "ReplicationTaskArn", in.str("ReplicationTaskArn"))
	if t == nil {
		return nil, fault("ResourceNotFoundFault", "no such task")
	}
	if t.str("Status") == "running" {
		return nil, fault("InvalidResourceStateFault", "The task is running")
	}
	s.become(t, "Status", t.str("ReplicationTaskArn"), "deleting", "gone")
	return object{"ReplicationTask": t}, nil
}

func (s *Server) describeTasks(in object) (object, *Fault) {
	f, bad := wanted(in, "replication-task-id", "replication-task-arn")
	if bad != nil {
		return nil, bad
	}
	id := f["replication-task-id"]
	t := s.tasks[id]
	if t != nil && s.look(t, "Status", t.str("ReplicationTaskArn")) {
		delete(s.tasks, id)
		t = nil
	}
	if t == nil {
		return nil, fault("ResourceNotFoundFault", "No Tasks found matching id: %s.", id)
	}
	if t.str("Status") == "running" {
		t["ReplicationTaskStats"] = s.stats()
		if t.str("MigrationType") == "full-load" {
			t["Status"], t["StopReason"] = "stopped", "Stop Reason FULL_LOAD_ONLY_FINISHED"
		}
	}
	return object{"ReplicationTasks": []any{t}}, nil
}

func (s *Server) stats() object {
	bad := 0
	for _, t := range s.Tables {
		if strings.HasSuffix(t, "_BAD") {
			bad++
		}
	}
	return object{"FullLoadProgressPercent": 100, "TablesLoaded": len(s.Tables) - bad, "TablesErrored": bad, "ElapsedTimeMillis": 61000}
}

func (s *Server) startTask(in object) (object, *Fault) {
	_, t := byARN(s.tasks, "ReplicationTaskArn", in.str("ReplicationTaskArn"))
	if t == nil {
		return nil, fault("ResourceNotFoundFault", "no such task")
	}
	st := t.str("Status")
	first := t["ReplicationTaskStartDate"] == nil
	switch kind := in.str("StartReplicationTaskType"); {
	case st != "ready" && st != "stopped" && st != "failed":
		return nil, fault("InvalidResourceStateFault", "The task is %s", st)
	case first && kind != "start-replication":
		return nil, fault("InvalidParameterCombinationException", "Start Type : %s, valid only for tasks running previously", kind)
	}
	t["ReplicationTaskStartDate"] = float64(time.Now().Unix())
	delete(t, "StopReason")
	s.become(t, "Status", t.str("ReplicationTaskArn"), "starting", "running")
	return object{"ReplicationTask": t}, nil
}

func (s *Server) stopTask(in object) (object, *Fault) {
	_, t := byARN(s.tasks, "ReplicationTaskArn", in.str("ReplicationTaskArn"))
	if t == nil || t.str("Status") != "running" && t.str("Status") != "starting" {
		return nil, fault("InvalidResourceStateFault", "The task is not running")
	}
	t["StopReason"] = "Stop Reason NORMAL"
	s.become(t, "Status", t.str("ReplicationTaskArn"), "stopping", "stopped")
	return object{"ReplicationTask": t}, nil
}

func (s *Server) reloadTables(in object) (object, *Fault) {
	_, t := byARN(s.tasks, "ReplicationTaskArn", in.str("ReplicationTaskArn"))
	list, _ := in["TablesToReload"].([]any)
	switch {
	case t == nil:
		return nil, fault("ResourceNotFoundFault", "no such task")
	case t.str("Status") != "running":
		return nil, fault("InvalidResourceStateFault", "The task is not running")
	case len(list) == 0 || len(list) > 10:
		return nil, fault("InvalidParameterValueException", "%d tables to reload", len(list))
	}
	return object{"ReplicationTaskArn": t.str("ReplicationTaskArn")}, nil
}

// tableStatistics answers in pages of one table, so that who reads only the first is found out.
func (s *Server) tableStatistics(in object) (object, *Fault) {
	_, t := byARN(s.tasks, "ReplicationTaskArn", in.str("ReplicationTaskArn"))
	if t == nil {
		return nil, fault("ResourceNotFoundFault", "no such task")
	}
	if t["ReplicationTaskStartDate"] == nil {
		return nil, fault("InvalidResourceStateFault", "Table statistics are not available for a task that never ran")
	}
	names := append([]string(nil), s.Tables...)
	sort.Strings(names)
	at := 0
	if m := in.str("Marker"); m != "" {
		if _, err := fmt.Sscan(m, &at); err != nil {
			return nil, fault("InvalidParameterValueException", "Marker %s", m)
		}
	}
	out := object{"ReplicationTaskArn": t.str("ReplicationTaskArn"), "TableStatistics": []any{}}
	if at < len(names) {
		schema, table, _ := strings.Cut(names[at], ".")
		row := object{"SchemaName": schema, "TableName": table, "TableState": "Table completed", "FullLoadRows": 107, "Inserts": 3, "ValidationState": "Validated"}
		if strings.HasSuffix(table, "_BAD") {
			row["TableState"], row["ValidationState"] = "Table error", "Mismatched records"
		}
		out["TableStatistics"] = []any{row}
		if at+1 < len(names) {
			out["Marker"] = fmt.Sprint(at + 1)
		}
	}
	return out, nil
}

func (s *Server) startAssessment(in object) (object, *Fault) {
	_, t := byARN(s.tasks, "ReplicationTaskArn", in.str("ReplicationTaskArn"))
	switch {
	case t == nil:
		return nil, fault("ResourceNotFoundFault", "no such task")
	case in.str("ResultLocationBucket") == "" || in.str("ServiceAccessRoleArn") == "":
		return nil, fault("InvalidParameterValueException", "bucket and role are required")
	}
	a := arn("assessment-run", in.str("AssessmentRunName"))
	r := take(object{"ReplicationTaskAssessmentRunArn": a}, in, "ReplicationTaskArn", "AssessmentRunName", "ResultLocationBucket")
	s.runs[a] = r
	s.become(r, "Status", a, "running", s.Assessment)
	s.become(t, "Status", t.str("ReplicationTaskArn"), "testing", t.str("Status"))
	return object{"ReplicationTaskAssessmentRun": r}, nil
}

func (s *Server) describeAssessment(in object) (object, *Fault) {
	f, bad := wanted(in, "replication-task-assessment-run-arn")
	if bad != nil {
		return nil, bad
	}
	r := s.runs[f["replication-task-assessment-run-arn"]]
	if r == nil {
		return nil, fault("ResourceNotFoundFault", "no such run")
	}
	s.look(r, "Status", r.str("ReplicationTaskAssessmentRunArn"))
	return object{"ReplicationTaskAssessmentRuns": []any{r}}, nil
}

func (s *Server) describeChecks(in object) (object, *Fault) {
	list := []any{object{"IndividualAssessmentName": "all-check-source-selection-rules", "Status": "passed"}}
	for _, n := range s.FailedChecks {
		list = append(list, object{"IndividualAssessmentName": n, "Status": "failed"})
	}
	return object{"ReplicationTaskIndividualAssessments": list}, nil
}
