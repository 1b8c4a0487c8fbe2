package function

import (
	"fmt"
	"math/big"
	"slices"
)

// checker collects the problems of a gateway config. It reports what the sources named
// in gateway_config_keys.go reject, and is lenient where they differ or say nothing.
// Unknown values pass.
type checker struct{ problems []string }

func (c *checker) refuse(at, format string, args ...any) {
	c.problems = append(c.problems, located(at, fmt.Sprintf(format, args...)))
}

// config checks a config, or a target, which may have all that a config has.
func (c *checker) config(at string, tree any) {
	if text, ok := tree.(string); ok && at == "" {
		c.refuse(at, "is a string of %d bytes, not an object; pass the object itself, without jsonencode, or use jsondecode", len(text))
		return
	}
	config, ok := c.object(at, tree, configKeys)
	if !ok {
		return
	}
	for _, key := range []string{"name", "provider", "api_key", "virtual_key", "custom_host"} {
		c.text(join(at, key), config[key])
	}
	c.statusCodes(join(at, "on_status_codes"), config["on_status_codes"])
	c.whole(join(at, "request_timeout"), config["request_timeout"], 1, 0, "milliseconds")
	c.weight(join(at, "weight"), config["weight"])
	c.retry(join(at, "retry"), config["retry"])
	c.cache(join(at, "cache"), config["cache"])
	c.breaker(join(at, "cb_config"), config["cb_config"])
	for i, target := range c.list(join(at, "targets"), config["targets"]) {
		c.config(index(join(at, "targets"), i), target)
	}
	c.strategy(at, config["strategy"], config["targets"])
}

func (c *checker) strategy(at string, tree, targets any) {
	here := join(at, "strategy")
	strategy, ok := c.object(here, tree, strategyKeys)
	if !ok {
		return
	}
	c.statusCodes(join(here, "on_status_codes"), strategy["on_status_codes"])
	c.breaker(join(here, "cb_config"), strategy["cb_config"])
	// The first is Portkey's spelling, the second is seen in examples of others.
	for _, key := range []string{"sticky_session", "sticky"} {
		c.object(join(here, key), strategy[key], stickyKeys)
	}
	mode := c.mode(here, strategy, modes)
	list, isList := targets.([]any)
	if slices.Contains(modes[1:], mode) && (targets == nil || isList && len(list) == 0) {
		c.refuse(join(at, "targets"), "missing or empty, but the mode %s needs targets; add some, or remove the strategy", mode)
	}
	switch mode {
	case "loadbalance":
		c.weights(join(at, "targets"), list)
	case "conditional":
		c.conditions(here, strategy, namesOf(targets))
	}
}

// weights reports targets that all have the weight 0: the gateway then fails each
// request. The default is 1.
func (c *checker) weights(at string, targets []any) {
	for _, tree := range targets {
		target, ok := tree.(map[string]any)
		if !ok {
			return
		}
		weight, isNumber := target["weight"].(*big.Float)
		if !isNumber || weight.Sign() != 0 {
			return
		}
	}
	if len(targets) > 0 {
		c.refuse(at, "all weights are 0, so no target would be chosen; set at least one weight above 0")
	}
}

// conditions checks what only the mode conditional has. The open gateway accepts a
// config without a default and fails where no condition matches; Portkey's schema
// requires one.
func (c *checker) conditions(at string, strategy map[string]any, names targetNames) {
	if strategy["conditions"] == nil {
		c.refuse(join(at, "conditions"), "missing; add a list of objects with query and then")
	}
	for i, tree := range c.list(join(at, "conditions"), strategy["conditions"]) {
		here := index(join(at, "conditions"), i)
		condition, ok := c.object(here, tree, conditionKeys)
		if !ok {
			continue
		}
		if condition["query"] == nil {
			c.refuse(join(here, "query"), "missing; add the query that selects the requests, as in query = { \"metadata.plan\" = { \"$eq\" = \"paid\" } }")
		}
		c.object(join(here, "query"), condition["query"], nil)
		c.targetName(join(here, "then"), condition["then"], names)
	}
	c.targetName(join(at, "default"), strategy["default"], names)
}

// targetName requires the name of exactly one target. It shows no names: they are
// values as any other.
func (c *checker) targetName(at string, tree any, names targetNames) {
	if tree == nil {
		c.refuse(at, "missing; set it to the name of a target")
		return
	}
	c.text(at, tree)
	name, ok := tree.(string)
	switch count := names.count[name]; {
	case !ok:
	case count == 0 && names.complete:
		c.refuse(at, "does not match the name of any target; correct it, or the name of the target")
	case count > 1:
		c.refuse(at, "matches the name of %d targets, of which the gateway uses only the first; give each target a unique name", count)
	}
}

// targetNames counts the targets of each name. It is incomplete if a name is unknown,
// and if there are no targets, which is reported separately.
type targetNames struct {
	count    map[string]int
	complete bool
}

func namesOf(given any) targetNames {
	targets, ok := given.([]any)
	names := targetNames{count: map[string]int{}, complete: ok && len(targets) > 0}
	for _, tree := range targets {
		switch target := tree.(type) {
		case map[string]any:
			switch name := target["name"].(type) {
			case string:
				names.count[name]++
			case unknown:
				names.complete = false
			}
		case unknown:
			names.complete = false
		}
	}
	return names
}

// retry checks a retry. The maximum of five attempts is from Portkey's page on
// retries; the open gateway accepts any number.
func (c *checker) retry(at string, tree any) {
	retry, ok := c.object(at, tree, retryKeys)
	if !ok {
		return
	}
	if retry["attempts"] == nil {
		c.refuse(join(at, "attempts"), "missing; set a number from 0 to 5")
	}
	c.whole(join(at, "attempts"), retry["attempts"], 0, 5, "a number of attempts")
	c.statusCodes(join(at, "on_status_codes"), retry["on_status_codes"])
}

// cache checks a cache. The mode alone, as a string, is accepted by the open gateway.
// According to Portkey's page on the cache, the minimum of max_age is 60 seconds, and
// the maximum 90 days for a config and 25923000 seconds for an organisation.
func (c *checker) cache(at string, tree any) {
	if mode, ok := tree.(string); ok {
		c.closed(at, mode, cacheModes)
		return
	}
	cache, ok := c.object(at, tree, cacheKeys)
	if !ok {
		return
	}
	c.mode(at, cache, cacheModes)
	c.whole(join(at, "max_age"), cache["max_age"], 60, 25923000, "a valid number of seconds")
}

func (c *checker) breaker(at string, tree any) {
	if breaker, ok := c.object(at, tree, breakerKeys); ok {
		c.statusCodes(join(at, "failure_status_codes"), breaker["failure_status_codes"])
	}
}
