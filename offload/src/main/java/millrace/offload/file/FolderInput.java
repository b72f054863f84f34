package millrace.offload.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import millrace.offload.flow.Pull;

/** What is in a folder, so many at a time, on workers. */
final class FolderInput implements Pull.Source<List<Path>> {
    private static final String LIST = "list";

    private final Path folder;
    private final int batch;
    private DirectoryStream<Path> stream;
    private Iterator<Path> entries;
    private boolean over;

    FolderInput(Path folder, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batches of " + batch);
        }
        this.folder = folder;
        this.batch = batch;
    }

    @Override
    public List<Path> next() throws IOException {
        List<Path> found = new ArrayList<>(Math.min(batch, 256));
        try {
            if (stream == null) {
                stream = Files.newDirectoryStream(folder);
                entries = stream.iterator();
            }
            while (found.size() < batch && entries.hasNext()) {
                found.add(entries.next());
            }
            over = !entries.hasNext();
        } catch (DirectoryIteratorException e) {
            throw FileException.of(LIST, folder, e.getCause());
        } catch (IOException e) {
            throw FileException.of(LIST, folder, e);
        }
        return found.isEmpty() ? null : found;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        if (stream == null) {
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close " + folder, e);
        }
    }
}
