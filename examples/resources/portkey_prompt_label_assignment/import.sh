# By the slug or the ID of the prompt, a slash, and the ID of the label.
terraform import portkey_prompt_label_assignment.candidate pp-refund-1a2b3c/8c5e1d70-2a94-4f3b-b6d8-0e7f9a1c4b25
