package infra

import "strings"

// row lists what a resource may have: arguments that must be there, others, and what others can read of it.
type row struct{ required, optional, exported string }

func (r row) needs() []string { return strings.Fields(r.required) }

func (r row) takes(name string) bool {
	return contains(strings.Fields(r.required+" "+r.optional), name)
}

func (r row) gives(name string) bool {
	return name == "id" || r.takes(name) || contains(strings.Fields(r.exported), name)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// terraformRows are the arguments and attributes of the AWS provider's documentation (registry.terraform.io,
// hashicorp/aws 6, "Argument Reference" and "Attribute Reference" of each). A key with a dot is a block within.
var terraformRows = map[string]row{
	"aws_security_group": {"", "description egress ingress name name_prefix revoke_rules_on_delete tags vpc_id", "arn owner_id"},
	"aws_vpc_security_group_egress_rule": {"ip_protocol security_group_id",
		"cidr_ipv4 cidr_ipv6 description from_port prefix_list_id referenced_security_group_id tags to_port", "arn security_group_rule_id"},
	"aws_dms_replication_subnet_group": {"replication_subnet_group_description replication_subnet_group_id subnet_ids", "tags", "vpc_id"},
	"aws_dms_replication_instance": {"replication_instance_class replication_instance_id",
		"allocated_storage allow_major_version_upgrade apply_immediately auto_minor_version_upgrade availability_zone dns_name_servers engine_version " +
			"kms_key_arn multi_az network_type preferred_maintenance_window publicly_accessible replication_subnet_group_id tags vpc_security_group_ids",
		"replication_instance_arn replication_instance_private_ips replication_instance_public_ips"},
	"aws_dms_endpoint": {"endpoint_id endpoint_type engine_name",
		"certificate_arn database_name extra_connection_attributes kms_key_arn password pause_replication_tasks port secrets_manager_access_role_arn " +
			"secrets_manager_arn server_name service_access_role ssl_mode tags username", "endpoint_arn"},
	"aws_dms_replication_task": {"migration_type replication_instance_arn replication_task_id source_endpoint_arn table_mappings target_endpoint_arn",
		"cdc_start_position cdc_start_time replication_task_settings resource_identifier start_replication_task tags", "replication_task_arn status"},
	"aws_dms_replication_config": {"replication_config_identifier replication_type source_endpoint_arn table_mappings target_endpoint_arn compute_config",
		"replication_settings resource_identifier start_replication supplemental_settings tags", "arn"},
	"aws_dms_replication_config.compute_config": {"max_capacity_units replication_subnet_group_id",
		"availability_zone dns_name_servers kms_key_id min_capacity_units multi_az preferred_maintenance_window vpc_security_group_ids", ""},
	"aws_iam_role":                   {"assume_role_policy", "description force_detach_policies max_session_duration name name_prefix path permissions_boundary tags", "arn unique_id"},
	"aws_iam_role_policy":            {"policy role", "name name_prefix", ""},
	"aws_iam_policy":                 {"policy", "description name name_prefix path tags", "arn policy_id"},
	"aws_iam_role_policy_attachment": {"policy_arn role", "", ""},
	"aws_cloudwatch_metric_alarm": {"alarm_name comparison_operator evaluation_periods",
		"actions_enabled alarm_actions alarm_description datapoints_to_alarm dimensions evaluate_low_sample_count_percentiles extended_statistic " +
			"insufficient_data_actions metric_name namespace ok_actions period statistic tags threshold threshold_metric_id treat_missing_data unit", "arn"},
	"aws_cloudwatch_dashboard":                          {"dashboard_body dashboard_name", "", "dashboard_arn"},
	"data.aws_caller_identity":                          {"", "", "account_id arn user_id"},
	"data.aws_partition":                                {"", "", "dns_suffix partition"},
	"data.aws_iam_policy_document":                      {"", "override_policy_documents policy_id source_policy_documents statement version", "json minified_json"},
	"data.aws_iam_policy_document.statement":            {"", "actions condition effect not_actions not_principals not_resources principals resources sid", ""},
	"data.aws_iam_policy_document.statement.principals": {"identifiers type", "", ""},
	"data.aws_iam_policy_document.statement.condition":  {"test values variable", "", ""},
}

// cloudFormationRows are the properties of the CloudFormation Template Reference of each type, and what Fn::GetAtt gives.
var cloudFormationRows = map[string]row{
	"AWS::EC2::SecurityGroup":          {"GroupDescription", "GroupName SecurityGroupEgress SecurityGroupIngress Tags VpcId", "GroupId"},
	"AWS::DMS::ReplicationSubnetGroup": {"ReplicationSubnetGroupDescription SubnetIds", "ReplicationSubnetGroupIdentifier Tags", ""},
	"AWS::DMS::ReplicationInstance": {"ReplicationInstanceClass", "AllocatedStorage AllowMajorVersionUpgrade AutoMinorVersionUpgrade AvailabilityZone " +
		"DnsNameServers EngineVersion KmsKeyId MultiAZ NetworkType PreferredMaintenanceWindow PubliclyAccessible ReplicationInstanceIdentifier " +
		"ReplicationSubnetGroupIdentifier ResourceIdentifier Tags VpcSecurityGroupIds", "ReplicationInstancePrivateIpAddresses"},
	"AWS::DMS::Endpoint": {"EndpointType EngineName", "CertificateArn DatabaseName EndpointIdentifier ExtraConnectionAttributes KmsKeyId " +
		"MicrosoftSqlServerSettings MySqlSettings OracleSettings Password Port PostgreSqlSettings ResourceIdentifier ServerName SslMode Tags Username", "ExternalId"},
	"AWS::DMS::ReplicationTask": {"MigrationType ReplicationInstanceArn SourceEndpointArn TableMappings TargetEndpointArn",
		"CdcStartPosition CdcStartTime CdcStopPosition ReplicationTaskIdentifier ReplicationTaskSettings ResourceIdentifier Tags TaskData", ""},
	"AWS::DMS::ReplicationConfig": {"ComputeConfig ReplicationConfigIdentifier ReplicationType SourceEndpointArn TableMappings TargetEndpointArn",
		"ReplicationSettings ResourceIdentifier SupplementalSettings Tags", "ReplicationConfigArn"},
	"AWS::IAM::Role":          {"AssumeRolePolicyDocument", "Description ManagedPolicyArns MaxSessionDuration Path PermissionsBoundary Policies RoleName Tags", "Arn RoleId"},
	"AWS::IAM::ManagedPolicy": {"PolicyDocument", "Description Groups ManagedPolicyName Path Roles Users", "PolicyArn"},
	"AWS::CloudWatch::Alarm": {"", "ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions EvaluationPeriods " +
		"ExtendedStatistic InsufficientDataActions MetricName Metrics Namespace OKActions Period Statistic Tags Threshold ThresholdMetricId TreatMissingData Unit", "Arn"},
	"AWS::CloudWatch::Dashboard": {"DashboardBody", "DashboardName", ""},
}

// nestedRows are properties that are objects.
var nestedRows = map[string]row{
	"ComputeConfig":              {"MaxCapacityUnits", "AvailabilityZone DnsNameServers KmsKeyId MinCapacityUnits MultiAZ PreferredMaintenanceWindow ReplicationSubnetGroupId VpcSecurityGroupIds", ""},
	"OracleSettings":             {"SecretsManagerAccessRoleArn SecretsManagerSecretId", "", ""},
	"MicrosoftSqlServerSettings": {"SecretsManagerAccessRoleArn SecretsManagerSecretId", "", ""},
	"PostgreSqlSettings":         {"SecretsManagerAccessRoleArn SecretsManagerSecretId", "", ""},
	"MySqlSettings":              {"SecretsManagerAccessRoleArn SecretsManagerSecretId", "", ""},
}

// twins are types that Terraform and CloudFormation name differently.
var twins = map[string]string{
	"aws_security_group": "AWS::EC2::SecurityGroup", "aws_dms_replication_subnet_group": "AWS::DMS::ReplicationSubnetGroup",
	"aws_dms_replication_instance": "AWS::DMS::ReplicationInstance", "aws_dms_endpoint": "AWS::DMS::Endpoint",
	"aws_dms_replication_task": "AWS::DMS::ReplicationTask", "aws_dms_replication_config": "AWS::DMS::ReplicationConfig",
	"aws_iam_role": "AWS::IAM::Role", "aws_iam_policy": "AWS::IAM::ManagedPolicy",
	"aws_cloudwatch_metric_alarm": "AWS::CloudWatch::Alarm", "aws_cloudwatch_dashboard": "AWS::CloudWatch::Dashboard",
}
