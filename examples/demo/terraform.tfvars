# No key of OpenAI is needed: the emulator calls no model.
ai_provider_keys = { openai = "sk-example" }
