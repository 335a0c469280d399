"""Words without business: what every app may lean on comes in from nowhere and goes out to all."""
