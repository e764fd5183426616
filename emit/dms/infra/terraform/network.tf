# The databases, Secrets Manager and CloudWatch are all that is reached; nothing reaches in.

resource "aws_security_group" "dms" {
  name        = "${var.name}-dms"
  description = "DMS: out to the databases and to HTTPS, nothing in"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_egress_rule" "source" {
  for_each = toset(var.source_cidrs)

  security_group_id = aws_security_group.dms.id
  description       = "To the source, <% .Source.Title %>"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = var.source_port
  to_port           = var.source_port
}

resource "aws_vpc_security_group_egress_rule" "target" {
  for_each = toset(var.target_cidrs)

  security_group_id = aws_security_group.dms.id
  description       = "To the target, <% .Target.Title %>"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = var.target_port
  to_port           = var.target_port
}

resource "aws_vpc_security_group_egress_rule" "https" {
  for_each = toset(var.https_cidrs)

  security_group_id = aws_security_group.dms.id
  description       = "To Secrets Manager and CloudWatch"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_dms_replication_subnet_group" "dms" {
  replication_subnet_group_id          = var.name
  replication_subnet_group_description = "Subnets of the migration ${var.name}"
  subnet_ids                           = var.subnet_ids

  depends_on = [aws_iam_role_policy_attachment.service]
}
