package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import millrace.cluster.InstanceEvent.Cause;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random stories in a world where processes start, fail to start, get ready, die and obey late; all from one seed. */
class SupervisionStoriesTest {
    private static final long MILLI = 1_000_000;
    private static final int STORIES = 400;
    private static final int STEPS = 300;

    /** What is in a place; a process that could not be started is known to have ended only later. */
    private enum Place {
        EMPTY,
        RUNS,
        STILLBORN
    }

    /** The world that the decisions are about: it keeps the rules that they must not break. */
    private static final class World implements InstanceEffects {
        final Random random;
        final Supervision supervision;
        long nowNanos;
        Place present = Place.EMPTY;
        Place candidate = Place.EMPTY;
        boolean asked;
        boolean reloading;
        long timerNanos = -1;

        World(Random random) {
            this.random = random;
            RestartPolicy policy = RestartPolicy.DEFAULT
                    .withMaxEarlyDeaths(random.nextInt(4))
                    .withHealNanos(random.nextInt(2) * 60_000 * MILLI);
            supervision = new Supervision(policy, 3000 * MILLI, () -> nowNanos, this);
        }

        private Place start() {
            return random.nextInt(10) == 0 ? Place.STILLBORN : Place.RUNS;
        }

        @Override
        public void spawn() {
            assertEquals(Place.EMPTY, present, "two processes without a reload");
            assertEquals(Place.EMPTY, candidate, "two processes without a reload");
            asked = false;
            present = start();
        }

        @Override
        public void spawnCandidate() {
            assertEquals(Place.EMPTY, candidate, "two candidates");
            reloading = true;
            candidate = start();
        }

        @Override
        public void promote() {
            assertTrue(reloading);
            reloading = false;
            present = candidate;
            candidate = Place.EMPTY;
            asked = false;
        }

        @Override
        public void dismissCandidate() {
            candidate = Place.EMPTY;
        }

        @Override
        public void reloadFailed(String reason) {
            assertTrue(reloading, "a reload that failed twice");
            assertEquals(Place.EMPTY, candidate, "a candidate that is left");
            reloading = false;
        }

        @Override
        public void askToStop() {
            asked = true;
        }

        @Override
        public void wakeAfter(long nanos) {
            timerNanos = nowNanos + nanos;
        }

        @Override
        public void stopWaking() {
            timerNanos = -1;
        }

        @Override
        public void late() {
            assertTrue(present != Place.EMPTY);
        }

        @Override
        public void restarting(long delayNanos) {
            assertEquals(Place.EMPTY, present);
        }

        @Override
        public void errored(String reason) {
            assertEquals(Place.EMPTY, present, "given up while it runs");
        }

        @Override
        public void stopped() {
            assertEquals(Place.EMPTY, present, "stopped while it runs");
        }

        void happen(InstanceEvent event) {
            supervision.handle(event);
            check();
        }

        /** What holds between any two events. */
        private void check() {
            boolean there = present != Place.EMPTY;
            boolean tried = candidate != Place.EMPTY;
            boolean waits = timerNanos >= 0;
            switch (supervision.state()) {
                case STOPPED -> assertTrue(!there && !tried && !waits);
                case ERRORED -> assertTrue(!there && !tried);
                case WAITING -> assertTrue(!there && !tried && waits);
                case LAUNCHING -> assertTrue(there && !tried && waits);
                case ONLINE -> assertTrue(there && !tried && !waits);
                case RELOADING -> assertTrue(there && tried && waits);
                case STOPPING, RESTARTING -> assertTrue(there && asked && !tried && !waits);
            }
            assertEquals(supervision.state() == InstanceState.RELOADING, reloading);
        }

        void step() {
            nowNanos += random.nextInt(2000) * MILLI;
            if (random.nextBoolean() && buries()) {
                return;
            }
            if (timerNanos >= 0 && timerNanos <= nowNanos) {
                timerNanos = -1;
                happen(new InstanceEvent.TimeOver());
            } else {
                somethingHappens();
            }
        }

        /** The end of a process that could not be started becomes known. */
        boolean buries() {
            if (present == Place.STILLBORN) {
                present = Place.EMPTY;
                happen(random.nextBoolean()
                        ? new InstanceEvent.Impossible("test")
                        : new InstanceEvent.Died(Cause.UNEXPECTED));
                return true;
            }
            if (candidate == Place.STILLBORN) {
                candidate = Place.EMPTY;
                happen(new InstanceEvent.CandidateDied("test"));
                return true;
            }
            return false;
        }

        private void somethingHappens() {
            Cause[] causes = Cause.values();
            switch (random.nextInt(12)) {
                case 0 -> happen(new InstanceEvent.Start());
                case 1 -> happen(new InstanceEvent.Stop());
                case 2 -> happen(new InstanceEvent.Restart());
                case 3, 4 -> happen(new InstanceEvent.Reload(random.nextInt(3000) * MILLI, random.nextBoolean()));
                case 5, 6 -> {
                    if (candidate == Place.RUNS || candidate == Place.EMPTY && present == Place.RUNS) {
                        happen(new InstanceEvent.Ready());
                    }
                }
                case 7 -> happen(new InstanceEvent.Proved());
                case 8 -> happen(new InstanceEvent.Unfit("test"));
                case 9, 10 -> die(new InstanceEvent.Died(causes[random.nextInt(causes.length)]));
                default -> {
                    if (candidate == Place.RUNS) {
                        candidate = Place.EMPTY;
                        happen(new InstanceEvent.CandidateDied("test"));
                    }
                }
            }
        }

        void die(InstanceEvent.Died event) {
            if (present == Place.RUNS) {
                present = Place.EMPTY;
                happen(event);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noStoryBreaksARuleAndEveryStoryEndsWhenItIsTold(long seed) {
        Random seeds = new Random(seed);
        Set<InstanceState> seen = EnumSet.noneOf(InstanceState.class);
        for (int story = 0; story < STORIES; story++) {
            World world = new World(new Random(seeds.nextLong()));
            for (int i = 0; i < STEPS; i++) {
                world.step();
                seen.add(world.supervision.state());
            }
            world.happen(new InstanceEvent.Stop());
            for (int i = 0; i < STEPS && world.supervision.state() != InstanceState.STOPPED; i++) {
                if (!world.buries()) {
                    world.die(new InstanceEvent.Died(Cause.UNEXPECTED));
                }
            }
            assertEquals(InstanceState.STOPPED, world.supervision.state(), "seed " + seed + ", story " + story);
        }
        assertEquals(InstanceState.values().length, seen.size(), "states that no story reached");
    }
}
