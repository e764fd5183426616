# The role with which DMS reads the two secrets, and nothing else.

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["dms.${var.region}.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

data "aws_iam_policy_document" "secrets" {
  statement {
    actions   = <% list .Secret %>
    resources = [var.source_secret_arn, var.target_secret_arn]
  }

  dynamic "statement" {
    for_each = length(var.secret_kms_key_arns) > 0 ? [1] : []

    content {
      actions   = ["kms:Decrypt"]
      resources = var.secret_kms_key_arns

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${var.region}.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role" "secrets" {
  name               = "${var.name}-dms-secrets"
  description        = "DMS reads the secrets of the migration ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "secrets" {
  name   = "read-secrets"
  role   = aws_iam_role.secrets.id
  policy = data.aws_iam_policy_document.secrets.json
}

# For whoever runs the migration. Actions that only look have no resources in IAM; the others act on this migration alone.

data "aws_iam_policy_document" "operator" {
  statement {
    sid       = "Look"
    actions   = <% lines .Look %>
    resources = ["*"]
  }

  statement {
    sid       = "Run"
    actions   = <% lines .Run %>
<%- if .In.Serverless %>
    resources = [for c in aws_dms_replication_config.task : c.arn]
  }

  statement {
    sid       = "Test"
    actions   = ["dms:TestConnection"]
    resources = [aws_dms_endpoint.source.endpoint_arn, aws_dms_endpoint.target.endpoint_arn]
  }
<%- else %>
    resources = [for t in aws_dms_replication_task.task : t.replication_task_arn]
  }

  statement {
    sid     = "Test"
    actions = ["dms:TestConnection"]
    resources = [
      aws_dms_endpoint.source.endpoint_arn,
      aws_dms_endpoint.target.endpoint_arn,
      aws_dms_replication_instance.dms.replication_instance_arn,
    ]
  }

  statement {
    sid       = "Log"
    actions   = <% list .Logs %>
    resources = ["arn:${data.aws_partition.current.partition}:logs:${var.region}:${data.aws_caller_identity.current.account_id}:log-group:dms-tasks-${var.name}:*"]
  }
<%- end %>
}

resource "aws_iam_policy" "operator" {
  name        = "${var.name}-dms-operator"
  description = "Start, stop, reload and watch the migration ${var.name}"
  policy      = data.aws_iam_policy_document.operator.json
}

# Roles that DMS looks for by name. Their trust names the service without a region, as DMS wants it.

locals {
  service_roles = {
<%- range .Roles %>
    <% q .Name %> = <% q .Policy %>
<%- end %>
  }
}

data "aws_iam_policy_document" "service_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["dms.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "service" {
  for_each = var.create_service_roles ? local.service_roles : {}

  name               = each.key
  assume_role_policy = data.aws_iam_policy_document.service_trust.json
}

resource "aws_iam_role_policy_attachment" "service" {
  for_each = var.create_service_roles ? local.service_roles : {}

  role       = aws_iam_role.service[each.key].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/${each.value}"
}
