package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import millrace.regex.analysis.Node.Greed;

/** Tree to instructions. Look-behind runs backwards over the input, as in V8. */
final class ProgramCompiler {
    private static final int MAX_INSTRUCTIONS = 100_000;

    private final ParsedPattern pattern;
    private final List<CodePoints> sets = new ArrayList<>();
    private int[] code = new int[256];
    private int size;
    private int registers;

    private ProgramCompiler(ParsedPattern pattern) {
        this.pattern = pattern;
        this.registers = 2 * (pattern.groups() + 1);
    }

    static Program compile(ParsedPattern pattern) {
        ProgramCompiler compiler = new ProgramCompiler(pattern);
        compiler.emit(pattern.tree(), 1);
        compiler.add(Program.MATCH, 0, 0, 0);
        return new Program(Arrays.copyOf(compiler.code, compiler.size * Program.WIDTH), compiler.sets,
                compiler.registers, pattern.all(), pattern.dialect());
    }

    private int add(int operation, int a, int b, int c) {
        if (size >= MAX_INSTRUCTIONS) {
            throw new TooLarge("it is longer than " + MAX_INSTRUCTIONS + " instructions");
        }
        int at = size * Program.WIDTH;
        if (at == code.length) {
            code = Arrays.copyOf(code, at * 2);
        }
        code[at] = operation;
        code[at + 1] = a;
        code[at + 2] = b;
        code[at + 3] = c;
        return size++;
    }

    private void patch(int instruction, int operand, int value) {
        code[instruction * Program.WIDTH + operand] = value;
    }

    private void emit(Node node, int direction) {
        switch (node) {
            case Node.Chars c -> add(Program.CHARS, set(c.set()), direction, 0);
            case Node.Anchor a -> add(Program.ANCHOR, a.place().ordinal(), pattern.flags().unixLines() ? 1 : 0, 0);
            case Node.BackReference b -> reference(b, direction);
            case Node.Sequence s -> {
                List<Node> parts = direction > 0 ? s.parts() : s.parts().reversed();
                parts.forEach(part -> emit(part, direction));
            }
            case Node.Choice c -> choice(c.options(), direction);
            case Node.Group g -> group(g, direction);
            case Node.Atomic a -> atomic(a.body(), direction);
            case Node.Look l -> look(l);
            case Node.Repeat r -> {
                if (r.greed() == Greed.POSSESSIVE) {
                    atomic(new Node.Repeat(r.body(), r.min(), r.max(), Greed.GREEDY, r.from(), r.to()), direction);
                } else {
                    repeat(r, direction);
                }
            }
        }
    }

    private int set(CodePoints set) {
        int known = sets.indexOf(set);
        if (known < 0) {
            sets.add(set);
        }
        return known < 0 ? sets.size() - 1 : known;
    }

    private void reference(Node.BackReference reference, int direction) {
        if (reference.number() > pattern.groups()) {
            add(Program.FAIL, 0, 0, 0);
        } else {
            add(Program.BACK_REFERENCE, reference.number(), direction, reference.ignoreCase() ? 1 : 0);
        }
    }

