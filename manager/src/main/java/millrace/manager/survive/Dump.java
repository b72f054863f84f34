package millrace.manager.survive;

import java.io.IOException;
import millrace.manager.Home;

/** The list that {@code save} writes and {@code resurrect} reads, with the one before it as a backup. Blocks. */
public final class Dump {
    private final ListFile file;
    private final ListFile backup;

    public Dump(Home home) {
        this.file = new ListFile(home.dump());
        this.backup = new ListFile(home.dump().resolveSibling(home.dump().getFileName() + ".bak"));
    }

    /**
     * What there was to read.
     *
     * @param list the apps
     * @param warning why this is not what was saved last; {@code null}: it is
     */
    public record Loaded(SavedList list, String warning) {}

    /** Replaces it. What was there before becomes the backup, unless that cannot be read. */
    public void save(SavedList list) throws IOException {
        if (file.exists() && problem(file) == null) {
            file.linkTo(backup);
        }
        file.write(list.withoutProcesses(), true);
    }

    /** @throws IOException with a sentence for the user when there is nothing that can be read */
    public Loaded load() throws IOException {
        if (!file.exists() && !backup.exists()) {
            throw new IOException("nothing has been saved: there is no " + file + ". \"millrace save\" writes it");
        }
        String problem = problem(file);
        if (problem == null) {
            return new Loaded(file.read(), null);
        }
        String broken = file + " cannot be used (" + problem + ")";
        String backupProblem = problem(backup);
        if (backupProblem != null) {
            throw new IOException(broken + ", nor can " + backup + " (" + backupProblem
                    + "). Start the apps and run \"millrace save\", or remove both with \"millrace cleardump\"");
        }
        return new Loaded(
                backup.read(), broken + ": using the list before it, " + backup + ". \"millrace save\" writes a new one");
    }

    /** Whether there was anything. */
    public boolean clear() throws IOException {
        boolean saved = file.delete();
        return backup.delete() || saved;
    }

    /** {@code null} when it can be read. */
    private static String problem(ListFile file) {
        if (!file.exists()) {
            return "it is not there";
        }
        try {
            file.read();
            return null;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
        }
    }
}
