# A task's metrics carry the last part of its ARN, which DMS makes.

locals {
  instance_dimensions = {
    ReplicationInstanceIdentifier = aws_dms_replication_instance.dms.replication_instance_id
  }
  task_dimensions = {
    for name, task in aws_dms_replication_task.task : name => {
      ReplicationInstanceIdentifier = aws_dms_replication_instance.dms.replication_instance_id
      ReplicationTaskIdentifier     = element(split(":", task.replication_task_arn), 6)
    }
  }
}
<%- range .Alarms %>

resource "aws_cloudwatch_metric_alarm" <% q .Key %> {
<%- if .PerTask %>
  for_each = local.task_dimensions

  alarm_name          = "${var.name}-${each.key}-<% .Key %>"
  alarm_description   = "${each.key}: <% .Says %>"
  dimensions          = each.value
<%- else %>
  alarm_name          = "${var.name}-<% .Key %>"
  alarm_description   = "${var.name}: <% .Says %>"
  dimensions          = local.instance_dimensions
<%- end %>
  namespace           = "AWS/DMS"
  metric_name         = <% q .Metric %>
  statistic           = <% q .Statistic %>
  comparison_operator = <% q .Comparison %>
  threshold           = var.<% .Threshold.Variable %><% if gt .Threshold.Factor 1 %> * <% .Threshold.Factor %><% end %>
  period              = <% $.Period %>
  evaluation_periods  = <% $.Periods %>
  datapoints_to_alarm = <% $.Datapoints %>
  treat_missing_data  = var.missing_data
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}
<%- end %>

resource "aws_cloudwatch_dashboard" "dms" {
  dashboard_name = "${var.name}-dms"
  dashboard_body = jsonencode({
    widgets = [
<%- range $i, $w := .Widgets %>
      {
        type   = "metric"
        x      = <% $w.X $i %>
        y      = <% $w.Y $i %>
        width  = 12
        height = 6
        properties = {
          title  = <% q $w.Title %>
          region = var.region
          view   = "timeSeries"
          stat   = <% q $w.Stat %>
          period = <% $.Period %>
<%- if $w.PerTask %>
          metrics = flatten([
            for metric in <% list $w.Metrics %> : [
              for name, d in local.task_dimensions : [
                ["AWS/DMS", metric, "ReplicationInstanceIdentifier", d.ReplicationInstanceIdentifier, "ReplicationTaskIdentifier", d.ReplicationTaskIdentifier, { label = "${name} ${metric}" }]
              ]
            ]
          ])
<%- else %>
          metrics = [
<%- range $w.Metrics %>
            ["AWS/DMS", <% q . %>, "ReplicationInstanceIdentifier", aws_dms_replication_instance.dms.replication_instance_id],
<%- end %>
          ]
<%- end %>
        }
      },
<%- end %>
    ]
  })
}
