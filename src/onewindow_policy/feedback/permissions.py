"""What staff may do with suggestions, each where they work (see `communities.scopes`)."""

#: Reading and answering suggestions; and showing question and answer to everybody.
ANSWER_SUGGESTION = "onewindow_policy: Answer Suggestion"
PUBLISH_SUGGESTION = "onewindow_policy: Publish Suggestion"
