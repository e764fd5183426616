package infra

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxTemplate is the largest template that CloudFormation takes, which is one of S3 (User Guide, "CloudFormation quotas").
const maxTemplate = 1 << 20

// obj is a JSON object of a template; its keys are written in alphabetical order.
type obj = map[string]any

// stackTemplate is a CloudFormation template in the order that people read it in.
type stackTemplate struct {
	Version     string `json:"AWSTemplateFormatVersion"`
	Description string `json:"Description"`
	Parameters  obj    `json:"Parameters"`
	Conditions  obj    `json:"Conditions"`
	Resources   obj    `json:"Resources"`
	Outputs     obj    `json:"Outputs"`
}

// CloudFormation writes a template as JSON. The mappings and settings stand in it, since a template has no files beside
// it.
func CloudFormation(in Input) ([]byte, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	b := &builder{in: in, t: stackTemplate{Version: "2010-09-09", Description: "Migration by AWS DMS, written by crosswalk mappings --cloudformation. It holds no secret.",
		Parameters: obj{}, Conditions: obj{}, Resources: obj{}, Outputs: obj{}}}
	b.parameters()
	b.network()
	b.roles()
	b.endpoints()
	if err := b.tasks(); err != nil {
		return nil, err
	}
	b.alarms()
	if err := b.dashboard(); err != nil {
		return nil, err
	}
	b.operator()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(b.t); err != nil {
		return nil, err
	}
	if out.Len() > maxTemplate {
		return nil, fmt.Errorf("the template has %d bytes with its mappings, and CloudFormation takes 1 MB at most: use Terraform, or fewer tables", out.Len())
	}
	return out.Bytes(), nil
}

// YAML gives a template of CloudFormation as YAML.
func YAML(template []byte) ([]byte, error) {
	var n yaml.Node
	if err := yaml.Unmarshal(template, &n); err != nil {
		return nil, err
	}
	blocks(&n)
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(&n); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}

// blocks takes out JSON's braces and quotes; the encoder puts quotes where they are needed.
func blocks(n *yaml.Node) {
	n.Style = 0
	for _, c := range n.Content {
		blocks(c)
	}
}

type builder struct {
	in Input
	t  stackTemplate
}

func ref(name string) obj { return obj{"Ref": name} }

func sub(text string) obj { return obj{"Fn::Sub": text} }

func att(resource, attribute string) obj { return obj{"Fn::GetAtt": []string{resource, attribute}} }

// given is a parameter's value, or nothing where it is empty.
func (b *builder) given(parameter string) obj {
	return obj{"Fn::If": []any{"Has" + parameter, ref(parameter), ref("AWS::NoValue")}}
}

func (b *builder) parameter(name, kind, says string, more obj) {
	p := obj{"Type": kind, "Description": says}
	for k, v := range more {
		p[k] = v
	}
	b.t.Parameters[name] = p
}

// optional is a parameter that may be empty, with the condition that it is not.
func (b *builder) optional(name, says string) {
	b.parameter(name, "String", says, obj{"Default": ""})
	b.t.Conditions["Has"+name] = obj{"Fn::Not": []any{obj{"Fn::Equals": []any{ref(name), ""}}}}
}

func (b *builder) resource(name, kind string, properties obj) {
	b.t.Resources[name] = obj{"Type": kind, "Properties": properties}
}

func (b *builder) output(name, says string, value any) {
	b.t.Outputs[name] = obj{"Description": says, "Value": value}
}

