package millrace.gateway;

import java.util.List;
import millrace.gateway.config.Feature;

/** Every feature of the gateway, one line each; handlers of one phase run in this order. */
public final class Features {
    private static final List<Feature> ALL = List.of();

    private Features() {}

    public static List<Feature> all() {
        return ALL;
    }
}
