"""What residents say of the services: the suggestion box (意见箱)."""
