"""Text and figures come in; the one frozen value every engine module hands on, the Document, goes out."""
