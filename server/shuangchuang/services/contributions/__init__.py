"""Reviews what somebody contributes: from the text to the findings and the next step."""
