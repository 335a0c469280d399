"""Old papers and Word files edited outside come in; last year's summaries, templates and changes go out."""
