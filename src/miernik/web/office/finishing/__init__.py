"""The end of a campaign: closing, approving, publishing, and taking each back."""