func (b *builder) parameters() {
	b.parameter("Name", "String", "Put in front of all identifiers; crosswalk dms finds the tasks by it.",
		obj{"Default": strings.ToLower(b.in.Name), "AllowedPattern": "[a-z](-?[a-z0-9])*", "MaxLength": 40})
	b.parameter("VpcId", "AWS::EC2::VPC::Id", "VPC that reaches both databases.", nil)
	b.parameter("SubnetIds", "List<AWS::EC2::Subnet::Id>", "Private subnets in two availability zones or more.", nil)
	b.parameter("HttpsCidr", "String", "Where Secrets Manager and CloudWatch are reached: the addresses of their VPC endpoints, or everywhere through a NAT gateway.",
		obj{"Default": "0.0.0.0/0"})
	b.parameter("MigrationType", "String", "It cannot be changed later.",
		obj{"Default": "full-load-and-cdc", "AllowedValues": []string{"full-load", "full-load-and-cdc", "cdc"}})
	b.parameter("MultiAZ", "String", "A standby in another availability zone; it doubles the cost.", obj{"Default": "false", "AllowedValues": []string{"true", "false"}})
	b.parameter("MaintenanceWindow", "String", "Weekly window for maintenance, in UTC.", obj{"Default": "sun:06:00-sun:08:00"})
	b.parameter("CreateServiceRoles", "String", "Make dms-vpc-role and dms-cloudwatch-logs-role. An account has them once: false when they are there.",
		obj{"Default": "false", "AllowedValues": []string{"true", "false"}})
	b.t.Conditions["MakeServiceRoles"] = obj{"Fn::Equals": []any{ref("CreateServiceRoles"), "true"}}
	b.optional("KmsKeyArn", "KMS key for what is stored on the way; empty for the account's key of DMS.")
	b.optional("SecretKmsKeyArn", "KMS key that encrypts the secrets; empty when it is the key of Secrets Manager.")
	for side, e := range map[string]engine{"Source": engines[b.in.Source], "Target": engines[b.in.Target]} {
		b.side(side, e)
	}
	s := sizes[b.in.Workload]
	if b.in.Serverless {
		b.parameter("MinCapacityUnits", "Number", "Smallest capacity in DMS capacity units of 2 GB.", obj{"Default": s.Units[0]})
		b.parameter("MaxCapacityUnits", "Number", "Largest capacity in DMS capacity units of 2 GB. The default is for "+s.Why+".", obj{"Default": s.Units[1]})
		return
	}
	b.parameter("InstanceClass", "String", "Class of the replication instance. The default is for "+s.Why+".", obj{"Default": s.Class})
	b.parameter("AllocatedStorage", "Number", "Disk of the replication instance in GB.", obj{"Default": s.StorageGB, "MinValue": 5, "MaxValue": 6144})
	b.optional("EngineVersion", "Version of DMS; empty for its default.")
	b.optional("AlarmTopicArn", "SNS topic that alarms are sent to.")
	b.parameter("MissingData", "String", "What an alarm makes of missing values: breaching has the CDC latency alarm ring also while a task does not run.",
		obj{"Default": "breaching", "AllowedValues": []string{"breaching", "notBreaching", "ignore", "missing"}})
	for _, t := range thresholds {
		b.parameter(t.Parameter, "Number", t.Says, obj{"Default": t.Value * t.Factor})
	}
}

// side makes the parameters of one database.
func (b *builder) side(side string, e engine) {
	low := strings.ToLower(side)
	attributes := e.AsSource
	if side == "Target" {
		attributes = e.AsTarget
	}
	ssl := obj{"AllowedValues": e.SSLModes}
	if e.SSL != "" {
		ssl["Default"] = e.SSL
	}
	b.parameter(side+"Cidr", "String", "Addresses of the "+low+" database, as a CIDR block.", nil)
	b.parameter(side+"Port", "Number", "Port of the "+low+", which the security group opens.", obj{"Default": e.Port})
	b.parameter(side+"SecretArn", "String", "ARN of the secret with host, port, username and password of the "+low+".", obj{"AllowedPattern": "arn:.*"})
	b.parameter(side+"Database", "String", "Database of the "+low+".", nil)
	b.parameter(side+"SslMode", "String", "Encryption of the connection to the "+low+"; the verify modes need "+side+"CertificateArn.", ssl)
	b.optional(side+"CertificateArn", "ARN of the certificate that DMS knows the "+low+" by.")
	b.optional(side+"ConnectionAttributes", "Further settings of the "+low+" endpoint, as key=value; pairs. No password belongs here.")
	b.t.Parameters[side+"ConnectionAttributes"].(obj)["Default"] = attributes
}

