package millrace.gateway.content;

/** {@code disable_symlinks}. */
enum LinkPolicy { ANY, NONE, OWN }
