package guardrail

// operators are how several words or keys are combined.
func operators(fallback string) parameter {
	p := choice("any", "all", "none")
	p.fallback = literal(fallback)
	return p
}

// matches are how a value is compared.
func matches() parameter { return choice("exact", "contains", "containsAll", "regex") }

// codeLanguages are those that the check for code knows.
var codeLanguages = []string{
	"SQL", "Python", "TypeScript", "JavaScript", "Java", "C#", "C++", "C", "Ruby", "PHP", "Swift", "Kotlin", "Go", "Rust", "Scala", "R",
	"Perl", "Shell", "HTML", "CSS", "XML", "JSON", "YAML", "Markdown", "Dockerfile",
}

// basicChecks run in the gateway.
var basicChecks = map[string]parameters{
	"default.regexMatch":     inverted(parameters{"rule": needed(words())}),
	"default.sentenceCount":  inverted(parameters{"minSentences": amount(0), "maxSentences": amount(99999)}),
	"default.wordCount":      inverted(parameters{"minWords": amount(0), "maxWords": amount(99999)}),
	"default.characterCount": inverted(parameters{"minCharacters": amount(0), "maxCharacters": amount(9999999)}),
	"default.jsonSchema":     inverted(parameters{"schema": needed(record())}),
	"default.jsonKeys":       {"keys": needed(listOf()), "operator": needed(operators("any"))},
	"default.contains":       {"words": needed(listOf()), "operator": needed(operators("any"))},
	"default.validUrls":      inverted(parameters{"onlyDNS": flag(false)}),
	"default.containsCode":   inverted(parameters{"format": needed(openly(parameter{kind: kindText, values: codeLanguages}))}),
	"default.webhook": {
		"webhookURL": needed(words()), "headers": record(), "timeout": amount(3000), "failOnError": flag(false),
	},
	"default.endsWith":     inverted(parameters{"suffix": needed(words())}),
	"default.alluppercase": inverted(parameters{"format": words()}),
	// The description has one spelling and the open gateway another, of this and of the
	// list of models.
	"default.isAllLowerCase": inverted(parameters{"format": words()}),
	"default.alllowercase":   inverted(parameters{"format": words()}),
	"default.modelWhitelist": inverted(parameters{"models": needed(listOf())}),
	"default.modelwhitelist": inverted(parameters{"models": needed(listOf())}),
	"default.jwt": {
		"jwksUri": words(), "jwks": parameter{}, "introspectEndpoint": words(), "introspectContentType": words(), "introspectCacheMaxAge": parameter{kind: kindNumber},
		"headerKey": wordsLike("Authorization"), "cacheMaxAge": amount(86400), "clockTolerance": amount(5), "maxTokenAge": wordsLike("1d"),
		"algorithms": {kind: kindList, fallback: `["RS256"]`}, "requiredClaims": listOf(), "claimValues": record(), "headerPayloadMatch": listOf(),
		"extractClaims": listOf(), "claimPrefix": wordsLike("x-jwt-"),
	},
	"default.requiredMetadataKeys":     {"metadataKeys": needed(listOf()), "operator": operators("all")},
	"default.requiredMetadataKeyPairs": {"metadataPairs": needed(record()), "operator": operators("all"), "matchType": matches()},
	"default.allowedRequestTypes":      {"allowedTypes": listOf(), "blockedTypes": listOf()},
	"default.modelRules":               inverted(parameters{"rules": needed(record())}),
	"default.requestParametersCheck":   {"tools": record(), "params": record()},
	"default.addPrefix": {
		"prefix": needed(words()), "applyToRole": choice("user", "system", "assistant"), "addToExisting": flag(true), "onlyIfEmpty": flag(false),
	},
	"default.regexReplace": {"rule": needed(words()), "redactText": wordsLike("[REDACTED]"), "failOnDetection": flag(false)},
	"default.notNull":      inverted(nil),
	"default.log":          {"logURL": needed(words()), "headers": record()},
}

// portkeyChecks run at Portkey.
var portkeyChecks = map[string]parameters{
	"portkey.moderateContent": timed(inverted(parameters{"categories": needed(openly(listOf(
		"hate", "hate/threatening", "harassment", "harassment/threatening", "self-harm", "self-harm/intent", "self-harm/instructions",
		"sexual", "sexual/minors", "violence", "violence/graphic")))})),
	"portkey.language": timed(inverted(parameters{"language": {}})),
	"portkey.pii": timed(inverted(parameters{
		"categories": needed(openly(listOf("EMAIL_ADDRESS", "PHONE_NUMBER", "LOCATION_ADDRESS", "NAME", "IP_ADDRESS", "CREDIT_CARD", "SSN"))),
		"redact":     flag(false),
	})),
	"portkey.gibberish": timed(inverted(nil)),
}
