variable "region" {
  description = "AWS region of the migration."
  type        = string
}

variable "name" {
  description = "Put in front of all identifiers; crosswalk dms finds the tasks by it."
  type        = string
  default     = <% q .In.Name %>

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.name)) && length(var.name) <= 40
    error_message = "Write at most 40 lower-case letters, digits and single hyphens, a letter first."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}

# The network.

variable "vpc_id" {
  description = "VPC that reaches both databases."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets in two availability zones or more."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "DMS wants subnets in two availability zones or more."
  }
}

variable "source_cidrs" {
  description = "Addresses of the source database, as CIDR blocks."
  type        = list(string)
}

variable "target_cidrs" {
  description = "Addresses of the target database, as CIDR blocks."
  type        = list(string)
}

variable "https_cidrs" {
  description = "Where Secrets Manager and CloudWatch are reached: the CIDR blocks of their VPC endpoints, or everywhere through a NAT gateway."
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

# The databases.

variable "source_secret_arn" {
  description = "ARN of the secret with host, port, username and password of the source."
  type        = string
}

variable "target_secret_arn" {
  description = "ARN of the secret with host, port, username and password of the target."
  type        = string
}

variable "secret_kms_key_arns" {
  description = "KMS keys that encrypt the secrets; none when it is the key of Secrets Manager."
  type        = list(string)
  default     = []
}

variable "source_database" {
  description = "Database of the source<% if eq .In.Source "oracle" %>: its service name or SID<% end %>."
  type        = string
}

variable "target_database" {
  description = "Database of the target."
  type        = string
}

variable "source_port" {
  description = "Port of the source, which the security group opens."
  type        = number
  default     = <% .Source.Port %>
}

variable "target_port" {
  description = "Port of the target, which the security group opens."
  type        = number
  default     = <% .Target.Port %>
}

variable "source_ssl_mode" {
  description = "Encryption of the connection to the source: <% range $i, $m := .Source.SSLModes %><% if $i %>, <% end %><% $m %><% end %>. The verify modes need source_certificate_arn."
  type        = string
<%- if .Source.SSL %>
  default     = <% q .Source.SSL %>
<%- end %>

  validation {
    condition     = contains(<% list .Source.SSLModes %>, var.source_ssl_mode)
    error_message = "DMS knows <% range $i, $m := .Source.SSLModes %><% if $i %>, <% end %><% $m %><% end %> for this engine."
  }
}

variable "target_ssl_mode" {
  description = "Encryption of the connection to the target: <% range $i, $m := .Target.SSLModes %><% if $i %>, <% end %><% $m %><% end %>. The verify modes need target_certificate_arn."
  type        = string
<%- if .Target.SSL %>
  default     = <% q .Target.SSL %>
<%- end %>

  validation {
    condition     = contains(<% list .Target.SSLModes %>, var.target_ssl_mode)
    error_message = "DMS knows <% range $i, $m := .Target.SSLModes %><% if $i %>, <% end %><% $m %><% end %> for this engine."
  }
}

variable "source_certificate_arn" {
  description = "ARN of the certificate that DMS knows the source by; null for none."
  type        = string
  default     = null
}

variable "target_certificate_arn" {
  description = "ARN of the certificate that DMS knows the target by; null for none."
  type        = string
  default     = null
}

variable "source_extra_connection_attributes" {
  description = "Further settings of the source endpoint, as key=value; pairs. No password belongs here."
  type        = string
  default     = <% q .Source.AsSource %>
}

variable "target_extra_connection_attributes" {
  description = "Further settings of the target endpoint, as key=value; pairs. No password belongs here."
  type        = string
  default     = <% q .Target.AsTarget %>
}

# The migration.

variable "migration_type" {
  description = "full-load, full-load-and-cdc or cdc. It cannot be changed later."
  type        = string
  default     = "full-load-and-cdc"

  validation {
    condition     = contains(["full-load", "full-load-and-cdc", "cdc"], var.migration_type)
    error_message = "Write full-load, full-load-and-cdc or cdc."
  }
}

variable "multi_az" {
  description = "A standby in another availability zone; it doubles the cost."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "KMS key for what is stored on the way; null for the account's key of DMS."
  type        = string
  default     = null
}

variable "maintenance_window" {
  description = "Weekly window for maintenance, in UTC."
  type        = string
  default     = "sun:06:00-sun:08:00"
}

variable "create_service_roles" {
  description = "Make <% range $i, $r := .Roles %><% if $i %> and <% end %><% $r.Name %><% end %>. An account has them once: false when they are there."
  type        = bool
  default     = false
}
<%- if .In.Serverless %>

variable "min_capacity_units" {
  description = "Smallest capacity in DMS capacity units of 2 GB: 1, 2, 4, 8, 16, 32, 64, 128, 192, 256 or 384."
  type        = number
  default     = <% index .Size.Units 0 %>
}

variable "max_capacity_units" {
  description = "Largest capacity in DMS capacity units of 2 GB. The default is for <% .Size.Why %>."
  type        = number
  default     = <% index .Size.Units 1 %>
}
<%- else %>

variable "instance_class" {
  description = "Class of the replication instance. The default is for <% .Size.Why %>."
  type        = string
  default     = <% q .Size.Class %>
}

variable "allocated_storage" {
  description = "Disk of the replication instance in GB, 5 to 6144."
  type        = number
  default     = <% .Size.StorageGB %>
}

variable "engine_version" {
  description = "Version of DMS; null for its default."
  type        = string
  default     = null
}

# The alarms.

variable "alarm_topic_arns" {
  description = "SNS topics that alarms are sent to."
  type        = list(string)
  default     = []
}

variable "missing_data" {
  description = "What an alarm makes of missing values: breaching has the CDC latency alarm ring also while a task does not run."
  type        = string
  default     = "breaching"
}
<%- range .Thresholds %>

variable <% q .Variable %> {
  description = <% q .Says %>
  type        = number
  default     = <% .Value %>
}
<%- end %>
<%- end %>
