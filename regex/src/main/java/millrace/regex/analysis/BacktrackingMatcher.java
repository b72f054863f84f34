package millrace.regex.analysis;

import java.util.Arrays;

/**
 * Runs a {@link Program} as V8, PCRE and Perl run theirs: depth first, with a stack of choices and without memory of
 * what has failed before. It counts its steps, and stops at a limit of them. For one thread.
 */
final class BacktrackingMatcher {
    /** How a run ended. */
    enum Outcome { MATCH, NO_MATCH, STOPPED }

    private static final int FAILED = -1;
    private static final int DONE = -2;
    private static final int MAX_STACK = 24_000_000;

    private final Program program;
    private final int[] code;
    private final CodePoints[] sets;
    private final int[] registers;
    /** Entries of two: ~pc and place of a choice, or a register and its old value. */
    private int[] stack = new int[1024];
    private int height;
    private int[] input;
    private long steps;
    private long limit;
    private int place;

    BacktrackingMatcher(Program program) {
        this.program = program;
        this.code = program.code();
        this.sets = program.sets().toArray(CodePoints[]::new);
        this.registers = new int[program.registers()];
    }

    /** Steps of the last run. */
    long steps() {
        return steps;
    }

    /**
     * Where group {@code number} matched in the last run, as offsets in characters of the pattern's kind; −1 if not.
     */
    int start(int number) {
        return registers[2 * number];
    }

    int end(int number) {
        return registers[2 * number + 1];
    }

    static int[] characters(String text, boolean codePoints) {
        return (codePoints ? text.codePoints() : text.chars()).toArray();
    }

    /**
     * Looks for a match from each place of the input in turn, or, if {@code whole}, for one of all of it. When a
     * program wants all matches, it goes on behind each.
     */
    Outcome run(int[] characters, boolean whole, long maxSteps) {
        input = characters;
        steps = 0;
        limit = maxSteps;
        boolean anchored = whole || code[0] == Program.ANCHOR && code[1] == Node.Place.INPUT_BEGIN.ordinal();
        Outcome found = Outcome.NO_MATCH;
        for (int start = 0; start <= input.length; start++) {
            Outcome outcome = attempt(start, whole);
            if (outcome == Outcome.STOPPED || anchored || outcome == Outcome.MATCH && !program.all()) {
                return outcome;
            }
            if (outcome == Outcome.MATCH) {
                found = outcome;
                start = Math.max(start, place - 1);
            }
        }
        return found;
    }

    private Outcome attempt(int start, boolean whole) {
        Arrays.fill(registers, -1);
        height = 0;
        int pc = 0;
        place = start;
        while (pc != DONE) {
            if (++steps > limit || height > MAX_STACK) {
                return Outcome.STOPPED;
            }
            pc = step(pc, whole);
            if (pc == FAILED) {
                if (!backtrack()) {
                    return Outcome.NO_MATCH;
                }
                pc = ~stack[height];
                place = stack[height + 1];
            }
        }
        registers[0] = start;
        registers[1] = place;
        return Outcome.MATCH;
    }

    /** Runs one instruction; the answer is the next one, or {@link #FAILED}, or {@link #DONE}. */
    private int step(int pc, boolean whole) {
        int op = pc * Program.WIDTH;
        switch (code[op]) {
            case Program.CHARS -> {
                int index = code[op + 2] > 0 ? place : place - 1;
                if (index < 0 || index >= input.length || !sets[code[op + 1]].contains(input[index])) {
                    return FAILED;
                }
                place += code[op + 2];
                return pc + 1;
            }
            case Program.SPLIT -> {
                push(~code[op + 2], place);
                return code[op + 1];
            }
            case Program.MATCH -> {
                return whole && place != input.length ? FAILED : DONE;
            }
            case Program.FAIL -> {
                return FAILED;
            }
            case Program.BACK_REFERENCE -> {
                int behind = refer(code[op + 1], code[op + 2], code[op + 3] != 0, place);
                place = Math.max(behind, 0);
                return behind < 0 ? FAILED : pc + 1;
            }
            case Program.RESTORE -> {
                place = registers[code[op + 1]];
                return pc + 1;
            }
            default -> {
                return rare(op, pc + 1, place);
            }
        }
    }

    /** The next instruction, or {@link #FAILED}. */
    private int rare(int op, int next, int at) {
        int a = code[op + 1];
        int b = code[op + 2];
        switch (code[op]) {
            case Program.JUMP -> {
                steps--;
                return a;
            }
            case Program.SAVE -> set(a, at);
            case Program.SET -> set(a, b);
            case Program.INCREMENT -> set(a, registers[a] + 1);
            case Program.MARK -> set(a, height);
            case Program.CLEAR -> {
                for (int register = a; register < b; register++) {
                    set(register, -1);
                }
            }
            case Program.UNLESS_BELOW -> {
                return registers[a] < b ? next : code[op + 3];
            }
            case Program.IF_EMPTY -> {
                return registers[a] == at ? b : next;
            }
            case Program.CUT -> cut(registers[a]);
            case Program.ANCHOR -> {
                return Places.holds(Node.Place.values()[a], input, at, program.dialect(), b != 0) ? next : FAILED;
            }
            default -> throw new IllegalStateException("no such operation: " + code[op]);
        }
        return next;
    }

    private void push(int first, int second) {
        if (height == stack.length) {
            stack = Arrays.copyOf(stack, height * 2);
        }
        stack[height++] = first;
        stack[height++] = second;
    }

    private void set(int register, int value) {
        if (registers[register] != value) {
            push(register, registers[register]);
            registers[register] = value;
        }
    }

    /** Undoes up to the last choice, which then lies right above the top of the stack; false if there is none. */
    private boolean backtrack() {
        while (height > 0) {
            height -= 2;
            if (stack[height] < 0) {
                return true;
            }
            registers[stack[height]] = stack[height + 1];
        }
        return false;
    }

    /** Drops choices above a mark, but keeps what is needed to undo registers. */
    private void cut(int mark) {
        int kept = mark;
        for (int i = mark; i < height; i += 2) {
            if (stack[i] >= 0) {
                stack[kept] = stack[i];
                stack[kept + 1] = stack[i + 1];
                kept += 2;
            }
        }
        steps += (height - mark) / 2;
        height = kept;
    }

    /** The place behind what a group matched, or −1 if that does not stand here. */
    private int refer(int group, int direction, boolean ignoreCase, int at) {
        int from = registers[2 * group];
        int to = registers[2 * group + 1];
        if (from < 0 || to < 0) {
            return program.dialect() == Dialect.JAVASCRIPT ? at : -1;
        }
        int length = to - from;
        int begin = direction > 0 ? at : at - length;
        if (length < 0 || begin < 0 || begin + length > input.length) {
            return -1;
        }
        for (int i = 0; i < length; i++) {
            steps++;
            int one = input[from + i];
            int other = input[begin + i];
            if (one != other && !(ignoreCase && CaseFolding.same(one, other))) {
                return -1;
            }
        }
        return direction > 0 ? at + length : begin;
    }
}
