# Host, user and password come from the secrets; DMS reads them with the role of iam.tf.

resource "aws_dms_endpoint" "source" {
  endpoint_id                     = "${var.name}-source"
  endpoint_type                   = "source"
  engine_name                     = <% q .In.Source %>
  database_name                   = var.source_database
  secrets_manager_arn             = var.source_secret_arn
  secrets_manager_access_role_arn = aws_iam_role.secrets.arn
  ssl_mode                        = var.source_ssl_mode
  certificate_arn                 = var.source_certificate_arn
  kms_key_arn                     = var.kms_key_arn
  extra_connection_attributes     = var.source_extra_connection_attributes

  depends_on = [aws_iam_role_policy.secrets]

  lifecycle {
    precondition {
      condition     = !startswith(var.source_ssl_mode, "verify-") || var.source_certificate_arn != null
      error_message = "source_ssl_mode verifies the server: give source_certificate_arn."
    }
  }
}

resource "aws_dms_endpoint" "target" {
  endpoint_id                     = "${var.name}-target"
  endpoint_type                   = "target"
  engine_name                     = <% q .In.Target %>
  database_name                   = var.target_database
  secrets_manager_arn             = var.target_secret_arn
  secrets_manager_access_role_arn = aws_iam_role.secrets.arn
  ssl_mode                        = var.target_ssl_mode
  certificate_arn                 = var.target_certificate_arn
  kms_key_arn                     = var.kms_key_arn
  extra_connection_attributes     = var.target_extra_connection_attributes

  depends_on = [aws_iam_role_policy.secrets]

  lifecycle {
    precondition {
      condition     = !startswith(var.target_ssl_mode, "verify-") || var.target_certificate_arn != null
      error_message = "target_ssl_mode verifies the server: give target_certificate_arn."
    }
  }
}
