"""Rules for answers: data with examples, checked the same in form, file and office."""