    private void choice(List<Node> options, int direction) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < options.size() - 1; i++) {
            int split = add(Program.SPLIT, size + 1, 0, 0);
            emit(options.get(i), direction);
            ends.add(add(Program.JUMP, 0, 0, 0));
            patch(split, 2, size);
        }
        emit(options.getLast(), direction);
        ends.forEach(end -> patch(end, 1, size));
    }

    private void group(Node.Group group, int direction) {
        if (group.number() == 0) {
            emit(group.body(), direction);
            return;
        }
        int first = 2 * group.number();
        add(Program.SAVE, direction > 0 ? first : first + 1, 0, 0);
        emit(group.body(), direction);
        add(Program.SAVE, direction > 0 ? first + 1 : first, 0, 0);
    }

    private void atomic(Node body, int direction) {
        int mark = registers++;
        add(Program.MARK, mark, 0, 0);
        emit(body, direction);
        add(Program.CUT, mark, 0, 0);
    }

    private void look(Node.Look look) {
        int mark = registers++;
        int place = registers++;
        add(Program.MARK, mark, 0, 0);
        add(Program.SAVE, place, 0, 0);
        int split = look.negative() ? add(Program.SPLIT, size + 1, 0, 0) : -1;
        emit(look.body(), look.ahead() ? 1 : -1);
        add(Program.CUT, mark, 0, 0);
        if (look.negative()) {
            add(Program.FAIL, 0, 0, 0);
            patch(split, 2, size);
        } else {
            add(Program.RESTORE, place, 0, 0);
        }
    }

    private void repeat(Node.Repeat repeat, int direction) {
        boolean simple = !repeat.body().nullable();
        if (repeat.max() == 0) {
            return;
        }
        if (repeat.min() == 0 && repeat.max() == 1) {
            int split = split(repeat, size + 1);
            body(repeat, direction);
            leave(repeat, split, size);
        } else if (simple && repeat.max() == Node.UNBOUNDED && repeat.min() == 0) {
            int split = split(repeat, size + 1);
            body(repeat, direction);
            add(Program.JUMP, split, 0, 0);
            leave(repeat, split, size);
        } else if (simple && repeat.max() == Node.UNBOUNDED && repeat.min() == 1) {
            int start = size;
            body(repeat, direction);
            int split = split(repeat, start);
            leave(repeat, split, size);
        } else {
            counted(repeat, direction);
        }
    }

    /** A counter, and a look at whether each iteration took something. */
    private void counted(Node.Repeat repeat, int direction) {
        int counter = registers++;
        int place = registers++;
        add(Program.SET, counter, 0, 0);
        int loop = size;
        int enough = add(Program.UNLESS_BELOW, counter, repeat.min(), 0);
        int must = add(Program.JUMP, 0, 0, 0);
        patch(enough, 3, size);
        int full = repeat.max() == Node.UNBOUNDED ? -1 : add(Program.UNLESS_BELOW, counter, repeat.max(), 0);
        int split = split(repeat, size + 1);
        patch(must, 1, size);
        add(Program.SAVE, place, 0, 0);
        body(repeat, direction);
        int filled = repeat.body().nullable() ? add(Program.IF_EMPTY, place, 0, 0) : -1;
        add(Program.INCREMENT, counter, 0, 0);
        add(Program.JUMP, loop, 0, 0);
        if (filled >= 0) {
            emptyIteration(repeat, filled, counter, loop);
        }
        leave(repeat, split, size);
        if (full >= 0) {
            patch(full, 3, size);
        }
    }

    /** An iteration that took nothing: counts while it must, then is over in Java, and a failure in JavaScript. */
    private void emptyIteration(Node.Repeat repeat, int filled, int counter, int loop) {
        patch(filled, 2, size);
        int enough = add(Program.UNLESS_BELOW, counter, repeat.min(), 0);
        add(Program.INCREMENT, counter, 0, 0);
        add(Program.JUMP, loop, 0, 0);
        patch(enough, 3, size);
        if (pattern.dialect() == Dialect.JAVASCRIPT) {
            add(Program.FAIL, 0, 0, 0);
        }
    }

    private int split(Node.Repeat repeat, int into) {
        int split = add(Program.SPLIT, 0, 0, 0);
        patch(split, repeat.greed() == Greed.LAZY ? 2 : 1, into);
        return split;
    }

    private void leave(Node.Repeat repeat, int split, int to) {
        patch(split, repeat.greed() == Greed.LAZY ? 1 : 2, to);
    }

    private void body(Node.Repeat repeat, int direction) {
        if (pattern.dialect() == Dialect.JAVASCRIPT) {
            int first = Integer.MAX_VALUE;
            int last = 0;
            for (int number : numbers(repeat.body(), new ArrayList<>())) {
                first = Math.min(first, number);
                last = Math.max(last, number);
            }
            if (last > 0) {
                add(Program.CLEAR, 2 * first, 2 * last + 2, 0);
            }
        }
        emit(repeat.body(), direction);
    }

    private static List<Integer> numbers(Node node, List<Integer> found) {
        if (node instanceof Node.Group group && group.number() > 0) {
            found.add(group.number());
        }
        node.children().forEach(child -> numbers(child, found));
        return found;
    }
}
