package millrace.gateway.config.check;

import millrace.gateway.config.Statement;

/** Something that is valid and does not do what people expect. */
interface Trap {

    /** What to say of a statement; null if it is none of it. */
    String warning(Statement s, Path path);
}
