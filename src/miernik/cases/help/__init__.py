"""Help without a decision: services, plans, referrals, activities, places."""
