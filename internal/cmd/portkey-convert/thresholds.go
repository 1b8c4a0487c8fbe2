package main

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// mayHaveLimits are the blocks in which usage limits can be written, beside those of the
// types that have some.
var mayHaveLimits = []string{"locals", "module", "run", "variable", "variables"}

// thresholds notes those of a block that may have been meant as percentages, as the
// vendor's documentation describes them.
func (m *module) thresholds(block *hclsyntax.Block) {
	if !slices.Contains(mayHaveLimits, block.Type) && (!m.isOurs(block) || !slices.Contains([]*noun{workspace, workspaceAccess, apiKey}, nouns[block.Labels[0]])) {
		return
	}
	_ = hclsyntax.VisitAll(block.Body, func(node hclsyntax.Node) hcl.Diagnostics {
		limit := map[string]hclsyntax.Expression{}
		switch node := node.(type) {
		case *hclsyntax.ObjectConsExpr:
			for _, item := range node.Items {
				limit[literalText(item.KeyExpr)] = item.ValueExpr
			}
		case *hclsyntax.Body:
			for name, attribute := range node.Attributes {
				limit[name] = attribute.Expr
			}
		}
		m.threshold(node.Range(), limit)
		return nil
	})
}

// threshold notes that of one limit, where its amount is known or where the budget is
// no literal.
func (m *module) threshold(at hcl.Range, limit map[string]hclsyntax.Expression) {
	if limit["alert_threshold"] == nil || limit["credit_limit"] == nil {
		return
	}
	threshold, ok := literalNumber(limit["alert_threshold"])
	if !ok || threshold <= 0 {
		return
	}
	budget, isLiteral := literalNumber(limit["credit_limit"])
	switch {
	case isLiteral && threshold > budget && threshold <= 100:
		m.note(at, "alert_threshold = %g is above the credit_limit of %g, which is an error here: if it is a percentage, write %g", threshold, budget, budget*threshold/100)
	case isLiteral && threshold > budget:
		m.note(at, "alert_threshold = %g is above the credit_limit of %g, which is an error here", threshold, budget)
	case isLiteral && threshold <= 100 && budget != 100:
		m.note(at, "alert_threshold = %g warns at %g of %g, in the unit of type: it is not a percentage", threshold, threshold, budget)
	case !isLiteral && threshold <= 100:
		m.note(at, "alert_threshold = %g warns at %g, in the unit of type: it is not a percentage of credit_limit", threshold, threshold)
	}
}
