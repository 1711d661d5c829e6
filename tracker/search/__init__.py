"""What people type into the search box, and which words they may have meant; pure."""
