"""Uploads are scanned by ClamAV where the operator has set it up; see docs/operators.md."""
