# Serverless replications have no instance to watch. Their metrics are found by a search for the replication's name,
# since the user guide does not tell their dimensions; for the same reason there are no alarms on them here.

resource "aws_cloudwatch_dashboard" "dms" {
  dashboard_name = "${var.name}-dms"
  dashboard_body = jsonencode({
    widgets = [
<%- range $i, $w := .Widgets %><% if $w.PerTask %>
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
          period = <% $.Period %>
          metrics = [
            for s in [for p in setproduct(<% list $w.Metrics %>, keys(local.tasks)) : { metric = p[0], task = p[1] }] :
            [{ expression = "SEARCH('Namespace=\"AWS/DMS\" MetricName=\"${s.metric}\" \"${var.name}-${s.task}\"', '<% $w.Stat %>', <% $.Period %>)", label = "${s.task} ${s.metric}" }]
          ]
        }
      },
<%- end %><% end %>
    ]
  })
}
