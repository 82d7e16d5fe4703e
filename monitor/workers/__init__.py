"""Where documents are read and understood: processes of their own, and what goes to them and back."""
