package millrace.bench.scenario;

import java.util.List;

/**
 * Steps in order.
 *
 * @param weight how often it is chosen, beside the others
 */
record Flow(String name, int weight, List<Step> steps) {}
