package millrace.manager.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** How many instances an app shall have, as a user writes it: {@code 4}, {@code +2}, {@code -1}. Pure logic, but for what it starts. */
public final class Scale {
    private static final int MOST = 10_000;

    private Scale() {}

    /**
     * What a wish comes to.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    public static int target(String wish, int present) {
        long number;
        try {
            number = Long.parseLong(wish.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + wish + "\" is no number of instances: write 4, +2 or -1", e);
        }
        boolean relative = wish.strip().startsWith("+") || wish.strip().startsWith("-");
        long target = relative ? present + number : number;
        if (target < 1 || target > MOST) {
            throw new IllegalArgumentException(
                    "an app has from 1 to " + MOST + " instances, not " + target + "; to have none, stop or delete it");
        }
        return (int) target;
    }

    /**
     * Starts instances, or takes those of the highest numbers away: the one that is 0 stays, since many an app lets that
     * one do what is to be done once.
     *
     * @param atOnce how many are taken away at a time
     * @return completes when it has so many
     */
    public static CompletionStage<Void> to(App app, int target, int atOnce) {
        List<AppInstance> fresh = new ArrayList<>();
        for (int count = app.instances().size(); count < target; count++) {
            fresh.add(app.add());
        }
        List<AppInstance> present = app.instances();
        List<AppInstance> surplus = present.subList(target, present.size()).reversed();
        return InTurns.each(fresh, fresh.size(), app::start)
                .thenCompose(started -> InTurns.each(surplus, atOnce, app::remove));
    }
}
