package millrace.bench.scenario;

import java.util.List;

/** What a virtual user does. Immutable. */
sealed interface Step {
    /** Thinks for a while: a time between two, by chance. */
    record Pause(long leastNanos, long mostNanos) implements Step {}

    /**
     * Asks.
     *
     * @param index of its name
     * @param path behind the base URL's
     * @param body {@code null} when there is none
     * @param fileBody as it is in a file, or {@code null}
     */
    record Ask(
            String name,
            int index,
            String method,
            Template path,
            List<Header> headers,
            Template body,
            byte[] fileBody,
            List<NamedCheck> checks,
            List<Save> saves) implements Step {
        /** Whether it is the same each time, but for cookies. */
        boolean isFixed() {
            return path.isFixed() && (body == null || body.isFixed())
                    && headers.stream().allMatch(header -> header.value.isFixed());
        }

        boolean readsBody() {
            return checks.stream().anyMatch(check -> check.check.part() == Check.Part.BODY)
                    || saves.stream().anyMatch(Save::ofBody);
        }

        boolean readsHead() {
            return checks.stream().anyMatch(check -> check.check.part() == Check.Part.HEAD)
                    || saves.stream().anyMatch(save -> !save.ofBody());
        }

        /** Whether its checks say which status is right; else 2xx is. */
        boolean checksStatus() {
            return checks.stream().anyMatch(check -> check.check.part() == Check.Part.STATUS);
        }
    }

    record Header(String name, Template value) {}

    /** @param name as reports have it */
    record NamedCheck(String name, Check check) {}
}
