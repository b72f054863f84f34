package millrace.bench.scenario;

import java.util.UUID;

/** What a hole in a text is filled with: a text, or a value of JSON. Immutable. */
sealed interface Variable {
    Object value(Situation situation);

    /** The same for all. */
    record Fixed(String text) implements Variable {
        @Override
        public Object value(Situation situation) {
            return text;
        }
    }

    /** A column of the row that the iteration has drawn. */
    record Column(int dataSet, int column) implements Variable {
        @Override
        public Object value(Situation situation) {
            return situation.cell(dataSet, column);
        }
    }

    /** Taken from an earlier answer. */
    record Saved(String name) implements Variable {
        @Override
        public Object value(Situation situation) {
            return situation.saved(name);
        }
    }

    /** The number of the virtual user, from 1 on. */
    record User() implements Variable {
        @Override
        public Object value(Situation situation) {
            return Long.toString(situation.user() + 1);
        }
    }

    /** The number of the iteration, from 1 on over all users. */
    record Iteration() implements Variable {
        @Override
        public Object value(Situation situation) {
            return Long.toString(situation.iteration() + 1);
        }
    }

    /** A whole number, both ends included. */
    record Random(long least, long most) implements Variable {
        @Override
        public Object value(Situation situation) {
            return Long.toString(situation.random().nextLong(least, most + 1));
        }
    }

    /** Unlike all others; from the seed as well, so that a run can be had again. Source: RFC 9562, section 5.4. */
    record Unique() implements Variable {
        private static final long VERSION = 0x4000;
        private static final long VARIANT = 0x8000_0000_0000_0000L;

        @Override
        public Object value(Situation situation) {
            long high = situation.random().nextLong() & ~0xf000L | VERSION;
            long low = situation.random().nextLong() >>> 2 | VARIANT;
            return new UUID(high, low).toString();
        }
    }
}
