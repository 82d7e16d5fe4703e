"""From match to inbox: rules, notifications, rendering, the outbox and its channels."""
