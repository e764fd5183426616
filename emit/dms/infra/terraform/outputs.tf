<%- if .In.Serverless %>
output "replication_config_arns" {
  description = "ARNs of the replications, by name."
  value       = { for name, config in aws_dms_replication_config.task : name => config.arn }
}
<%- else %>
output "replication_instance_arn" {
  description = "ARN of the replication instance."
  value       = aws_dms_replication_instance.dms.replication_instance_arn
}

output "replication_task_arns" {
  description = "ARNs of the tasks, by name."
  value       = { for name, task in aws_dms_replication_task.task : name => task.replication_task_arn }
}
<%- end %>

output "endpoint_arns" {
  description = "ARNs of the endpoints."
  value = {
    source = aws_dms_endpoint.source.endpoint_arn
    target = aws_dms_endpoint.target.endpoint_arn
  }
}

output "security_group_id" {
  description = "Security group of DMS: let it into those of the databases."
  value       = aws_security_group.dms.id
}

output "operator_policy_arn" {
  description = "Policy for whoever runs the migration."
  value       = aws_iam_policy.operator.arn
}

output "dashboard" {
  description = "Name of the CloudWatch dashboard."
  value       = aws_cloudwatch_dashboard.dms.dashboard_name
}
