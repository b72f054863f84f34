package millrace.gateway.exchange;

/** One request on its way through the phases. */
public final class Exchange {}
