package millrace.gateway.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes a tree of statements from texts, and puts the statements of included files where they are included. Knows
 * nothing of what directives mean.
 *
 * <p>A mistake ends the file that it is in, and what was read up to there stands, blocks that are not closed too: so
 * that who reads the tree finds mistakes further up first, as nginx does, which reads and obeys in one go.
 */
final class Parser {
    /** Deeper ones are loops. */
    private static final int MAX_DEPTH = 64;
    private static final int MOST_INCLUDED = 50_000;

    private final Path folder;
    private final Consumer<ConfigException> problems;
    private final List<SourceFile> files = new ArrayList<>();
    /** Files that are being read, each included by the one before it. */
    private final List<Path> open = new ArrayList<>();
    private int included;

    /** @param folder what names of included files are relative to */
    Parser(Path folder, Consumer<ConfigException> problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** All files that were read, each once, in the order in which they were first met. */
    List<SourceFile> files() {
        return files;
    }

    List<Statement> commandLine(String text) {
        return new OneText(new Lexer(text, null)).statements(0);
    }

    List<Statement> text(Path file, String text) {
        note(file, text);
        open.add(same(file));
        List<Statement> all = new OneText(new Lexer(text, file.toString())).statements(0);
        open.removeLast();
        return all;
    }

    /** @param from where it is included; null for the main file */
    List<Statement> file(Path file, Place from) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            problems.accept(new ConfigException(from, "open() \"" + file + "\" failed (" + FileTrouble.words(e) + ")"));
            return List.of();
        }
        return text(file, text);
    }

    private void note(Path file, String text) {
        if (files.stream().noneMatch(f -> f.path().equals(file))) {
            files.add(new SourceFile(file, text));
        }
    }

    /** One file, or the directives of the command line. */
    private final class OneText {
        private final Lexer lexer;
        /** The blocks that are not closed yet, the innermost last. */
        private final List<String> open = new ArrayList<>();
        private boolean over;

        OneText(Lexer lexer) {
            this.lexer = lexer;
        }

        List<Statement> statements(int level) {
            List<Statement> all = new ArrayList<>();
            while (!over) {
                try {
                    if (!statement(level, all)) {
                        break;
                    }
                } catch (ConfigException e) {
                    over = true;
                    problems.accept(e);
                }
            }
            return all;
        }

        /** False at the end of the block or file. */
        private boolean statement(int level, List<Statement> to) throws ConfigException {
            Lexer.End end = lexer.next();
            switch (end) {
                case FILE -> {
                    over = true;
                    if (level > 0) {
                        throw new ConfigException(lexer.place(), "unexpected end of file, expecting \"}\"",
                                "the block of " + open.getLast() + " is open");
                    }
                    return false;
                }
                case CLOSE -> {
                    if (level == 0) {
                        throw new ConfigException(lexer.place(), "unexpected \"}\"", "it closes no block of this file");
                    }
                    return false;
                }
                case SEMICOLON, OPEN -> read(lexer.words(), lexer.place(), end == Lexer.End.OPEN, level, to);
            }
            return true;
        }

        private void read(List<String> words, Place place, boolean braces, int level, List<Statement> to)
                throws ConfigException {
            if (level > MAX_DEPTH) {
                throw new ConfigException(place, "blocks are nested too deeply", "at most " + MAX_DEPTH);
            }
            List<String> args = words.subList(1, words.size());
            List<Statement> block = braces ? block(words.getFirst(), place, level) : null;
            if (words.getFirst().equals("include") && !braces && args.size() == 1) {
                include(args.getFirst(), place, to);
            } else {
                to.add(new Statement(words.getFirst(), args, block, place));
            }
        }

        private List<Statement> block(String name, Place place, int level) {
            open.add("\"" + name + "\" in line " + place.line());
            List<Statement> all = statements(level + 1);
            open.removeLast();
            return all;
        }
    }

    /** What includes itself, in however many steps, has no end; nor has what doubles with each of many steps. */
    private void checkInclude(Path file, Place place) throws ConfigException {
        if (open.contains(same(file))) {
            throw new ConfigException(place, "\"" + file + "\" includes itself", "it is being read already: "
                    + open.stream().map(Path::toString).collect(Collectors.joining(" includes ")));
        }
        if (open.size() > MAX_DEPTH || ++included > MOST_INCLUDED) {
            throw new ConfigException(place, "too many files are included", "at most " + MOST_INCLUDED + ", and each by at most "
                    + MAX_DEPTH + " others");
        }
    }

    /** A name for a file whatever it is called by. */
    private static Path same(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize(); // It cannot be read either, and who tries says why.
        }
    }

    private void include(String name, Place place, List<Statement> to) throws ConfigException {
        Path path = Octets.path(folder, name);
        List<Path> found = List.of(path);
        if (Glob.isPattern(name)) {
            try {
                found = Glob.expand(path.toAbsolutePath());
            } catch (IOException e) {
                throw new ConfigException(place, "glob() \"" + name + "\" failed (" + FileTrouble.words(e) + ")");
            }
        }
        for (Path each : found) {
            checkInclude(each, place);
            to.addAll(file(each, place));
        }
    }
}
