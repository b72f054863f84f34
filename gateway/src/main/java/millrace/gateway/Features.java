package millrace.gateway;

/** Every feature of the gateway, one line each; handlers of one phase run in this order. */
public final class Features {
    private Features() {}
}
