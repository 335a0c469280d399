"""What admins know about a paper comes in; report templates with phrases ready to render go out."""
