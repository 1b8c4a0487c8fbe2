package guardrail

// threshold is a number from 0 to 1.
func threshold() parameter { return amount(0.5) }

func scanners() parameter {
	return needed(openly(listOf("prompt_injection", "pii", "secrets", "toxic_language", "invisible_characters")))
}

// strictness is how thorough a check is.
func strictness() parameter {
	p := choice("speed", "balanced", "quality")
	p.fallback = literal("balanced")
	return p
}

// partnerChecks run at the services of others, and need credentials of these in the plugins
// of the organisation.
var partnerChecks = map[string]parameters{
	"sydelabs.sydeguard": timed(parameters{
		"prompt_injection_threshold": threshold(), "toxicity_threshold": threshold(), "evasion_threshold": threshold(),
	}),
	"aporia.validateProject": timed(parameters{"projectID": needed(words())}),
	"pillar.scanPrompt":      timed(parameters{"scanners": scanners()}),
	"pillar.scanResponse":    timed(parameters{"scanners": scanners()}),

	"patronus.phi":                      patronus(parameters{"redact": flag(false)}),
	"patronus.pii":                      patronus(parameters{"redact": flag(false)}),
	"patronus.isConcise":                patronus(nil),
	"patronus.isHelpful":                patronus(nil),
	"patronus.isPolite":                 patronus(nil),
	"patronus.noApologies":              patronus(nil),
	"patronus.noGenderBias":             patronus(nil),
	"patronus.noRacialBias":             patronus(nil),
	"patronus.retrievalAnswerRelevance": patronus(nil),
	"patronus.retrievalHallucination":   patronus(nil),
	"patronus.toxicity":                 patronus(nil),
	"patronus.custom":                   {"profile": needed(words()), "timeout": amount(15000)},

	"mistral.moderateContent": timed(parameters{"categories": needed(openly(listOf(
		"sexual", "hate_and_discrimination", "violence_and_threats", "dangerous_and_criminal_content", "selfharm", "health", "financial", "law", "pii")))}),
	"bedrock.guard": timed(parameters{
		"guardrailVersion": needed(parameter{}), "guardrailId": needed(words()), "redact": flag(false), "customHost": words(),
	}),
	"promptfoo.guard": timed(nil),
	"promptfoo.pii":   timed(parameters{"redact": flag(false)}),
	"promptfoo.harm":  timed(nil),
	"acuvity.scan":    acuvity,
	"Acuvity.scan":    acuvity,
	"lasso.classify":  timed(parameters{"messages": listOf(), "conversationId": words(), "userId": words(), "apiEndpoint": words()}),

	"azure.contentSafety": timed(parameters{
		"blocklistNames": {kind: kindList, fallback: `[]`}, "apiVersion": wordsLike("2024-09-01"), "severity": amount(2),
		"categories": openly(listOf("Hate", "SelfHarm", "Sexual", "Violence")),
	}),
	"azure.pii": timed(parameters{
		"domain": choice("none", "phi"), "apiVersion": wordsLike("2024-11-01"), "modelVersion": wordsLike("latest"), "redact": flag(false),
		"language": wordsLike("en"),
	}),
	"azure.shieldPrompt":      timed(parameters{"apiVersion": wordsLike("2024-09-01")}),
	"azure.protectedMaterial": timed(parameters{"apiVersion": wordsLike("2024-09-01")}),
	"panw-prisma-airs.intercept": {
		"profile_name": words(), "profile_id": words(), "ai_model": wordsLike("unknown-model"), "app_user": wordsLike("portkey-gateway"), "app_name": words(),
		"scan_scope": choice("last_message", "last_user_message", "user_messages", "all_messages"), "strip_scaffolding": flag(false),
	},
	"pangea.textGuard":               {"recipe": words(), "debug": {kind: kindBoolean}, "overrides": record()},
	"pangea.pii":                     {"redact": flag(false)},
	"promptsecurity.protectPrompt":   promptSecurity,
	"promptsecurity.protectResponse": promptSecurity,

	"qualifire.contentModeration": {},
	"qualifire.pii":               {},
	"qualifire.promptInjections":  {},
	"qualifire.hallucinations":    {"mode": strictness()},
	"qualifire.grounding":         {"mode": strictness()},
	"qualifire.toolUseQuality":    {"mode": strictness()},
	"qualifire.policy": {
		"policies": needed(listOf()), "mode": strictness(), "policy_target": {kind: kindText, values: []string{"input", "output", "both"}, fallback: `"both"`},
	},
	"walledai.walledprotect": {
		"generic_safety_check": flag(true), "greetings_list": {kind: kindList, fallback: `["Casual & Friendly"]`}, "pii_list": listOf(),
		"compliance_list": {kind: kindList, fallback: `[]`},
	},
	"javelin.guardrails":                    {},
	"f5-guardrails.scan":                    timed(parameters{"projectId": words(), "redact": flag(false), "credentials": record()}),
	"crowdstrike-aidr.guardChatCompletions": timed(parameters{"redact": flag(false)}),
	"cato.analyze":                          timed(parameters{"userEmail": words(), "keyAlias": words()}),
	"exa.online": {
		"prefix": words(), "suffix": words(), "numResults": amount(5), "includeDomains": listOf(), "excludeDomains": listOf(), "timeout": amount(10000),
	},
}

// patronus adds a timeout whose default differs between descriptions.
func patronus(p parameters) parameters { return with(p, "timeout", parameter{kind: kindNumber}) }

var acuvity = timed(parameters{
	"prompt_injection": flag(true), "prompt_injection_threshold": threshold(), "toxic": flag(true), "toxic_threshold": threshold(),
	"jail_break": flag(true), "jail_break_threshold": threshold(), "malicious_url": flag(true), "malicious_url_threshold": threshold(),
	"biased": flag(true), "biased_threshold": threshold(), "harmful": flag(true), "harmful_threshold": threshold(),
	"language": flag(true), "language_values": wordsLike("english"), "pii": flag(true), "pii_redact": flag(false), "pii_categories": listOf(),
	"secrets": flag(true), "secrets_redact": flag(false), "secrets_categories": listOf(),
})

var promptSecurity = parameters{
	"policy": record(), "redact": {kind: kindBoolean}, "monitorOnly": {kind: kindBoolean}, "user": words(), "userGroups": listOf(),
}
