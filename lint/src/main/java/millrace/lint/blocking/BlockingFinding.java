package millrace.lint.blocking;

import java.util.List;
import millrace.lint.source.Place;

/**
 * A blocking call on the way of a request.
 *
 * @param call as it is written
 * @param api what it is: {@code fs.readFileSync}, {@code java.lang.Thread.sleep}
 * @param counterpart what to write instead
 * @param brief done in microseconds as a rule, so no danger by itself
 * @param handler how the handler is known: {@code GET /users}
 * @param chain from the handler to the function that calls
 */
public record BlockingFinding(
        Place place, String call, String api, String counterpart, boolean brief, String handler, List<Step> chain) {

    /**
     * A function on the way.
     *
     * @param function its name; empty for an anonymous one
     * @param place of the handler for the first step, else of the call that leads here
     */
    public record Step(String function, Place place) {}
}
