package millrace.manager.program;

/** How many workers {@code -i} asks for. */
public final class Cores {
    private Cores() {}

    /**
     * @param wish a number from 1 up, {@code max} or {@code 0} for one on each core, or a negative number for so many
     *     cores left free; {@code null} means 1
     * @param cores that this process may use
     * @throws IllegalArgumentException when it is none of these, with a sentence for the user
     */
    public static int instances(String wish, int cores) {
        if (wish == null) {
            return 1;
        }
        if (wish.equals("max")) {
            return cores;
        }
        if (!wish.matches("-?[0-9]{1,4}")) {
            throw new IllegalArgumentException("-i takes a number of workers, or max for one on each core (" + cores
                    + " here), not \"" + wish + "\"");
        }
        int number = Integer.parseInt(wish);
        return number > 0 ? number : Math.max(1, cores + number);
    }
}
