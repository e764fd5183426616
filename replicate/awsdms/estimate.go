package awsdms

import (
	"fmt"
	"math"
)

// size is a row of the sizing table for replication instances: up to that volume or rate of changes.
type size struct {
	maxGB, maxChanges float64
	class             string
	storageGB         int32
	loLoad, hiLoad    float64 // GB an hour of full load
	// A migration of refGB took loHours to hiHours and cost loUSD to hiUSD for the instance (us-east-1, early 2026).
	refGB, loHours, hiHours, loUSD, hiUSD float64
}

var sizes = []size{
	{100, 1000, "dms.t3.medium", 50, 20, 40, 50, 4, 8, 2, 4},
	{1024, 5000, "dms.r5.xlarge", 100, 50, 100, 500, 24, 48, 15, 30},
	{10240, 20000, "dms.r5.4xlarge", 500, 100, 300, 5120, 72, 168, 300, 700},
	{math.Inf(1), math.Inf(1), "dms.r5.16xlarge", 1024, 300, 600, 51200, 336, 672, 3000, 6000},
}

// transferUSD is the price of a GB from outside AWS: 460 USD for 5 TB.
const transferUSD = 460.0 / 5120

func sizeOf(w Workload) size {
	for _, s := range sizes {
		if w.VolumeGB <= s.maxGB && w.ChangesPerSecond <= s.maxChanges {
			return s
		}
	}
	return sizes[len(sizes)-1]
}

// Estimate is what a migration takes, as ranges from the sizing tables; it is no promise.
type Estimate struct {
	Class       string     `json:"instanceClass"` // the class that the tables give for the workload
	LoadHours   [2]float64 `json:"fullLoadHours"`
	InstanceUSD [2]float64 `json:"instanceUSD"`
	TransferUSD float64    `json:"transferUSD"`
	TotalUSD    [2]float64 `json:"totalUSD"`
	Notes       []string   `json:"notes,omitempty"`
}

// estimate goes by the workload; nil where the stack does not tell it.
func estimate(s *Stack) *Estimate {
	w := s.Workload
	if w.VolumeGB <= 0 {
		return nil
	}
	row := sizeOf(w)
	scale := w.VolumeGB / row.refGB
	e := &Estimate{Class: row.class,
		LoadHours:   [2]float64{w.VolumeGB / row.hiLoad, w.VolumeGB / row.loLoad},
		InstanceUSD: [2]float64{row.loUSD * scale, row.hiUSD * scale}}
	if s.Instance.MultiAZ {
		e.InstanceUSD[0] *= 2
		e.InstanceUSD[1] *= 2
		e.Notes = append(e.Notes, "Multi-AZ runs two instances: the cost is doubled")
	}
	if w.OnPremises {
		e.TransferUSD = w.VolumeGB * transferUSD
	}
	e.TotalUSD = [2]float64{e.InstanceUSD[0] + e.TransferUSD, e.InstanceUSD[1] + e.TransferUSD}
	if s.Instance.Class != "" && s.Instance.Class != row.class {
		e.Notes = append(e.Notes, fmt.Sprintf("the stack names %s; for this workload the tables give %s, and the figures are for that", s.Instance.Class, row.class))
	}
	return e
}
