locals {
  tasks = {
<%- range .In.Tasks %>
    <% q .Name %> = <% printf "mappings/%s.json" .Name | q %>
<%- end %>
  }
}

# Replications are made and not started.

resource "aws_dms_replication_config" "task" {
  for_each = local.tasks

  replication_config_identifier = "${var.name}-${each.key}"
  resource_identifier           = "${var.name}-${each.key}"
  replication_type              = var.migration_type
  source_endpoint_arn           = aws_dms_endpoint.source.endpoint_arn
  target_endpoint_arn           = aws_dms_endpoint.target.endpoint_arn
  table_mappings                = file("${path.module}/${each.value}")
<%- if .Settings %>
  replication_settings = file("${path.module}/task-settings.json")
<%- end %>
  start_replication = false

  compute_config {
    replication_subnet_group_id  = aws_dms_replication_subnet_group.dms.replication_subnet_group_id
    vpc_security_group_ids       = [aws_security_group.dms.id]
    min_capacity_units           = var.min_capacity_units
    max_capacity_units           = var.max_capacity_units
    multi_az                     = var.multi_az
    kms_key_id                   = var.kms_key_arn
    preferred_maintenance_window = var.maintenance_window
  }

  depends_on = [aws_iam_role_policy_attachment.service]
}
