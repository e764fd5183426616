resource "aws_dms_replication_instance" "dms" {
  replication_instance_id      = var.name
  replication_instance_class   = var.instance_class
  allocated_storage            = var.allocated_storage
  engine_version               = var.engine_version
  multi_az                     = var.multi_az
  kms_key_arn                  = var.kms_key_arn
  publicly_accessible          = false
  apply_immediately            = true
  auto_minor_version_upgrade   = true
  preferred_maintenance_window = var.maintenance_window
  replication_subnet_group_id  = aws_dms_replication_subnet_group.dms.replication_subnet_group_id
  vpc_security_group_ids       = [aws_security_group.dms.id]

  depends_on = [aws_iam_role_policy_attachment.service]
}

locals {
  tasks = {
<%- range .In.Tasks %>
    <% q .Name %> = <% printf "mappings/%s.json" .Name | q %>
<%- end %>
  }
}

# Tasks are made and not started: crosswalk dms start tests the connections first.

resource "aws_dms_replication_task" "task" {
  for_each = local.tasks

  replication_task_id      = "${var.name}-${each.key}"
  migration_type           = var.migration_type
  replication_instance_arn = aws_dms_replication_instance.dms.replication_instance_arn
  source_endpoint_arn      = aws_dms_endpoint.source.endpoint_arn
  target_endpoint_arn      = aws_dms_endpoint.target.endpoint_arn
  table_mappings           = file("${path.module}/${each.value}")
<%- if .Settings %>
  replication_task_settings = file("${path.module}/task-settings.json")
<%- end %>
  start_replication_task = false
}