func (b *builder) network() {
	var egress []any
	for _, r := range []struct{ cidr, port, says string }{
		{"SourceCidr", "SourcePort", "To the source, " + engines[b.in.Source].Title}, {"TargetCidr", "TargetPort", "To the target, " + engines[b.in.Target].Title}} {
		egress = append(egress, obj{"CidrIp": ref(r.cidr), "IpProtocol": "tcp", "FromPort": ref(r.port), "ToPort": ref(r.port), "Description": r.says})
	}
	egress = append(egress, obj{"CidrIp": ref("HttpsCidr"), "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "Description": "To Secrets Manager and CloudWatch"})
	b.resource("SecurityGroup", "AWS::EC2::SecurityGroup", obj{"GroupName": sub("${Name}-dms"), "VpcId": ref("VpcId"),
		"GroupDescription": "DMS: out to the databases and to HTTPS, nothing in", "SecurityGroupEgress": egress})
	b.resource("SubnetGroup", "AWS::DMS::ReplicationSubnetGroup", obj{"ReplicationSubnetGroupIdentifier": ref("Name"),
		"ReplicationSubnetGroupDescription": sub("Subnets of the migration ${Name}"), "SubnetIds": ref("SubnetIds"), "Tags": afterRoles()})
	b.output("SecurityGroupId", "Security group of DMS: let it into those of the databases.", att("SecurityGroup", "GroupId"))
}

// afterRoles are tags that have their resource made after the service's roles, where the stack makes those: a DependsOn
// cannot depend on a condition.
func afterRoles() []any {
	var out []any
	for _, r := range serviceRoles {
		out = append(out, obj{"Key": r.Name, "Value": obj{"Fn::If": []any{"MakeServiceRoles", att(logical(r.Name), "Arn"), "was there"}}})
	}
	return out
}

// logical makes a logical name: letters and digits.
func logical(words string) string {
	var b strings.Builder
	for _, w := range strings.Split(words, "-") {
		if w != "" {
			b.WriteString(strings.ToUpper(w[:1]) + w[1:])
		}
	}
	return b.String()
}

func statement(sid string, actions []string, resources any) obj {
	return obj{"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
}

func policy(statements ...any) obj { return obj{"Version": "2012-10-17", "Statement": statements} }

func trust(service any, condition obj) obj {
	s := obj{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": obj{"Service": service}}
	if condition != nil {
		s["Condition"] = condition
	}
	return policy(s)
}

func (b *builder) roles() {
	key := statement("Decrypt", []string{"kms:Decrypt"}, ref("SecretKmsKeyArn"))
	key["Condition"] = obj{"StringEquals": obj{"kms:ViaService": sub("secretsmanager.${AWS::Region}.${AWS::URLSuffix}")}}
	b.resource("SecretsRole", "AWS::IAM::Role", obj{"RoleName": sub("${Name}-dms-secrets"), "Description": sub("DMS reads the secrets of the migration ${Name}"),
		"AssumeRolePolicyDocument": trust(sub("dms.${AWS::Region}.${AWS::URLSuffix}"), obj{"StringEquals": obj{"aws:SourceAccount": ref("AWS::AccountId")}}),
		"Policies": []any{obj{"PolicyName": "read-secrets", "PolicyDocument": policy(
			statement("Read", secretActions, []any{ref("SourceSecretArn"), ref("TargetSecretArn")}),
			obj{"Fn::If": []any{"HasSecretKmsKeyArn", key, ref("AWS::NoValue")}})}}})
	for _, r := range serviceRoles {
		b.resource(logical(r.Name), "AWS::IAM::Role", obj{"RoleName": r.Name, "AssumeRolePolicyDocument": trust("dms.amazonaws.com", nil),
			"ManagedPolicyArns": []any{sub("arn:${AWS::Partition}:iam::aws:policy/service-role/" + r.Policy)}})
		b.t.Resources[logical(r.Name)].(obj)["Condition"] = "MakeServiceRoles"
	}
}

func (b *builder) endpoints() {
	for side, name := range map[string]string{"Source": b.in.Source, "Target": b.in.Target} {
		b.resource(side+"Endpoint", "AWS::DMS::Endpoint", obj{"EndpointIdentifier": sub("${Name}-" + strings.ToLower(side)), "EndpointType": strings.ToLower(side),
			"EngineName": name, "DatabaseName": ref(side + "Database"), "SslMode": ref(side + "SslMode"), "CertificateArn": b.given(side + "CertificateArn"),
			"KmsKeyId": b.given("KmsKeyArn"), "ExtraConnectionAttributes": b.given(side + "ConnectionAttributes"),
			engines[name].Settings: obj{"SecretsManagerSecretId": ref(side + "SecretArn"), "SecretsManagerAccessRoleArn": att("SecretsRole", "Arn")}})
		b.output(side+"EndpointArn", "ARN of the "+strings.ToLower(side)+" endpoint.", ref(side+"Endpoint"))
	}
}

// compact takes the white space out of a document, which counts towards the template's limit.
func compact(doc []byte) (string, error) {
	var b bytes.Buffer
	err := json.Compact(&b, doc)
	return b.String(), err
}

// taskKey is the logical name of a task.
func (b *builder) taskKey(i int) string { return fmt.Sprintf("Task%d", i+1) }

func (b *builder) tasks() error {
	if !b.in.Serverless {
		b.resource("Instance", "AWS::DMS::ReplicationInstance", obj{"ReplicationInstanceIdentifier": ref("Name"), "ReplicationInstanceClass": ref("InstanceClass"),
			"AllocatedStorage": ref("AllocatedStorage"), "EngineVersion": b.given("EngineVersion"), "MultiAZ": ref("MultiAZ"), "KmsKeyId": b.given("KmsKeyArn"),
			"PubliclyAccessible": false, "AutoMinorVersionUpgrade": true, "PreferredMaintenanceWindow": ref("MaintenanceWindow"),
			"ReplicationSubnetGroupIdentifier": ref("SubnetGroup"), "VpcSecurityGroupIds": []any{att("SecurityGroup", "GroupId")}, "Tags": afterRoles()})
		b.output("InstanceArn", "ARN of the replication instance.", ref("Instance"))
	}
	for i, t := range b.in.Tasks {
		mappings, err := compact(t.Mappings)
		if err != nil {
			return err
		}
		p := obj{"SourceEndpointArn": ref("SourceEndpoint"), "TargetEndpointArn": ref("TargetEndpoint"), "TableMappings": mappings}
		kind, settings, name := "AWS::DMS::ReplicationTask", "ReplicationTaskSettings", sub("${Name}-"+t.Name)
		if b.in.Serverless {
			kind, settings = "AWS::DMS::ReplicationConfig", "ReplicationSettings"
			b.config(p, name)
			p["TableMappings"] = json.RawMessage(mappings)
		} else {
			p["ReplicationTaskIdentifier"], p["MigrationType"], p["ReplicationInstanceArn"] = name, ref("MigrationType"), ref("Instance")
		}
		if b.in.Settings != nil {
			if err := b.settings(p, settings); err != nil {
				return err
			}
		}
		b.resource(b.taskKey(i), kind, p)
		b.output(b.taskKey(i)+"Arn", "ARN of "+t.Name+".", ref(b.taskKey(i)))
	}
	return nil
}

// config fills in a serverless replication.
func (b *builder) config(p, name obj) {
	p["ReplicationConfigIdentifier"], p["ResourceIdentifier"], p["ReplicationType"] = name, name, ref("MigrationType")
	p["ComputeConfig"] = obj{"MinCapacityUnits": ref("MinCapacityUnits"), "MaxCapacityUnits": ref("MaxCapacityUnits"), "MultiAZ": ref("MultiAZ"),
		"KmsKeyId": b.given("KmsKeyArn"), "PreferredMaintenanceWindow": ref("MaintenanceWindow"), "ReplicationSubnetGroupId": ref("SubnetGroup"),
		"VpcSecurityGroupIds": []any{att("SecurityGroup", "GroupId")}}
}

// settings puts the task settings in. They and the mappings are text in a task, and objects in a serverless
// configuration, whose properties are of type Json.
func (b *builder) settings(p obj, property string) error {
	text, err := compact(b.in.Settings)
	p[property] = text
	if b.in.Serverless {
		p[property] = json.RawMessage(text)
	}
	return err
}

// resourceName is the last part of a task's ARN, which its metrics carry.
func (b *builder) resourceName(i int) obj {
	return obj{"Fn::Select": []any{6, obj{"Fn::Split": []any{":", ref(b.taskKey(i))}}}}
}

func (b *builder) alarms() {
	if b.in.Serverless { // see monitoring-serverless.tf
		return
	}
	instance := obj{"Name": "ReplicationInstanceIdentifier", "Value": ref("Name")}
	for _, a := range alarms {
		if !a.PerTask {
			b.alarm(logical(a.Key)+"Alarm", sub("${Name}-"+a.Key), sub("${Name}: "+a.Says), a, []any{instance})
			continue
		}
		for i, t := range b.in.Tasks {
			b.alarm(b.taskKey(i)+logical(a.Key)+"Alarm", sub("${Name}-"+t.Name+"-"+a.Key), t.Name+": "+a.Says, a,
				[]any{instance, obj{"Name": "ReplicationTaskIdentifier", "Value": b.resourceName(i)}})
		}
	}
}

func (b *builder) alarm(key string, name, says any, a alarm, dimensions []any) {
	action := obj{"Fn::If": []any{"HasAlarmTopicArn", []any{ref("AlarmTopicArn")}, ref("AWS::NoValue")}}
	b.resource(key, "AWS::CloudWatch::Alarm", obj{"AlarmName": name, "AlarmDescription": says, "Namespace": "AWS/DMS", "MetricName": a.Metric,
		"Dimensions": dimensions, "Statistic": a.Statistic, "ComparisonOperator": a.Comparison(), "Threshold": ref(a.Threshold.Parameter),
		"Period": alarmPeriod, "EvaluationPeriods": alarmPeriods, "DatapointsToAlarm": alarmDatapoints, "TreatMissingData": ref("MissingData"),
		"AlarmActions": action, "OKActions": action})
}

// dashboard is JSON in a string, whose ${…} CloudFormation replaces.
func (b *builder) dashboard() error {
	values := obj{}
	var list []obj
	for i, w := range widgets {
		if b.in.Serverless && !w.PerTask {
			continue
		}
		p := obj{"title": w.Title, "region": "${AWS::Region}", "view": "timeSeries", "period": alarmPeriod, "stat": w.Stat}
		p["metrics"] = b.metrics(w, values)
		list = append(list, obj{"type": "metric", "x": w.X(i), "y": w.Y(i), "width": 12, "height": 6, "properties": p})
	}
	body, err := json.Marshal(obj{"widgets": list})
	if err != nil {
		return err
	}
	b.resource("Dashboard", "AWS::CloudWatch::Dashboard", obj{"DashboardName": sub("${Name}-dms"), "DashboardBody": obj{"Fn::Sub": []any{string(body), values}}})
	if len(values) == 0 {
		b.t.Resources["Dashboard"].(obj)["Properties"].(obj)["DashboardBody"] = sub(string(body))
	}
	b.output("DashboardName", "Name of the CloudWatch dashboard.", ref("Dashboard"))
	return nil
}

func (b *builder) metrics(w widget, values obj) []any {
	var out []any
	for _, m := range w.Metrics {
		if !w.PerTask {
			out = append(out, []any{"AWS/DMS", m, "ReplicationInstanceIdentifier", "${Name}"})
			continue
		}
		for i, t := range b.in.Tasks {
			label := t.Name + " " + m
			if b.in.Serverless {
				out = append(out, []any{obj{"label": label,
					"expression": fmt.Sprintf("SEARCH('Namespace=\"AWS/DMS\" MetricName=\"%s\" \"${Name}-%s\"', '%s', %d)", m, t.Name, w.Stat, alarmPeriod)}})
				continue
			}
			key := b.taskKey(i) + "Resource"
			values[key] = b.resourceName(i)
			out = append(out, []any{"AWS/DMS", m, "ReplicationInstanceIdentifier", "${Name}", "ReplicationTaskIdentifier", "${" + key + "}", obj{"label": label}})
		}
	}
	return out
}

// operator is the policy of whoever runs the migration.
func (b *builder) operator() {
	var tasks []any
	for i := range b.in.Tasks {
		tasks = append(tasks, ref(b.taskKey(i)))
	}
	test := []any{ref("SourceEndpoint"), ref("TargetEndpoint")}
	list := []any{statement("Look", b.in.look(), "*"), statement("Run", b.in.run(), tasks)}
	if !b.in.Serverless {
		test = append(test, ref("Instance"))
		list = append(list, statement("Log", logActions, sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:dms-tasks-${Name}:*")))
	}
	list = append(list, statement("Test", []string{"dms:TestConnection"}, test))
	b.resource("OperatorPolicy", "AWS::IAM::ManagedPolicy", obj{"ManagedPolicyName": sub("${Name}-dms-operator"),
		"Description": sub("Start, stop, reload and watch the migration ${Name}"), "PolicyDocument": policy(list...)})
	b.output("OperatorPolicyArn", "Policy for whoever runs the migration.", ref("OperatorPolicy"))
}
