package awsdms

import (
	"context"
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	dms "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/databasemigrationservice/types"
)

// instance is the replication instance of a stack.
type instance struct{ s *Stack }

// instanceID is the identifier of the instance that the stack uses, its own or an existing one.
func (s *Stack) instanceID() string {
	if s.Instance.Existing != "" {
		return s.Instance.Existing
	}
	return s.id("")
}

// instanceNamed gives the instance, nil where there is none.
func (c *Session) instanceNamed(ctx context.Context, id string) (*types.ReplicationInstance, error) {
	out, err := c.dms.DescribeReplicationInstances(ctx, &dms.DescribeReplicationInstancesInput{Filters: filter("replication-instance-id", id)})
	if isCode(err, notFound) || err == nil && len(out.ReplicationInstances) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, explain("look up replication instance "+id, err)
	}
	return &out.ReplicationInstances[0], nil
}

func (r *instance) read(ctx context.Context, c *Session) (*actual, error) {
	i, err := c.instanceNamed(ctx, r.s.id(""))
	if i == nil || err != nil {
		return nil, err
	}
	w := &r.s.Instance
	a := &actual{arn: aws.ToString(i.ReplicationInstanceArn), state: aws.ToString(i.ReplicationInstanceStatus)}
	a.fields = differ(a.fields, "class", aws.ToString(i.ReplicationInstanceClass), w.Class)
	if w.StorageGB != 0 {
		a.fields = differ(a.fields, "storageGB", strconv.Itoa(int(i.AllocatedStorage)), strconv.Itoa(int(w.StorageGB)))
	}
	a.fields = differ(a.fields, "engineVersion", aws.ToString(i.EngineVersion), w.EngineVersion)
	a.fields = differ(a.fields, "multiAZ", strconv.FormatBool(i.MultiAZ), strconv.FormatBool(w.MultiAZ))
	a.fields = differ(a.fields, "maintenanceWindow", aws.ToString(i.PreferredMaintenanceWindow), w.Window)
	a.fields = fix(a.fields, "kmsKey", aws.ToString(i.KmsKeyId), w.KMSKey)
	if len(r.s.Network.SecurityGroups) > 0 {
		var have []string
		for _, g := range i.VpcSecurityGroups {
			have = append(have, aws.ToString(g.VpcSecurityGroupId))
		}
		a.fields = differ(a.fields, "securityGroups", sortedList(have), sortedList(r.s.Network.SecurityGroups))
	}
	return a, nil
}

func (r *instance) create(ctx context.Context, c *Session, tags []types.Tag) error {
	w := &r.s.Instance
	in := &dms.CreateReplicationInstanceInput{
		ReplicationInstanceIdentifier: aws.String(r.s.id("")), ReplicationInstanceClass: aws.String(w.Class),
		EngineVersion: optional(w.EngineVersion), MultiAZ: aws.Bool(w.MultiAZ), KmsKeyId: optional(w.KMSKey),
		PreferredMaintenanceWindow: optional(w.Window), PubliclyAccessible: aws.Bool(false),
		VpcSecurityGroupIds: r.s.Network.SecurityGroups, Tags: tags,
		ReplicationSubnetGroupIdentifier: aws.String(r.s.id("")),
	}
	if g := r.s.Network.SubnetGroup; g != "" {
		in.ReplicationSubnetGroupIdentifier = aws.String(g)
	}
	if w.StorageGB != 0 {
		in.AllocatedStorage = aws.Int32(w.StorageGB)
	}
	if _, err := c.dms.CreateReplicationInstance(ctx, in); err != nil {
		return explain("create the replication instance", err)
	}
	return c.instanceAvailable(ctx, r.s.id(""))
}

func (r *instance) update(ctx context.Context, c *Session, diff []Field) error {
	i, err := c.instanceNamed(ctx, r.s.id(""))
	if err != nil || i == nil {
		return err
	}
	in := &dms.ModifyReplicationInstanceInput{ReplicationInstanceArn: i.ReplicationInstanceArn, ApplyImmediately: true}
	for _, f := range diff {
		switch f.Name {
		case "class":
			in.ReplicationInstanceClass = aws.String(f.To)
		case "storageGB":
			in.AllocatedStorage = aws.Int32(r.s.Instance.StorageGB)
		case "engineVersion":
			in.EngineVersion, in.AllowMajorVersionUpgrade = aws.String(f.To), true
		case "multiAZ":
			in.MultiAZ = aws.Bool(r.s.Instance.MultiAZ)
		case "maintenanceWindow":
			in.PreferredMaintenanceWindow = aws.String(f.To)
		case "securityGroups":
			in.VpcSecurityGroupIds = r.s.Network.SecurityGroups
		}
	}
	if _, err := c.dms.ModifyReplicationInstance(ctx, in); err != nil {
		return explain("change the replication instance", err)
	}
	return c.instanceAvailable(ctx, r.s.id(""))
}

// instanceAvailable waits until the instance can run tasks.
func (c *Session) instanceAvailable(ctx context.Context, id string) error {
	return c.wait(ctx, "replication instance "+id, func() (bool, string, error) {
		i, err := c.instanceNamed(ctx, id)
		if err != nil {
			return false, "", err
		}
		if i == nil {
			return false, "", fmt.Errorf("replication instance %s is gone", id)
		}
		state := aws.ToString(i.ReplicationInstanceStatus)
		switch state {
		case "available":
			return true, state, nil
		case "failed", "incompatible-credentials", "incompatible-network", "inaccessible-encryption-credentials", "deleting", "deleted":
			return false, state, fmt.Errorf("replication instance %s is %s: delete it with `crosswalk dms destroy` and look at the events of DMS for the reason", id, state)
		}
		return false, state, nil
	})
}

func (r *instance) remove(ctx context.Context, c *Session) error {
	id := r.s.id("")
	i, err := c.instanceNamed(ctx, id)
	if i == nil || err != nil {
		return err
	}
	if aws.ToString(i.ReplicationInstanceStatus) != "deleting" {
		_, err = c.dms.DeleteReplicationInstance(ctx, &dms.DeleteReplicationInstanceInput{ReplicationInstanceArn: i.ReplicationInstanceArn})
		if err != nil && !isCode(err, notFound) {
			return explain("delete the replication instance", err)
		}
	}
	return c.wait(ctx, "deletion of replication instance "+id, func() (bool, string, error) {
		i, err := c.instanceNamed(ctx, id)
		if i == nil || err != nil {
			return err == nil, "gone", err
		}
		return false, aws.ToString(i.ReplicationInstanceStatus), nil
	})
}
