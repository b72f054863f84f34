package millrace.gateway.config;

/** A part of the gateway that has directives or variables. It has no state: it is asked once for each table. */
@FunctionalInterface
public interface Feature {
    void register(Registry registry);
}
