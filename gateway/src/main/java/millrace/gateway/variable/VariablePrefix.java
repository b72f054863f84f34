package millrace.gateway.variable;

/** A family of variables whose names begin alike. */
@FunctionalInterface
public interface VariablePrefix {

    /**
     * Called once for each name that a configuration uses.
     *
     * @param rest the name without the prefix
     */
    Variable of(String rest);
}
