package ir

import "github.com/crosswalk-db/crosswalk/ir/diag"

// Span gives the place.
func (h *Handler) Span() diag.Span { return h.Sp }

// Span gives the place.
func (p *Partition) Span() diag.Span { return p.Sp }

// Span gives the place.
func (p *Partitioning) Span() diag.Span { return p.Sp }

// Span gives the place.
func (w *MergeWhen) Span() diag.Span { return w.Sp }

// Span gives the place.
func (s *TriggerSection) Span() diag.Span { return s.Sp }
