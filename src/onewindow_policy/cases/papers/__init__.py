"""Papers of cases (文书): numbered, issued with what happened, printed again the same."""
