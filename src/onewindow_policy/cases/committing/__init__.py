"""What applicants promise to be so (告知承诺) instead of proving it, and its check."""
